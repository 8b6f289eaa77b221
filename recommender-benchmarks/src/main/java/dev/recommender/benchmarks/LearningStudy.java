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
 * Measures how fast vectors are learnt, by the size of a vector, on one thread: the time of an iteration, the
 * multiplications and additions that its sums of outer products take in a second, and which part that is of what the same
 * loop reaches on vectors that are in the processor's cache.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.LearningStudy [USERS] [ITEMS]
 * </pre>
 */
public final class LearningStudy {
    private static final int[] SIZES = {16, 32, 64, 128, 256};
    private static final int ITERATIONS = 3;
    private static final int ROUNDS = 400;

    private LearningStudy() {}

    /** Runs the study. */
    public static void main(String[] arguments) {
        int users = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int items = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        SyntheticEvents events = Trained.events(users, items);
        for (int size : SIZES) {
            System.out.println(line(size, events));
        }
    }

    private static String line(int size, SyntheticEvents events) {
        List<Long> moments = new ArrayList<>();
        AlsTrainer.builder()
                .factors(size)
                .blockSize(size)
                .iterations(ITERATIONS + 1)
                .threads(1)
                .build()
                .train(TrainingInput.of(events.usage(1)).monitor(new TrainingMonitor() {
                    @Override
                    public void iteration(String phase, int number, double loss) {
                        moments.add(System.nanoTime());
                    }
                }));
        double seconds = (moments.get(ITERATIONS) - moments.get(0)) / 1e9 / ITERATIONS;
        double operations = 2.0 * events.size() * size * (size + 1) / seconds;
        double peak = peak(size);
        return String.format(
                Locale.ROOT,
                "%d numbers: %.2f s an iteration, %.1f GFLOP/s of %.1f, %.0f %%",
                size,
                seconds,
                operations / 1e9,
                peak / 1e9,
                100 * operations / peak);
    }

    /** Operations in a second of the same loop on 64 vectors. */
    private static double peak(int size) {
        float[][] vectors = new float[64][size];
        for (float[] vector : vectors) {
            Arrays.fill(vector, 0.01f);
        }
        float[][] sums = new float[size][size];
        double best = Double.MAX_VALUE;
        int repeats = Math.max(1, 4_000_000 / (64 * size * size));
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int at = 0; at < vectors.length; at += 4) {
                    add(sums, vectors[at], vectors[at + 1], vectors[at + 2], vectors[at + 3]);
                }
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9 / repeats);
        }
        return sums[0][0] == 0 ? 0 : 64.0 * size * (size + 1) / best;
    }

    private static void add(float[][] sums, float[] a, float[] b, float[] c, float[] d) {
        for (int row = 0; row < sums.length; row++) {
            add(sums[row], a, b, c, d, a[row], b[row], c[row], d[row], row);
        }
    }

    private static void add(
            float[] sums,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float wA,
            float wB,
            float wC,
            float wD,
            int from) {
        for (int at = from; at < sums.length; at++) {
            sums[at] += (wA * a[at] + wB * b[at]) + (wC * c[at] + wD * d[at]);
        }
    }
}
