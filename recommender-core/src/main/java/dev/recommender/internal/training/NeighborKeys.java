package dev.recommender.internal.training;

import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;

/**
 * Neighbours of an item as numbers. Keys in the order of similarity are chosen from: of equally similar items the more
 * popular one comes first. Chosen keys are put in the order of columns, and become rows.
 */
public final class NeighborKeys {
    private static final int ROWS_PER_TASK = 64;

    private NeighborKeys() {}

    /** A key in the order of similarity. */
    public static long key(float similarity, int item) {
        return TopItems.key(similarity, item);
    }

    /** A number in the order of similarity, from which {@link #key(int, int)} is made. */
    public static int order(float similarity) {
        return (int) (TopItems.key(similarity, 0) >> 32);
    }

    public static long key(int order, int item) {
        return (long) order << 32 | ~item & 0xFFFFFFFFL;
    }

    /** The item of a key. */
    public static int item(long key) {
        return TopItems.indexOfKey(key);
    }

    /** Turns keys of (similarity, column) into keys of column and similarity's bits, and sorts them. */
    public static void sortByColumn(long[] keys, int length) {
        for (int at = 0; at < length; at++) {
            long column = TopItems.indexOfKey(keys[at]);
            keys[at] = column << 32 | Float.floatToRawIntBits(TopItems.valueOfKey(keys[at])) & 0xFFFFFFFFL;
        }
        Arrays.sort(keys, 0, length);
    }

    /** Rows of keys that are sorted by column. */
    public static RowBlocks rows(long[][] keys, int[] lengths, TrainingThreads work) {
        int longest = Arrays.stream(lengths).max().orElse(0);
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        int tasks = (lengths.length + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        work.runQuietly(tasks, () -> new Scratch(new int[longest], new float[longest]), (task, scratch) -> {
            int[] columns = scratch.columns;
            float[] values = scratch.values;
            for (int row = task * ROWS_PER_TASK; row < Math.min(lengths.length, (task + 1) * ROWS_PER_TASK); row++) {
                for (int at = 0; at < lengths[row]; at++) {
                    columns[at] = (int) (keys[row][at] >>> 32);
                    values[at] = Float.intBitsToFloat((int) keys[row][at]);
                }
                builder.put(row, columns, values, 0);
            }
        });
        return builder.finish();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Scratch(int[] columns, float[] values) {}
}
