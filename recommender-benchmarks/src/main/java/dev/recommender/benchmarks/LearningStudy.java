package dev.recommender.benchmarks;

import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

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
    private static final int ITERATIONS = 5;
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
        out.println("| numbers | s an iteration, slowest | GFLOP/s | peak | share of the peak"
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
        List<Double> seconds = seconds(work, events);
        double reached = work.iteration(events.size(), rows) / seconds.get(0);
        double peak = peak();
        int block = work.block();
        return String.format(
                Locale.ROOT,
                "| %d%s | %.3f, %.3f | %.1f | %.1f | %.0f %% | %.1f | %.1f |",
                work.size(),
                work.size() <= BLOCK ? "" : block < work.size() ? ", in blocks of " + block : ", at once",
                seconds.get(0),
                seconds.get(seconds.size() - 1),
                reached / 1e9,
                peak / 1e9,
                100 * reached / peak,
                perSecond(VECTORS * LearningWork.product(block), LearningLoops.products(VECTORS, block)) / 1e9,
                perSecond(LearningWork.decomposition(block), LearningLoops.decompositions(block)) / 1e9);
    }

    /** Seconds of the iterations but for the first, ascending. */
    private static List<Double> seconds(LearningWork work, SyntheticEvents events) {
        List<Long> moments = new ArrayList<>();
        AlsTrainer.builder()
                .factors(work.size())
                .blockSize(work.block())
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
        List<Double> seconds = new ArrayList<>();
        for (int at = 1; at < moments.size(); at++) {
            seconds.add((moments.get(at) - moments.get(at - 1)) / 1e9);
        }
        Collections.sort(seconds);
        return seconds;
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
