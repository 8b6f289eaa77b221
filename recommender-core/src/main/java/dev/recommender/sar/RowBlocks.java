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
        int entry = row * DIRECTORY_ENTRY;
        IntBuffer block = columns[directory.getInt(entry)];
        int offset = directory.getInt(entry + 4);
        int length = directory.getInt(entry + 8);
        int low = 0;
        int high = length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int found = block.get(offset + middle);
            if (found == column) {
                return values[directory.getInt(entry)].get(offset + length + middle);
            }
            if (found < column) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return 0;
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
}
