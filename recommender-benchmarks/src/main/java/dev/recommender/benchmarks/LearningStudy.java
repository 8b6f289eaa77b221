package dev.recommender.benchmarks;

import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures how fast vectors are learnt, by the size of a vector, on one thread: the time of an iteration and the operations
 * that it takes in a second. Beside it stands what loops like the two that do nearly all of it reach alone on numbers that are in the
 * processor's cache ({@link LearningLoops}): sums of outer products, and Cholesky's decomposition. An addition and a multiplication are two
 * operations. Equations are solved at once, so that operations can be counted; with more than 128 numbers a line says how
 * long it takes in blocks, as by default.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.LearningStudy [USERS] [ITEMS] [SIZE...]
 * </pre>
 */
public final class LearningStudy {
    private static final int[] SIZES = {16, 32, 64, 128, 256};
    private static final int ITERATIONS = 5;
    private static final int VECTORS = 64;

    /** How often each loop is measured; the fastest time counts, since others only disturb it. */
    private static final int ROUNDS = 300;

    /** So many operations make a round, so that the clock is precise enough. */
    private static final double ROUND = 4e6;

    private LearningStudy() {}

    /** Runs the study. */
    public static void main(String[] arguments) {
        int users = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int items = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        int[] sizes = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()
                : SIZES;
        SyntheticEvents events = Trained.events(users, items);
        long rows = users + Arrays.stream(events.item()).distinct().count();
        System.out.printf(Locale.ROOT, "%,d events, %,d vectors, one thread%n", events.size(), rows);
        System.out.println(
                "| numbers | s an iteration | GFLOP/s | outer products alone | decomposition alone | share |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        for (int size : sizes) {
            System.out.println(line(size, events, rows));
        }
    }

    /** The share is of what the time would be if each loop ran as fast as alone. */
    private static String line(int size, SyntheticEvents events, long rows) {
        double seconds = seconds(size, size, events);
        double products = (2.0 * events.size() + rows) * product(size);
        double decompositions = rows * decomposition(size);
        double productsAlone = alone(VECTORS * product(size), LearningLoops.products(VECTORS, size));
        double decompositionAlone = alone(decomposition(size), LearningLoops.decompositions(size));
        double least = products / productsAlone + decompositions / decompositionAlone;
        String blocks = size > 128 ? String.format(Locale.ROOT, " (in blocks: %.2f)", seconds(size, 128, events)) : "";
        return String.format(
                Locale.ROOT,
                "| %d | %.3f%s | %.1f | %.1f | %.1f | %.0f %% |",
                size,
                seconds,
                blocks,
                (products + decompositions) / seconds / 1e9,
                productsAlone / 1e9,
                decompositionAlone / 1e9,
                100 * least / seconds);
    }

    /** Operations of one outer product's upper triangle, and of one right side. */
    private static double product(int size) {
        return (double) size * (size + 1) + 2.0 * size;
    }

    /** Operations of one decomposition with its right side. */
    private static double decomposition(int size) {
        return (double) size * size * size / 3 + (double) size * size;
    }

    /** Seconds of the fastest iteration, after one. */
    private static double seconds(int size, int block, SyntheticEvents events) {
        List<Long> moments = new ArrayList<>();
        AlsTrainer.builder()
                .factors(size)
                .blockSize(block)
                .iterations(ITERATIONS + 1)
                .threads(1)
                .build()
                .train(TrainingInput.of(events.usage(1)).monitor(new TrainingMonitor() {
                    @Override
                    public void iteration(String phase, int number, double loss) {
                        moments.add(System.nanoTime());
                    }
                }))
                .model()
                .close();
        double best = Double.MAX_VALUE;
        for (int at = 1; at < moments.size(); at++) {
            best = Math.min(best, (moments.get(at) - moments.get(at - 1)) / 1e9);
        }
        return best;
    }

    /** Operations in a second of a loop, whose operations are known. */
    private static double alone(double operations, Runnable loop) {
        int repeats = (int) Math.max(1, ROUND / operations);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int repeat = 0; repeat < repeats; repeat++) {
                loop.run();
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9 / repeats);
        }
        return operations / best;
    }
}
