package dev.recommender.internal.model;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows by the numbers that ids have for now, in any order, until final indexes are known. Used by one thread. */
public final class CollectedRows {
    private static final int[] NO_COLUMNS = new int[0];
    private static final float[] NO_VALUES = new float[0];

    private final List<int @Nullable []> columns = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();

    /** Whether a row was put here before. */
    public boolean has(int row) {
        return row < columns.size() && columns.get(row) != null;
    }

    /** Whether no row was put here. */
    public boolean empty() {
        return columns.isEmpty();
    }

    /** Whether a row holds a cell. */
    boolean holdsCells() {
        return columns.stream().anyMatch(cells -> cells != null && cells.length > 0);
    }

    public void put(int row, CheckedRow cells) {
        while (columns.size() <= row) {
            columns.add(null);
            values.add(NO_VALUES);
        }
        columns.set(row, cells.columns());
        values.set(row, cells.values());
    }

    /**
     * The rows by final indexes; a row that was never put is empty.
     *
     * @param rowOrder the number of each row
     * @param columnIndex the index of each column's number
     */
    public RowBlocks blocks(int[] rowOrder, int[] columnIndex, TrainingThreads work) {
        int[] lengths = new int[rowOrder.length];
        Arrays.setAll(lengths, row -> columnsOf(rowOrder[row]).length);
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        for (int row = 0; row < lengths.length; row++) {
            if ((row & 0xFF) == 0) {
                work.check();
            }
            int[] numbers = columnsOf(rowOrder[row]);
            long[] keys = new long[numbers.length];
            Arrays.setAll(keys, at -> (long) columnIndex[numbers[at]] << 32 | at);
            Arrays.sort(keys);
            RowBlocksBuilder.Cursor cursor = builder.cursor(row);
            for (long key : keys) {
                cursor.add((int) (key >>> 32), values.get(rowOrder[row])[(int) key]);
            }
        }
        return builder.finish();
    }

    private int[] columnsOf(int row) {
        int[] found = row < columns.size() ? columns.get(row) : null;
        return found == null ? NO_COLUMNS : found;
    }
}
