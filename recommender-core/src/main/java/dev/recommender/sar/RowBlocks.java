package dev.recommender.sar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Sparse rows of (column, value) in blocks: similarities by seed item, or affinities by user. A block holds consecutive
 * rows; it is the unit of training, of checksums and of mapping, and is small beside the 2 GiB that a buffer can span,
 * however large the model is.
 *
 * <pre>
 * directory section, 12 bytes a row:    int32 block | int32 offset in the block, in words of 4 bytes | int32 length
 * each row, in its block:               int32[length] columns, ascending | float32[length] values
 * </pre>
 *
 * <p>Immutable; shared between threads.
 */
final class RowBlocks {
    static final int DIRECTORY_ENTRY = 12;

    private final ByteBuffer directory;
    private final ByteBuffer[] blocks;
    private final IntBuffer[] columns;
    private final FloatBuffer[] values;

    RowBlocks(ByteBuffer directory, ByteBuffer[] blocks) {
        this.directory = directory;
        this.blocks = blocks;
        this.columns = new IntBuffer[blocks.length];
        this.values = new FloatBuffer[blocks.length];
        for (int block = 0; block < blocks.length; block++) {
            ByteBuffer bytes = blocks[block].duplicate().order(ByteOrder.LITTLE_ENDIAN);
            columns[block] = bytes.asIntBuffer();
            values[block] = bytes.asFloatBuffer();
        }
    }

    int rows() {
        return directory.limit() / DIRECTORY_ENTRY;
    }

    /** The number of cells in a row. */
    int length(int row) {
        return directory.getInt(row * DIRECTORY_ENTRY + 8);
    }

    /** The number of cells in all rows. */
    long cells() {
        long cells = 0;
        for (int row = 0; row < rows(); row++) {
            cells += length(row);
        }
        return cells;
    }

    /** Copies a row, and returns its length. */
    int read(int row, Cells cells) {
        int length = length(row);
        cells.ensure(length);
        cells.size = read(row, cells.columns, cells.values);
        cells.run = false;
        return length;
    }

    /** Copies the cells of a row between two places in it; where their columns are a run, only the first column. */
    void read(int row, int from, int to, Cells cells) {
        int entry = row * DIRECTORY_ENTRY;
        int block = directory.getInt(entry);
        int offset = directory.getInt(entry + 4);
        int length = directory.getInt(entry + 8);
        int size = to - from;
        cells.ensure(size);
        cells.size = size;
        cells.run = false;
        if (size > 0) {
            cells.columns[0] = columns[block].get(offset + from);
            cells.run = columns[block].get(offset + to - 1) - cells.columns[0] == size - 1;
            values[block].get(offset + length + from, cells.values, 0, size);
            if (!cells.run) {
                columns[block].get(offset + from, cells.columns, 0, size);
            }
        }
    }

    /** The place in a row of the first cell whose column is not below the given one; the row's length if there is none. */
    int find(int row, int column) {
        int entry = row * DIRECTORY_ENTRY;
        IntBuffer block = columns[directory.getInt(entry)];
        int offset = directory.getInt(entry + 4);
        int low = 0;
        int high = directory.getInt(entry + 8);
        while (low < high) {
            int middle = low + high >>> 1;
            if (block.get(offset + middle) < column) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Copies a row into arrays with room for {@link #length}; returns the length. */
    int read(int row, int[] columnsOfRow, float[] valuesOfRow) {
        int entry = row * DIRECTORY_ENTRY;
        int block = directory.getInt(entry);
        int offset = directory.getInt(entry + 4);
        int length = directory.getInt(entry + 8);
        columns[block].get(offset, columnsOfRow, 0, length);
        values[block].get(offset + length, valuesOfRow, 0, length);
        return length;
    }

    /** The value in a cell, or 0 where the row has none. */
    float value(int row, int column) {
        int at = find(row, column);
        int entry = row * DIRECTORY_ENTRY;
        int block = directory.getInt(entry);
        int offset = directory.getInt(entry + 4);
        int length = directory.getInt(entry + 8);
        return at < length && columns[block].get(offset + at) == column ? values[block].get(offset + length + at) : 0;
    }

    ByteBuffer directory() {
        return directory;
    }

    ByteBuffer[] blocks() {
        return blocks;
    }

    /**
     * Checks that every row lies inside its block and after the row before it, so that rows share no cells and checking
     * takes no longer than reading, and that its columns ascend below a limit and its values are finite.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verify(int columnLimit) {
        int lastBlock = 0;
        int free = 0;
        for (int row = 0; row < rows(); row++) {
            int entry = row * DIRECTORY_ENTRY;
            int block = directory.getInt(entry);
            int offset = directory.getInt(entry + 4);
            int length = directory.getInt(entry + 8);
            require(block >= 0 && block < blocks.length, row, "is in no block");
            require(
                    offset >= 0 && length >= 0 && offset + 2L * length <= columns[block].limit(),
                    row,
                    "reaches beyond its block");
            require(block > lastBlock || block == lastBlock && offset >= free, row, "is out of order");
            lastBlock = block;
            free = offset + 2 * length;
            int previous = -1;
            for (int at = offset; at < offset + length; at++) {
                int column = columns[block].get(at);
                require(column > previous && column < columnLimit, row, "has columns out of order or range");
                require(Float.isFinite(values[block].get(at + length)), row, "has a value that is not finite");
                previous = column;
            }
        }
    }

    private static void require(boolean holds, int row, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("row " + row + " " + problem);
        }
    }

    /** Copied cells; used by one thread. */
    static final class Cells {
        int[] columns = new int[256];
        float[] values = new float[256];
        int size;
        /** Whether the columns ascend by one each, so that only the first was copied. */
        boolean run;

        private void ensure(int length) {
            if (length > columns.length) {
                columns = new int[Math.max(length, 2 * columns.length)];
                values = new float[columns.length];
            }
        }

        /** The smallest value. */
        float smallest() {
            float smallest = Float.POSITIVE_INFINITY;
            for (int at = 0; at < size; at++) {
                smallest = Math.min(smallest, values[at]);
            }
            return smallest;
        }
    }
}
