package dev.recommender.benchmarks;

import dev.recommender.TrainingResult;
import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.factors.FactorModel;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Measures how fast vectors are learnt, by the size of a vector, on one thread: the time of an iteration, and its operations
 * in a second ({@link LearningWork}). Beside it stands the peak: what the innermost loop of nearly all of it reaches on this
 * machine, in the same run, on numbers in the first-level cache ({@link LearningLoops}). So the share says what memory, short
 * rows and all else of an iteration cost. It is the peak of this loop as Java compiles it, not that of the processor's units.
 *
 * <p>Then come the two loops by themselves, of this size and in the cache: sums of outer products, and Cholesky's
 * decomposition. With more than 128 numbers there are two lines: in blocks, as by default, and solved at once.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.LearningStudy [USERS] [ITEMS] [SIZE...]
 * </pre>
 */
public final class LearningStudy {
    private static final int[] SIZES = {16, 32, 64, 128, 256};
    private static final int BLOCK = 128;
    private static final int ITERATIONS = 4;
    private static final int ROUNDS_OF_TRAININGS = 3;
    private static final int VECTORS = 64;

    /** Lengths of the innermost loop; the fastest is the peak. */
    private static final int[] LENGTHS = {128, 256, 512, 1024};

    /** How often each loop is measured; the fastest time counts, since others only disturb it. */
    private static final int ROUNDS = 300;

    /** So many operations make a round, so that the clock is precise enough. */
    private static final double ROUND = 4e6;

    private LearningStudy() {}

    /** Runs the study. */
    public static void main(String[] arguments) {
        run(arguments, System.out);
    }

    static void run(String[] arguments, PrintStream out) {
        int users = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int items = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        int[] sizes = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()
                : SIZES;
        SyntheticEvents events = Trained.events(users, items);
        long rows = users + Arrays.stream(events.item()).distinct().count();
        out.printf(Locale.ROOT, "%,d events, %,d vectors, one thread%n", events.size(), rows);
        out.println("| numbers | seconds an iteration, fastest and slowest | GFLOP/s | peak | share of the peak"
                + " | outer products alone | decomposition alone |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (int size : sizes) {
            if (size > BLOCK) {
                out.println(line(new LearningWork(size, BLOCK), events, rows));
            }
            out.println(line(new LearningWork(size, size), events, rows));
        }
    }

    /** Everything in a line is measured shortly after each other: clocks of processors change. */
    private static String line(LearningWork work, SyntheticEvents events, long rows) {
        double[] seconds = seconds(work, events);
        int block = work.block();
        return line(
                work,
                seconds[0],
                seconds[ROUNDS_OF_TRAININGS - 1],
                work.iteration(events.size(), rows) / seconds[0],
                peak(),
                perSecond(VECTORS * LearningWork.product(block), LearningLoops.products(VECTORS, block)),
                perSecond(LearningWork.decomposition(block), LearningLoops.decompositions(block)));
    }

    /** A line of the table; all but seconds are operations in a second. */
    static String line(
            LearningWork work,
            double fastest,
            double slowest,
            double reached,
            double peak,
            double products,
            double decompositions) {
        return String.format(
                Locale.ROOT,
                "| %d%s | %.3f, %.3f | %.1f | %.1f | %.0f %% | %.1f | %.1f |",
                work.size(),
                work.size() <= BLOCK ? "" : work.block() < work.size() ? ", in blocks of " + work.block() : ", at once",
                fastest,
                slowest,
                reached / 1e9,
                peak / 1e9,
                100 * reached / peak,
                products / 1e9,
                decompositions / 1e9);
    }

    /**
     * Seconds of an iteration in some rounds, ascending. In each it is what a training of more iterations takes longer than
     * one of a single one, so that what comes before the first is left out.
     */
    private static double[] seconds(LearningWork work, SyntheticEvents events) {
        learning(work, events, 1 + ITERATIONS);
        double[] seconds = new double[ROUNDS_OF_TRAININGS];
        for (int round = 0; round < ROUNDS_OF_TRAININGS; round++) {
            double single = learning(work, events, 1);
            seconds[round] = (learning(work, events, 1 + ITERATIONS) - single) / ITERATIONS;
        }
        Arrays.sort(seconds);
        return seconds;
    }

    /** Seconds of the phase that learns. */
    private static double learning(LearningWork work, SyntheticEvents events, int iterations) {
        TrainingResult<FactorModel> trained = AlsTrainer.builder()
                .factors(work.size())
                .blockSize(work.block())
                .iterations(iterations)
                .threads(1)
                .build()
                .train(events.usage(1));
        trained.model().close();
        return Objects.requireNonNull(trained.statistics().durations().get("factors"))
                        .toNanos()
                / 1e9;
    }

    private static double peak() {
        double peak = 0;
        for (int length : LENGTHS) {
            peak = Math.max(peak, perSecond(LearningLoops.innerOperations(length), LearningLoops.inner(length)));
        }
        return peak;
    }

    /** Operations in a second of a loop, whose operations are known. */
    private static double perSecond(double operations, Runnable loop) {
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
