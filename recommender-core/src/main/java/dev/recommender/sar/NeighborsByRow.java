package dev.recommender.sar;

import dev.recommender.internal.counting.CooccurrenceRow;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.LongSelect;
import java.util.Arrays;

/**
 * The most similar items of each item, where most pairs of items never occur: row by row. All that is known of a row is in
 * the cache when its best are chosen, and nothing but the best is kept.
 */
final class NeighborsByRow {
    private static final int ROWS_PER_TASK = 64;
    private static final long[] NONE = new long[0];

    private final SimilarityRows similarities;
    private final int items;
    private final int limit;

    NeighborsByRow(SimilarityRows similarities, int items, int limit) {
        this.similarities = similarities;
        this.items = items;
        this.limit = limit;
    }

    RowBlocks rows(TrainingThreads work) {
        long[][] keys = new long[items][];
        Arrays.fill(keys, NONE);
        int warm = similarities.warm();
        int tasks = (warm + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        work.run(tasks, Finder::new, (task, finder) -> {
            for (int seed = task * ROWS_PER_TASK; seed < Math.min(warm, (task + 1) * ROWS_PER_TASK); seed++) {
                keys[seed] = finder.best(seed);
            }
        });
        int[] lengths = new int[items];
        Arrays.setAll(lengths, row -> keys[row].length);
        return NeighborKeys.rows(keys, lengths, work);
    }

    /** Finds the best of one row after the other; used by one thread. */
    private final class Finder {
        private final CooccurrenceRow row = similarities.row();
        private final long[] candidates = new long[(int) Math.min(2L * limit, items)];
        private int size;
        private long least;

        /** The best of a row, ordered by column. */
        long[] best(int seed) {
            row.count(seed);
            size = 0;
            least = Long.MIN_VALUE;
            int[] targets = row.items;
            for (int at = 0; at < row.size(); at++) {
                int target = targets[at];
                if (row.supported(target, similarities.supportThreshold())) {
                    float value = similarities.value(seed, target, row.cooccurrence(target));
                    if (value != 0) {
                        offer(NeighborKeys.key(value, target));
                    }
                }
            }
            row.clear();
            if (size > limit) {
                cut();
            }
            NeighborKeys.sortByColumn(candidates, size);
            return Arrays.copyOf(candidates, size);
        }

        private void offer(long key) {
            if (key <= least) {
                return;
            }
            if (size == candidates.length) {
                cut();
            }
            candidates[size++] = key;
        }

        /** Keeps the best, and sets what must be beaten from now on. */
        private void cut() {
            LongSelect.largest(candidates, size, limit);
            size = limit;
            long smallest = Long.MAX_VALUE;
            for (int at = 0; at < limit; at++) {
                smallest = Math.min(smallest, candidates[at]);
            }
            least = smallest;
        }
    }
}
