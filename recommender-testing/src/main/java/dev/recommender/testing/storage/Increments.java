package dev.recommender.testing.storage;

import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Counters in one record, one for each writer, so that a writer which does not know whether its update happened can look.
 */
public final class Increments {
    /** The record. */
    public static final String KEY = "counters";

    private Increments() {}

    /** What one of several threads does. */
    public interface Part {
        void run(int thread) throws Exception;
    }

    /** Writes the record with zeros. */
    public static void create(VersionedRecords records, int writers) throws IOException {
        while (settled(() -> records.get(KEY)).isEmpty()) {
            try {
                records.create(KEY, String.join(",", "0".repeat(writers).split("")));
            } catch (IOException e) {
                // The next reading shows whether it happened.
            }
        }
    }

    /** Adds one to a writer's counter so many times, whatever fails in the meantime. */
    public static void run(VersionedRecords records, int writer, int times) {
        for (int done = 0; done < times; ) {
            VersionedRecord seen = settled(() -> records.get(KEY)).orElseThrow();
            int[] counters = of(seen);
            done = counters[writer];
            if (done < times) {
                counters[writer]++;
                try {
                    String content = String.join(
                            ",",
                            Arrays.stream(counters).mapToObj(Integer::toString).toList());
                    records.update(seen, content);
                } catch (IOException e) {
                    // The next reading shows whether it happened.
                }
            }
        }
    }

    /** The counters that a record holds. */
    public static int[] of(VersionedRecord counters) {
        return Arrays.stream(counters.content().split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** Runs a number of threads to their end, and throws if one of them did. */
    public static void together(int threads, Part part) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(executor.submit(() -> {
                    part.run(number);
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static Optional<VersionedRecord> settled(IOSupplier<Optional<VersionedRecord>> reading) {
        while (true) {
            try {
                return reading.get();
            } catch (IOException e) {
                // Reads are repeated until one succeeds.
            }
        }
    }
}
