package dev.recommender.sar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of known lengths, to be filled in any order, each by one thread. Where blocks end depends on the lengths alone,
 * so the result is the same bytes for any number of threads.
 */
final class RowBlocksBuilder {
    /** A block ends when it would grow beyond this, 8 MiB; a longer row has a block of its own. */
    private static final long MAX_BLOCK_WORDS = 1 << 21;

    private final ByteBuffer directory;
    private final ByteBuffer[] blocks;
    private final IntBuffer[] columns;
    private final FloatBuffer[] values;

    RowBlocksBuilder(int[] lengths) {
        directory = ModelLayout.littleEndian(
                ModelLayout.checkedLength("row directory", (long) lengths.length * RowBlocks.DIRECTORY_ENTRY));
        List<ByteBuffer> allocated = new ArrayList<>();
        long words = 0;
        for (int row = 0; row < lengths.length; row++) {
            if (words > 0 && words + 2L * lengths[row] > MAX_BLOCK_WORDS) {
                allocated.add(allocate(words));
                words = 0;
            }
            directory
                    .putInt(allocated.size())
                    .putInt((int) words)
                    .putInt(lengths[row])
                    .putInt(0);
            words += 2L * lengths[row];
        }
        if (lengths.length > 0) {
            allocated.add(allocate(words));
        }
        directory.flip();
        blocks = allocated.toArray(ByteBuffer[]::new);
        columns = new IntBuffer[blocks.length];
        values = new FloatBuffer[blocks.length];
        for (int block = 0; block < blocks.length; block++) {
            columns[block] = blocks[block].asIntBuffer();
            values[block] = blocks[block].asFloatBuffer();
        }
    }

    /** No rows at all. */
    static RowBlocks none() {
        return new RowBlocksBuilder(new int[0]).finish();
    }

    /** Fills a row from arrays, its columns ascending. */
    void put(int row, int[] columnsOfRow, float[] valuesOfRow, int from) {
        int block = block(row);
        int offset = offset(row);
        int length = length(row);
        columns[block].put(offset, columnsOfRow, from, length);
        values[block].put(offset + length, valuesOfRow, from, length);
    }

    /** A cursor that fills a row cell by cell, its columns ascending. */
    Cursor cursor(int row) {
        return new Cursor(columns[block(row)], values[block(row)], offset(row), length(row));
    }

    /** The rows; every one must have been filled. */
    RowBlocks finish() {
        return RowBlocks.made(directory, blocks);
    }

    private int block(int row) {
        return directory.getInt(row * RowBlocks.DIRECTORY_ENTRY);
    }

    private int offset(int row) {
        return directory.getInt(row * RowBlocks.DIRECTORY_ENTRY + 4);
    }

    private int length(int row) {
        return directory.getInt(row * RowBlocks.DIRECTORY_ENTRY + 8);
    }

    private static ByteBuffer allocate(long words) {
        return ByteBuffer.allocate(ModelLayout.checkedLength("row", 4 * words)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fills one row; used by one thread. */
    static final class Cursor {
        private final IntBuffer columns;
        private final FloatBuffer values;
        private final int length;
        private int at;

        private Cursor(IntBuffer columns, FloatBuffer values, int offset, int length) {
            this.columns = columns;
            this.values = values;
            this.length = length;
            this.at = offset;
        }

        void add(int column, float value) {
            columns.put(at, column);
            values.put(length + at++, value);
        }
    }
}
