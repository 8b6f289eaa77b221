package dev.recommender.als;

import dev.recommender.internal.factors.Sums;
import dev.recommender.internal.factors.VectorSolver;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;

/** Learns the vectors of one side from those of the other. Each depends on no other of its side, so threads share them. */
final class Sweep {
    private static final int ROWS_PER_TASK = 32;

    private final AlsOptions options;
    private final Side side;
    private final float[][] vectors;
    private final float[][] others;
    private final TrainingThreads work;
    private double loss;
    private double penalties;
    private double longest;

    Sweep(AlsOptions options, Side side, float[][] vectors, float[][] others, TrainingThreads work) {
        this.options = options;
        this.side = side;
        this.vectors = vectors;
        this.others = others;
        this.work = work;
    }

    /** How many tasks a sweep has. */
    int tasks() {
        return (side.rows() + ROWS_PER_TASK - 1) / ROWS_PER_TASK + Sums.PARTS;
    }

    void run() {
        int size = options.factors();
        float[][] sums = Sums.symmetric(Sums.of(others, others.length, size, work));
        int tasks = (side.rows() + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        double[] losses = new double[tasks];
        double[] penalty = new double[tasks];
        double[] squares = new double[tasks];
        work.runQuietly(tasks, () -> new VectorSolver(options.objective(), size, options.block()), (task, solver) -> {
            int last = Math.min(side.rows(), (task + 1) * ROWS_PER_TASK);
            for (int row = task * ROWS_PER_TASK; row < last; row++) {
                solver.clear();
                for (int at = side.start()[row]; at < side.start()[row + 1]; at++) {
                    solver.add(others[side.other()[at]], side.affinity()[at]);
                }
                double p = options.objective().penalty(solver.count(), others.length);
                losses[task] += solver.solve(sums, p, vectors[row]);
                double square = square(vectors[row]);
                penalty[task] += p * square;
                squares[task] = Math.max(squares[task], square);
            }
        });
        loss = sum(losses);
        penalties = sum(penalty);
        longest = Math.sqrt(Arrays.stream(squares).max().orElse(0));
    }

    /** The loss of all pairs, with the penalties of this side. */
    double loss() {
        return loss;
    }

    /** The penalties of this side. */
    double penalties() {
        return penalties;
    }

    /** The length of the longest vector of this side. */
    double longest() {
        return longest;
    }

    private static double square(float[] vector) {
        double sum = 0;
        for (float number : vector) {
            sum += (double) number * number;
        }
        return sum;
    }

    private static double sum(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }
}
