package dev.recommender.sar;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.TrainingStatistics.Phase;
import dev.recommender.sar.MemoryModel.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that one training may take. What it needs is compared with it as soon as it is known: while events are read,
 * and when they have been counted. Shared between the training's threads.
 */
final class Budget {
    private static final int FEW_NEIGHBORS = 200;
    private static final int LARGE_UNIT = 1000;
    private static final int MEBIBYTE = 1 << 20;

    private final SarOptions options;
    private final int threads;
    private final long bytes;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    Budget(SarOptions options, int threads, long bytes) {
        this.options = options;
        this.threads = threads;
        this.bytes = bytes;
    }

    /**
     * Books what reading has added to the heap.
     *
     * @throws InsufficientMemoryException if that is too much
     */
    void book(long moreEvents, long moreBytes) {
        long eventsNow = events.addAndGet(moreEvents);
        long bytesNow = read.addAndGet(moreBytes);
        if (bytesNow > bytes) {
            throw new InsufficientMemoryException(
                    String.format(
                            Locale.ROOT,
                            "%,d events and their ids take %s already, more than the memory budget of %s; give the"
                                    + " training more memory or fewer events",
                            eventsNow,
                            megabytes(bytesNow),
                            megabytes(bytes)),
                    bytesNow,
                    bytes);
        }
    }

    /**
     * Checks what is needed from here on, now that everything is counted.
     *
     * @throws InsufficientMemoryException if that is too much
     */
    void require(Sizes sizes, long largestUnit) {
        Map<Phase, Long> needed = needed(options, threads, sizes);
        long peak = peak(needed);
        if (peak > bytes) {
            List<String> figures = new ArrayList<>();
            needed.forEach((phase, size) ->
                    figures.add(phase.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + megabytes(size)));
            throw new InsufficientMemoryException(
                    String.format(
                            Locale.ROOT,
                            "the training needs %s, more than the memory budget of %s (%s), for %,d pairs of users and"
                                    + " items, %,d of which are in units, and at most %,d similarities; what would"
                                    + " help: %s",
                            megabytes(peak),
                            megabytes(bytes),
                            String.join(", ", figures),
                            sizes.pairs(),
                            sizes.entries(),
                            new MemoryModel(options, threads).cellsKept(sizes),
                            String.join("; ", remedies(sizes, peak, largestUnit))),
                    peak,
                    bytes);
        }
    }

    /** Whether the rows of all neighbours go to a temporary file. */
    boolean spills(Sizes sizes) {
        return new MemoryModel(options, threads).mustSpill(sizes, bytes);
    }

    private List<String> remedies(Sizes sizes, long peak, long largestUnit) {
        List<String> remedies = new ArrayList<>();
        remedies.add("a memory budget of " + megabytes(peak) + ", for which the JVM needs -Xmx"
                + (peak / 3 * 4 / MEBIBYTE + 1) + "m");
        int neighbors =
                Math.min(FEW_NEIGHBORS, Math.max(1, options.maxNeighbors().orElse(Integer.MAX_VALUE) / 2));
        long limited = peak(needed(options.maxNeighbors(neighbors), threads, sizes));
        if (limited < peak) {
            remedies.add("maxNeighbors(" + neighbors + "), which needs " + megabytes(limited));
        }
        if (threads > 1) {
            remedies.add("threads(1), which needs " + megabytes(peak(needed(options, 1, sizes))));
        }
        remedies.add(
                "a supportThreshold above " + options.supportThreshold() + ", which " + sizes.warm() + " items reach");
        if (largestUnit > LARGE_UNIT) {
            remedies.add(
                    String.format(Locale.ROOT, "maxItemsPerUnit, since the largest unit has %,d items", largestUnit));
        }
        return remedies;
    }

    private Map<Phase, Long> needed(SarOptions changed, int changedThreads, Sizes sizes) {
        MemoryModel model = new MemoryModel(changed, changedThreads);
        Map<Phase, Long> needed = model.bytes(sizes, model.mustSpill(sizes, bytes));
        needed.remove(Phase.READING);
        return needed;
    }

    private static long peak(Map<Phase, Long> needed) {
        return needed.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static String megabytes(long size) {
        return String.format(Locale.ROOT, "%,.1f MB", size / 1e6);
    }
}
