package dev.recommender.ridge;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.NeighborKeys;
import dev.recommender.internal.util.LongSelect;
import java.util.Arrays;

/** Turns the columns of targets into rows of seeds, each cut to its best neighbours. */
final class Columns {
    private static final int ROWS_PER_TASK = 64;
    private static final long[] NONE = new long[0];

    private Columns() {}

    /**
     * The rows of all items.
     *
     * @param columns for each target, the cells of its seeds; none afterwards
     * @param factors by which each target's cells are multiplied
     */
    static RowBlocks rows(long[][] columns, float[] factors, int items, int limit, TrainingThreads work) {
        int[] lengths = new int[items];
        for (int target = 0; target < columns.length; target++) {
            for (long cell : columns[target]) {
                // A product below the range of floats is 0.
                lengths[Cell.item(cell)] += Cell.value(cell) * factors[target] > 0 ? 1 : 0;
            }
        }
        long[][] keys = new long[items][];
        Arrays.setAll(keys, row -> lengths[row] == 0 ? NONE : new long[lengths[row]]);
        Arrays.fill(lengths, 0);
        for (int target = 0; target < columns.length; target++) {
            for (long cell : columns[target]) {
                int seed = Cell.item(cell);
                float value = Cell.value(cell) * factors[target];
                if (value > 0) {
                    keys[seed][lengths[seed]++] = NeighborKeys.key(value, target);
                }
            }
            columns[target] = NONE;
        }
        int tasks = (items + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        work.runQuietly(tasks, () -> keys, (task, rows) -> {
            for (int row = task * ROWS_PER_TASK; row < Math.min(items, (task + 1) * ROWS_PER_TASK); row++) {
                if (lengths[row] > limit) {
                    LongSelect.largest(rows[row], lengths[row], limit);
                    lengths[row] = limit;
                }
                NeighborKeys.sortByColumn(rows[row], lengths[row]);
            }
        });
        return NeighborKeys.rows(keys, lengths, work);
    }
}
