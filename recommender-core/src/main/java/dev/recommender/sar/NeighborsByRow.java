package dev.recommender.sar;

import dev.recommender.internal.counting.CountRow;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.LeadingBits;
import dev.recommender.internal.training.NeighborKeys;
import dev.recommender.internal.util.LongSelect;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The most similar items of each item, where most pairs of items never occur, items are few, or order counts: row by row. The best of a row
 * are chosen as soon as it is counted, and nothing but the best is kept.
 */
final class NeighborsByRow {
    private static final int TASKS = 1024;
    private static final long[] NONE = new long[0];

    private final SimilarityRows similarities;
    private final Supplier<CountRow> rows;
    private final int items;
    private final int limit;
    private final float[] targetFactors;

    /** @param rows makes the counters of a thread, which hold whole rows */
    NeighborsByRow(SimilarityRows similarities, Supplier<CountRow> rows, int items, int limit) {
        this.similarities = similarities;
        this.rows = rows;
        this.items = items;
        this.limit = limit;
        this.targetFactors = similarities.targetFactors();
    }

    RowBlocks rows(TrainingThreads work) {
        long[][] keys = new long[items][];
        Arrays.fill(keys, NONE);
        int[] ends = similarities.taskEnds(TASKS);
        work.run(ends.length, Finder::new, (task, finder) -> {
            for (int seed = task == 0 ? 0 : ends[task - 1]; seed < ends[task]; seed++) {
                keys[seed] = finder.best(seed);
            }
        });
        int[] lengths = new int[items];
        Arrays.setAll(lengths, row -> keys[row].length);
        return NeighborKeys.rows(keys, lengths, work);
    }

    /**
     * Finds the best of one row after the other; used by one thread. Leading bits of numbers that order the row as its
     * similarities do, or nearly so, tell which targets can be among the best. Only these are looked at more closely.
     */
    private final class Finder {
        private final CountRow row = rows.get();
        private final LeadingBits leading = new LeadingBits();
        private final int[] targets = new int[items];
        private final int[] orders = new int[items];
        private final double[] commons = new double[targetFactors.length];
        private final long[] keys = new long[items];
        private int size;

        /** The best of a row, ordered by column. */
        long[] best(int seed) {
            row.count(seed);
            size = 0;
            int kept = targetFactors.length > 0 ? fromFactors(seed) : fromSimilarities(seed);
            leading.clear();
            if (kept > limit) {
                LongSelect.largest(keys, kept, limit);
            }
            long[] best = Arrays.copyOf(keys, Math.min(kept, limit));
            NeighborKeys.sortByColumn(best, best.length);
            return best;
        }

        /** Computes all similarities of the row; returns how many keys it kept. */
        private int fromSimilarities(int seed) {
            for (int at = 0; at < row.size(); at++) {
                int target = row.items()[at];
                boolean supported = row.supported(target, similarities.supportThreshold());
                double common = row.take(target);
                if (supported) {
                    float value = similarities.value(seed, target, common);
                    if (value != 0) {
                        note(target, NeighborKeys.order(value));
                    }
                }
            }
            int boundary = leading.boundary(limit);
            int kept = 0;
            for (int at = 0; at < size; at++) {
                if (LeadingBits.bin(orders[at]) >= boundary) {
                    keys[kept++] = NeighborKeys.key(orders[at], targets[at]);
                }
            }
            return kept;
        }

        /**
         * Computes the similarities of promising targets. Rounding can move one by one bin at most, so those of the bin
         * below the boundary are looked at, too.
         */
        private int fromFactors(int seed) {
            for (int at = 0; at < row.size(); at++) {
                int target = row.items()[at];
                boolean supported = row.supported(target, similarities.supportThreshold());
                double common = row.take(target);
                if (supported) {
                    commons[size] = common;
                    note(target, NeighborKeys.order((float) common * targetFactors[target]));
                }
            }
            int boundary = leading.boundary(limit) - 1;
            int kept = 0;
            for (int at = 0; at < size; at++) {
                if (LeadingBits.bin(orders[at]) >= boundary) {
                    float value = similarities.value(seed, targets[at], commons[at]);
                    if (value != 0) {
                        keys[kept++] = NeighborKeys.key(value, targets[at]);
                    }
                }
            }
            return kept;
        }

        private void note(int target, int order) {
            targets[size] = target;
            orders[size++] = order;
            leading.add(order);
        }
    }
}
