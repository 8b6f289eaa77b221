package dev.recommender.internal.training;

import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.LongSelect;
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
        work.runQuietly(tasks, () -> new Scratch(longest), (task, scratch) -> {
            for (int row = task * ROWS_PER_TASK; row < Math.min(lengths.length, (task + 1) * ROWS_PER_TASK); row++) {
                scratch.unpack(keys[row], lengths[row]);
                builder.put(row, scratch.columns, scratch.values, 0);
            }
        });
        return builder.finish();
    }

    /**
     * The best of each row, as they would have been chosen when it was made; the rows themselves if none has more.
     *
     * @param rows in the widest layout
     * @param limit how many of a row are kept
     */
    public static RowBlocks best(RowBlocks rows, int limit, TrainingThreads work) {
        int longest = rows.longest();
        if (longest <= limit) {
            return rows;
        }
        int[] lengths = new int[rows.rows()];
        Arrays.setAll(lengths, row -> Math.min(limit, rows.length(row)));
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        int tasks = (lengths.length + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        work.runQuietly(tasks, () -> new Scratch(longest), (task, scratch) -> {
            for (int row = task * ROWS_PER_TASK; row < Math.min(lengths.length, (task + 1) * ROWS_PER_TASK); row++) {
                int length = rows.read(row, scratch.columns, scratch.values);
                if (length > limit) {
                    scratch.cut(length, limit);
                }
                builder.put(row, scratch.columns, scratch.values, 0);
            }
        });
        return builder.finish();
    }

    /** The cells of one row after the other; used by one thread. */
    private static final class Scratch {
        private final int[] columns;
        private final float[] values;

        Scratch(int longest) {
            this.columns = new int[longest];
            this.values = new float[longest];
        }

        /** Keeps the best cells of a row that is longer. */
        void cut(int length, int limit) {
            long[] keys = new long[length];
            for (int at = 0; at < length; at++) {
                keys[at] = key(values[at], columns[at]);
            }
            LongSelect.largest(keys, length, limit);
            sortByColumn(keys, limit);
            unpack(keys, limit);
        }

        /** Takes the cells from keys that are sorted by column. */
        void unpack(long[] keys, int length) {
            for (int at = 0; at < length; at++) {
                columns[at] = (int) (keys[at] >>> 32);
                values[at] = Float.intBitsToFloat((int) keys[at]);
            }
        }
    }
}
