package dev.recommender.internal.training;

import dev.recommender.TrainingException;
import dev.recommender.internal.neighbors.RowPacking;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowLayout;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.Numbers;
import dev.recommender.neighbors.RowPrecision;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How a row's weights are made of the values that its neighbours were chosen by. An algorithm computes the values, cut to
 * the neighbours that are kept; the rest is the same for all algorithms. A value v of a target that f units hold becomes
 * the weight sgn(v) · |v / f<sup>popularity</sup>|<sup>power</sup>, rounded to a float. Then weights are divided by the sum
 * over their row, if that is asked for, and rounded again. A weight that is too small for a float becomes the smallest one, so no
 * neighbour is lost.
 *
 * @param popularity the exponent by which popular neighbours are preferred where rows are cut, from 0 to 2
 * @param power the power to which weights are raised; positive
 * @param normalized whether weights are divided by the sum of their absolute values over the seed's row
 * @param precision how exact weights are in the end
 */
public record RowWeights(double popularity, double power, boolean normalized, RowPrecision precision) {
    /** The values that neighbours are chosen by, as they are. */
    public static final RowWeights PLAIN = new RowWeights(0, 1, false, RowPrecision.SINGLE);

    private static final int ROWS_PER_TASK = 64;

    /** What one power takes in nanoseconds: a rule of thumb. */
    private static final double NANOS_PER_POWER = 60;

    private static final double NANOS_PER_CELL = 4;

    /** Whether weights are the values themselves. */
    public boolean plain() {
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
        return packed() ? RowLayout.packed((int) Math.min(Integer.MAX_VALUE, rows)) : RowLayout.WIDE;
    }

    /** How long {@link #apply} takes on one thread in nanoseconds, by rule of thumb. */
    double nanos(double cells) {
        return cells * ((plain() ? 0 : NANOS_PER_CELL) + (power == 1 ? 0 : NANOS_PER_POWER));
    }

    /** The heap that {@link #apply} takes for so many items, but for the rows before and after. */
    long bytes(long items, long threads) {
        return (8 + 8 * threads) * items + (1 << 16);
    }

    /**
     * Turns values into weights. The values are gone afterwards, unless others have them as well.
     *
     * @param values each item's value for itself, which becomes its weight for itself, and rows with the values of other items
     * @param frequency how many units hold each item
     * @return the rows of weights
     */
    RowBlocks apply(TrainedRows values, int[] frequency, TrainingThreads work) {
        ByteBuffer own = values.own();
        boolean changed = popularity != 0 || power != 1 || normalized;
        RowBlocks rows = values.shared() && changed ? values.rows().onHeap() : values.rows();
        weigh(own, rows, frequency, work);
        if (normalized) {
            normalize(own, rows, work);
        }
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

    /** An item without neighbours keeps its weight for itself. */
    private static void normalize(ByteBuffer own, RowBlocks rows, TrainingThreads work) {
        eachRow(rows, work, (row, cells) -> {
            double sum = 0;
            for (int at = 0; at < cells.size; at++) {
                sum += Math.abs(cells.values[at]);
            }
            for (int at = 0; at < cells.size; at++) {
                cells.values[at] = rounded(cells.values[at] / sum);
            }
            if (sum > 0) {
                own.putFloat(Float.BYTES * row, rounded(own.getFloat(Float.BYTES * row) / sum));
            }
        });
    }

    private float weight(double value, double preference) {
        double plain = value / preference;
        return rounded(power == 1 ? plain : Math.copySign(Numbers.power(Math.abs(plain), power), plain));
    }

    /** The nearest float, but for 0, which is left to 0 alone. */
    private static float rounded(double weight) {
        if (!(Math.abs(weight) <= Float.MAX_VALUE)) {
            throw new TrainingException(
                    "a weight is too large for a float: " + weight + "; a smaller weightPower would help");
        }
        float nearest = (float) weight;
        return nearest == 0 && weight != 0 ? Math.copySign(Float.MIN_VALUE, nearest) : nearest;
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
