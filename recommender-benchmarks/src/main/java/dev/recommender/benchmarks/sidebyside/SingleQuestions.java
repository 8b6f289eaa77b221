package dev.recommender.benchmarks.sidebyside;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.ObjDoubleConsumer;

/**
 * Questions for the ten best items of single users, one after the other, in rounds, after the compiler has seen enough of
 * them. Every contestant is asked for the same users in the same order.
 */
final class SingleQuestions {
    /** How many different questions there are. */
    static final int COUNT = 2_200;

    private static final int WARM_UP = 200;
    private static final int ASKED = COUNT - WARM_UP;
    private static final int ROUNDS = 3;

    private final IntToDoubleFunction question;

    /** @param question asks the question of a number, and returns the best score */
    SingleQuestions(IntToDoubleFunction question) {
        this.question = question;
    }

    /** The user whom the question of a number is about. */
    static int user(int turn, int users) {
        return (int) (turn * 2_654_435_761L % users);
    }

    /**
     * Gives mean, median and 99th percentile of the round whose mean is the middle one. Also gives the mean processor
     * time of all rounds, in microseconds, and the sum of the best scores.
     */
    void ask(int warmUpSeconds, ObjDoubleConsumer<String> figures) {
        double checksum = 0;
        for (int turn = 0; turn < COUNT; turn++) {
            checksum += question.applyAsDouble(turn);
        }
        figures.accept("checksum", checksum);
        for (long began = System.nanoTime(); System.nanoTime() - began < warmUpSeconds * 1_000_000_000L; ) {
            latencies();
        }
        double[][] rounds = new double[ROUNDS][];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBegan = threads.getCurrentThreadCpuTime();
        Arrays.setAll(rounds, round -> latencies());
        figures.accept("topCpu", (threads.getCurrentThreadCpuTime() - cpuBegan) / 1e3 / ROUNDS / ASKED);
        Arrays.sort(rounds, (left, right) -> Double.compare(mean(left), mean(right)));
        double[] middle = rounds[ROUNDS / 2];
        figures.accept("topMean", mean(middle));
        figures.accept("topMedian", middle[ASKED / 2]);
        figures.accept("topP99", middle[ASKED * 99 / 100]);
    }

    /** Microseconds per question, ascending. */
    private double[] latencies() {
        double[] micros = new double[ASKED];
        for (int at = 0; at < ASKED; at++) {
            long began = System.nanoTime();
            double best = question.applyAsDouble(WARM_UP + at);
            micros[at] = (System.nanoTime() - began) / 1e3;
            if (!(best > 0)) {
                throw new IllegalStateException("nothing for question " + at);
            }
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}
