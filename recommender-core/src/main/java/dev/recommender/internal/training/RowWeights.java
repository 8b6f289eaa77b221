package dev.recommender.internal.training;

import dev.recommender.TrainingException;
import dev.recommender.internal.neighbors.RowPacking;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowLayout;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.Numbers;
import dev.recommender.neighbors.RowNormalization;
import dev.recommender.neighbors.RowPrecision;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How a row's weights are made of the values that its neighbours were chosen by. An algorithm computes the values, cut to
 * the neighbours that are kept; the rest is the same for all algorithms. A value v of a target that f units hold becomes
 * the weight sgn(v) · |v / f<sup>popularity</sup>|<sup>power</sup>, rounded to a float. Then weights are divided by the sum
 * over their row or column, and rounded again. A weight that is too small for a float becomes the smallest one, so no
 * neighbour is lost.
 *
 * @param popularity the exponent by which popular neighbours are preferred where rows are cut, from 0 to 2
 * @param power the power to which weights are raised; positive
 * @param normalization what weights are divided by
 * @param precision how exact weights are in the end
 */
public record RowWeights(double popularity, double power, RowNormalization normalization, RowPrecision precision) {
    /** The values that neighbours are chosen by, as they are. */
    public static final RowWeights PLAIN = new RowWeights(0, 1, RowNormalization.NONE, RowPrecision.SINGLE);

    private static final int ROWS_PER_TASK = 64;

    /** What one power takes in nanoseconds: a rule of thumb. */
    private static final double NANOS_PER_POWER = 60;

    private static final double NANOS_PER_CELL = 4;

    /** Whether weights are the values themselves. */
    boolean plain() {
        return equals(PLAIN);
    }

    /** What the weight of a target is multiplied by to choose it as a neighbour. */
    public double preference(int frequency) {
        return Numbers.power(frequency, popularity);
    }

    /** The bytes that the weights of so many rows take. */
    long bytesOfRows(long rows, long cells) {
        return layout(rows).bytes(rows, cells);
    }

    /** Whether weights are packed into bytes. */
    boolean packed() {
        return precision == RowPrecision.BYTE;
    }

    private RowLayout layout(long rows) {
        return packed()
                ? RowLayout.packed((int) Math.min(Integer.MAX_VALUE, rows))
                : RowLayout.WIDE;
    }

    /** How long {@link #apply} takes on one thread in nanoseconds, by rule of thumb. */
    double nanos(double cells) {
        return cells * ((plain() ? 0 : NANOS_PER_CELL) + (power == 1 ? 0 : NANOS_PER_POWER));
    }

    /** The heap that {@link #apply} takes for so many items, but for the rows before and after. */
    long bytes(long items, long threads) {
        return (16 + 8 * threads) * items + (1 << 16);
    }

    /**
     * Turns values into weights. The values are gone afterwards.
     *
     * @param own float32 per item: its value for itself, and its weight for itself afterwards
     * @param rows rows that were just made, with the values of other items
     * @param frequency how many units hold each item
     * @return the rows of weights
     */
    RowBlocks apply(ByteBuffer own, RowBlocks rows, int[] frequency, TrainingThreads work) {
        weigh(own, rows, frequency, work);
        normalize(own, rows, work);
        return packed() ? RowPacking.pack(rows, work) : rows;
    }

    private void weigh(ByteBuffer own, RowBlocks rows, int[] frequency, TrainingThreads work) {
        if (popularity != 0 || power != 1) {
            double[] preferences = new double[frequency.length];
            Arrays.setAll(preferences, item -> preference(Math.max(1, frequency[item])));
            eachRow(rows, work, (row, cells) -> {
                for (int at = 0; at < cells.size; at++) {
                    cells.values[at] = weight(cells.values[at], preferences[cells.columns[at]]);
                }
                own.putFloat(Float.BYTES * row, weight(own.getFloat(Float.BYTES * row), preferences[row]));
            });
        }
    }

    private void normalize(ByteBuffer own, RowBlocks rows, TrainingThreads work) {
        switch (normalization) {
            case NONE -> {}
            case SEED ->
                eachRow(rows, work, (row, cells) -> {
                    double sum = 0;
                    for (int at = 0; at < cells.size; at++) {
                        sum += Math.abs(cells.values[at]);
                    }
                    for (int at = 0; at < cells.size; at++) {
                        cells.values[at] = rounded(cells.values[at] / sum);
                    }
                    divide(own, row, sum);
                });
            case TARGET -> {
                double[] sums = columnSums(rows, work);
                eachRow(rows, work, (row, cells) -> {
                    for (int at = 0; at < cells.size; at++) {
                        cells.values[at] = rounded(cells.values[at] / sums[cells.columns[at]]);
                    }
                    divide(own, row, sums[row]);
                });
            }
        }
    }

    private float weight(double value, double preference) {
        double plain = value / preference;
        return rounded(power == 1 ? plain : Math.copySign(Numbers.power(Math.abs(plain), power), plain));
    }

    /** An item without neighbours keeps its weight for itself. */
    private static void divide(ByteBuffer own, int item, double sum) {
        if (sum > 0) {
            own.putFloat(Float.BYTES * item, rounded(own.getFloat(Float.BYTES * item) / sum));
        }
    }

    /** The nearest float, but for 0, which is left to 0 alone. */
    private static float rounded(double weight) {
        if (!(Math.abs(weight) <= Float.MAX_VALUE)) {
            throw new TrainingException("a weight is too large for a float: " + weight
                    + "; a smaller weightPower would help, or a row normalization");
        }
        float nearest = (float) weight;
        return nearest == 0 && weight != 0 ? Math.copySign(Float.MIN_VALUE, nearest) : nearest;
    }

    /** Sums in the order of seeds, so they depend on the rows alone. */
    private static double[] columnSums(RowBlocks rows, TrainingThreads work) {
        double[] sums = new double[rows.rows()];
        RowBlocks.Cells cells = new RowBlocks.Cells();
        for (int row = 0; row < rows.rows(); row++) {
            if (row % ROWS_PER_TASK == 0) {
                work.check();
            }
            rows.read(row, cells);
            for (int at = 0; at < cells.size; at++) {
                sums[cells.columns[at]] += Math.abs(cells.values[at]);
            }
        }
        return sums;
    }

    private static void eachRow(RowBlocks rows, TrainingThreads work, RowChange change) {
        int tasks = (rows.rows() + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        work.runQuietly(tasks, RowBlocks.Cells::new, (task, cells) -> {
            for (int row = task * ROWS_PER_TASK; row < Math.min(rows.rows(), (task + 1) * ROWS_PER_TASK); row++) {
                rows.read(row, cells);
                change.of(row, cells);
                rows.overwrite(row, cells.values);
            }
        });
    }

    /** Changes the values of one row's cells. */
    private interface RowChange {
        void of(int row, RowBlocks.Cells cells);
    }
}
