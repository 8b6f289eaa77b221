package dev.recommender.sar;

import dev.recommender.internal.counting.CountRow;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.rows.RowLayout;
import dev.recommender.internal.rows.Spill;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * All similarities where order counts: row by row, since a row says nothing about the rows of its targets. Rows are counted
 * once for their lengths, and once more to be written. So the heap never holds them twice.
 */
final class SequentialRows {
    private static final int TASKS = 1024;

    private final SimilarityRows similarities;
    private final Supplier<CountRow> rows;
    private final int items;

    SequentialRows(SimilarityRows similarities, Supplier<CountRow> rows, int items) {
        this.similarities = similarities;
        this.rows = rows;
        this.items = items;
    }

    /**
     * Computes the rows.
     *
     * @param spills whether so many similarities go to a temporary file
     */
    RowBlocks rows(LongPredicate spills, TrainingThreads work) {
        int[] lengths = new int[items];
        int[] ends = similarities.taskEnds(TASKS);
        work.run(ends.length, Finder::new, (task, finder) -> {
            for (int seed = task == 0 ? 0 : ends[task - 1]; seed < ends[task]; seed++) {
                lengths[seed] = finder.find(seed);
            }
        });
        return spills.test(Arrays.stream(lengths).asLongStream().sum())
                ? spilled(lengths, work)
                : onHeap(lengths, ends, work);
    }

    private RowBlocks onHeap(int[] lengths, int[] ends, TrainingThreads work) {
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        work.runQuietly(
                ends.length,
                Finder::new,
                (task, finder) -> finder.write(task == 0 ? 0 : ends[task - 1], ends[task], builder));
        return builder.finish();
    }

    /** Each thread fills one block of rows after the other. */
    private RowBlocks spilled(int[] lengths, TrainingThreads work) {
        try (Spill spill = Spill.create()) {
            RowBlocksBuilder builder = RowBlocksBuilder.spilled(lengths, RowLayout.WIDE, spill);
            work.runQuietly(builder.blocks(), Finder::new, (block, finder) -> {
                builder.open(block);
                int last = Math.min(similarities.warm(), builder.firstRow(block + 1));
                finder.write(builder.firstRow(block), last, builder);
                builder.close(block);
            });
            return builder.finish();
        }
    }

    /** Finds one row after the other, its targets ascending; used by one thread. */
    private final class Finder {
        private final CountRow row = rows.get();
        private final long[] keys = new long[items];
        private final int[] targets = new int[items];
        private final float[] values = new float[items];

        void write(int first, int last, RowBlocksBuilder builder) {
            for (int seed = first; seed < last; seed++) {
                find(seed);
                builder.put(seed, targets, values, 0);
            }
        }

        /** Returns how many similarities the row has. */
        int find(int seed) {
            row.count(seed);
            int size = 0;
            for (int at = 0; at < row.size(); at++) {
                int target = row.items()[at];
                boolean supported = row.supported(target, similarities.supportThreshold());
                double count = row.take(target);
                float value = supported ? similarities.value(seed, target, count) : 0;
                if (value != 0) {
                    keys[size++] = (long) target << 32 | Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
                }
            }
            Arrays.sort(keys, 0, size);
            for (int at = 0; at < size; at++) {
                targets[at] = (int) (keys[at] >>> 32);
                values[at] = Float.intBitsToFloat((int) keys[at]);
            }
            return size;
        }
    }
}
