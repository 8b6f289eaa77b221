package dev.recommender.sar;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.NeighborKeys;
import dev.recommender.internal.util.LongSelect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The most similar items of each item, where most pairs of items occur: each pair is counted once. Each thread keeps,
 * for each row, a buffer of candidates of up to twice the limit. A full buffer is cut to the best by selection, without
 * sorting. From then on it turns away candidates that cannot be among the best. The order of (similarity, item) is
 * total, so the buffers of all threads together hold the same best in whatever order the candidates came.
 */
final class NeighborsByPair {
    private static final int ROWS_PER_TASK = 64;

    private final SimilarityRows similarities;
    private final int items;
    private final int limit;
    private final List<Candidates> all = Collections.synchronizedList(new ArrayList<>());

    NeighborsByPair(SimilarityRows similarities, int items, int limit) {
        this.similarities = similarities;
        this.items = items;
        this.limit = limit;
    }

    RowBlocks rows(TrainingThreads work) {
        // Items of like popularity are the most similar. From the least popular seed on, a row's best candidates come
        // early, and most of the later ones are turned away at once.
        work.run(similarities.tasks(), Candidates::new, (number, candidates) -> {
            int task = similarities.tasks() - 1 - number;
            candidates.cells.open(task);
            for (int seed = similarities.lastSeed(task) - 1; seed >= similarities.firstSeed(task); seed--) {
                candidates.offerAll(seed);
            }
        });
        int[] lengths = new int[items];
        int tasks = (items + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        Candidates merged = all.isEmpty() ? new Candidates() : all.get(0);
        work.runQuietly(tasks, () -> lengths, (task, target) -> {
            for (int row = task * ROWS_PER_TASK; row < Math.min(items, (task + 1) * ROWS_PER_TASK); row++) {
                target[row] = merge(row, merged);
            }
        });
        return NeighborKeys.rows(merged.keys, lengths, work);
    }

    /**
     * Gathers the best of all threads' candidates of a row in the first thread's buffer. Returns how many there are.
     */
    private int merge(int row, Candidates merged) {
        for (Candidates other : all) {
            if (other != merged) {
                for (int at = 0; at < other.sizes[row]; at++) {
                    merged.push(row, other.keys[row][at]);
                }
                other.keys[row] = Candidates.NONE;
            }
        }
        if (merged.sizes[row] > limit) {
            merged.cut(row);
        }
        NeighborKeys.sortByColumn(merged.keys[row], merged.sizes[row]);
        return merged.sizes[row];
    }

    /** One thread's candidates of all rows. */
    private final class Candidates {
        static final long[] NONE = new long[0];

        private final SimilarityRows.Cells cells = similarities.cells();
        private final long[][] keys = new long[items][];
        private final int[] sizes = new int[items];
        private final long[] least = new long[items];

        Candidates() {
            Arrays.fill(keys, NONE);
            Arrays.fill(least, Long.MIN_VALUE);
            all.add(this);
        }

        void offerAll(int seed) {
            cells.compute(seed);
            for (int at = 0; at < cells.size(); at++) {
                int target = cells.targets[at];
                if (cells.values[at] != 0) {
                    push(seed, NeighborKeys.key(cells.values[at], target));
                }
                if (cells.backward[at] != 0) {
                    push(target, NeighborKeys.key(cells.backward[at], seed));
                }
            }
        }

        void push(int row, long key) {
            if (key <= least[row]) {
                return;
            }
            if (sizes[row] == keys[row].length) {
                if (sizes[row] >= 2L * limit) {
                    cut(row);
                } else {
                    int larger = (int) Math.min(2L * limit, Math.max(8, sizes[row] * 2L));
                    keys[row] = Arrays.copyOf(keys[row], larger);
                }
            }
            keys[row][sizes[row]++] = key;
        }

        /** Keeps the best of a row, and sets what must be beaten from now on. */
        void cut(int row) {
            LongSelect.largest(keys[row], sizes[row], limit);
            sizes[row] = limit;
            long smallest = Long.MAX_VALUE;
            for (int at = 0; at < limit; at++) {
                smallest = Math.min(smallest, keys[row][at]);
            }
            least[row] = smallest;
        }
    }
}
