package dev.recommender.internal.rows;

import dev.recommender.Verification;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sparse rows of (column, value) in blocks: similarities by seed item, or affinities by user. A block holds consecutive
 * rows. It is the unit of training and of mapping. However large the model is, a block is small compared with the 2 GiB
 * that a buffer can span.
 *
 * <pre>
 * directory section, 16 bytes a row:    int32 block | int32 offset in the block, in words of 4 bytes | int32 length
 *                                       int32 CRC-32C of the row
 * each row, in its block:               as {@link RowLayout} has it
 * </pre>
 *
 * <p>Immutable; shared between threads.
 */
public final class RowBlocks {
    public static final int DIRECTORY_ENTRY = 16;
    private static final int OFFSET = 4;
    private static final int LENGTH = 8;
    private static final int CHECKSUM = 12;

    private final ByteBuffer directory;
    private final ByteBuffer[] blocks;
    private final RowLayout layout;
    private final CellBlock[] cells;
    /** The blocks of wide rows, by their class: questions read them most, and directly. */
    private final WideCells[] wide;

    private final boolean sealed;
    private final @Nullable RowCheck check;

    private RowBlocks(
            ByteBuffer directory, ByteBuffer[] blocks, RowLayout layout, boolean sealed, @Nullable RowCheck check) {
        this.directory = directory;
        this.blocks = blocks;
        this.layout = layout;
        this.cells = Arrays.stream(blocks).map(layout::open).toArray(CellBlock[]::new);
        this.wide = layout.isPacked() ? new WideCells[0] : Arrays.copyOf(cells, cells.length, WideCells[].class);
        this.sealed = sealed;
        this.check = check;
    }

    /** Rows just made, whose directory has no checksums yet. */
    public static RowBlocks made(ByteBuffer directory, ByteBuffer[] blocks, RowLayout layout) {
        return new RowBlocks(directory, blocks, layout, false, null);
    }

    /**
     * The rows of a file, checked as asked.
     *
     * @param columnLimit no column may reach it
     * @throws IllegalArgumentException with the reason, if a check fails
     */
    public static RowBlocks open(
            String file,
            ByteBuffer directory,
            ByteBuffer[] blocks,
            RowLayout layout,
            int columnLimit,
            Verification verification) {
        int count = directory.limit() / DIRECTORY_ENTRY;
        RowCheck check = verification == Verification.LAZY ? new RowCheck(file, count, columnLimit) : null;
        RowBlocks rows = new RowBlocks(directory, blocks, layout, true, check);
        if (verification != Verification.NONE) {
            rows.verifyDirectory();
        }
        if (verification == Verification.ON_OPEN) {
            Bytes.verify(count, row -> rows.verifyRow(row, columnLimit));
        }
        return rows;
    }

    public RowLayout layout() {
        return layout;
    }

    /** Whether the rows lie in a file. */
    public boolean mapped() {
        return Arrays.stream(blocks).anyMatch(ByteBuffer::isDirect);
    }

    public int rows() {
        return directory.limit() / DIRECTORY_ENTRY;
    }

    /** The number of cells in a row. */
    public int length(int row) {
        return directory.getInt(row * DIRECTORY_ENTRY + LENGTH);
    }

    /** The number of cells in all rows. */
    public long cells() {
        long all = 0;
        for (int row = 0; row < rows(); row++) {
            all += length(row);
        }
        return all;
    }

    /** The number of cells in the longest row; 0 without rows. */
    public int longest() {
        int longest = 0;
        for (int row = 0; row < rows(); row++) {
            longest = Math.max(longest, length(row));
        }
        return longest;
    }

    /** Copies a row, and returns its length. */
    public int read(int row, Cells target) {
        int length = length(row);
        target.ensure(length);
        target.size = read(row, target.columns, target.values);
        target.run = false;
        return length;
    }

    /** Copies the cells of a row between two places in it; where their columns are a run, only the first column. */
    public void read(int row, int from, int to, Cells target) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int offset = directory.getInt(entry + OFFSET);
        int length = directory.getInt(entry + LENGTH);
        int size = to - from;
        target.ensure(size);
        target.size = size;
        target.run = false;
        if (size == 0) {
            return;
        }
        if (layout.isPacked()) {
            cells[block].columns(offset, length, from, target.columns, size);
            cells[block].values(offset, length, from, target.values, size);
            return;
        }
        WideCells direct = wide[block];
        target.columns[0] = direct.columns.get(offset + from);
        target.run = direct.columns.get(offset + to - 1) - target.columns[0] == size - 1;
        direct.values.get(offset + length + from, target.values, 0, size);
        if (!target.run) {
            direct.columns.get(offset + from, target.columns, 0, size);
        }
    }

    /** Copies the cells of a packed row between two places in it. */
    public void read(int row, int from, int to, PackedRow target) {
        int entry = entry(row);
        PackedCells block = (PackedCells) cells[directory.getInt(entry)];
        block.read(directory.getInt(entry + OFFSET), directory.getInt(entry + LENGTH), from, target, to - from);
    }

    /**
     * The place in a row of the first cell whose column is not below the given one; the row's length if there is no
     * such cell.
     */
    public int find(int row, int column) {
        int entry = entry(row);
        CellBlock block = cells[directory.getInt(entry)];
        int offset = directory.getInt(entry + OFFSET);
        int length = directory.getInt(entry + LENGTH);
        int low = 0;
        int high = length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (block.column(offset, length, middle) < column) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Copies a row into arrays with room for {@link #length}; returns the length. */
    public int read(int row, int[] columnsOfRow, float[] valuesOfRow) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int offset = directory.getInt(entry + OFFSET);
        int length = directory.getInt(entry + LENGTH);
        if (layout.isPacked()) {
            cells[block].columns(offset, length, 0, columnsOfRow, length);
            cells[block].values(offset, length, 0, valuesOfRow, length);
        } else {
            wide[block].columns.get(offset, columnsOfRow, 0, length);
            wide[block].values.get(offset + length, valuesOfRow, 0, length);
        }
        return length;
    }

    /** Puts other values into the cells of a row, of rows that were just made and that nobody else has. */
    public void overwrite(int row, float[] valuesOfRow) {
        if (sealed || layout.isPacked()) {
            throw new IllegalStateException("rows of a file, or packed rows, do not change");
        }
        int entry = row * DIRECTORY_ENTRY;
        WideCells block = wide[directory.getInt(entry)];
        block.putValues(directory.getInt(entry + OFFSET), directory.getInt(entry + LENGTH), valuesOfRow, 0);
    }

    /** Whether a row has a cell of a column. */
    public boolean has(int row, int column) {
        int at = find(row, column);
        int entry = row * DIRECTORY_ENTRY;
        int length = directory.getInt(entry + LENGTH);
        return at < length
                && cells[directory.getInt(entry)].column(directory.getInt(entry + OFFSET), length, at) == column;
    }

    /** The value in a cell, or 0 where the row has none. */
    public float value(int row, int column) {
        int at = find(row, column);
        int entry = row * DIRECTORY_ENTRY;
        CellBlock block = cells[directory.getInt(entry)];
        int offset = directory.getInt(entry + OFFSET);
        int length = directory.getInt(entry + LENGTH);
        return at < length && block.column(offset, length, at) == column ? block.value(offset, length, at) : 0;
    }

    /**
     * The rows without some, whose bytes are wiped from the blocks that held them.
     *
     * @param gone which, ascending
     */
    public RowBlocks without(int... gone) {
        ByteBuffer[] wiped = blocks.clone();
        BitSet copied = new BitSet(blocks.length);
        for (int row : gone) {
            int entry = row * DIRECTORY_ENTRY;
            int block = directory.getInt(entry);
            if (!copied.get(block)) {
                wiped[block] = Bytes.copy(blocks[block]);
                copied.set(block);
            }
            int offset = directory.getInt(entry + OFFSET);
            for (int word = 0; word < layout.words(length(row)); word++) {
                wiped[block].putInt(4 * (offset + word), 0);
            }
        }
        return new RowBlocks(
                Bytes.without(directory, DIRECTORY_ENTRY, gone),
                wiped,
                layout,
                sealed,
                check == null ? null : check.renewed(rows() - gone.length));
    }

    /** The same rows on the heap, every one checked unless that was waived. */
    public RowBlocks onHeap() {
        for (int row = 0; check != null && row < rows(); row++) {
            check.require(this, row);
        }
        ByteBuffer[] copies = Arrays.stream(blocks).map(Bytes::copy).toArray(ByteBuffer[]::new);
        return new RowBlocks(Bytes.copy(directory), copies, layout, sealed, null);
    }

    /** The directory with the checksum of each row, as the model file has it. */
    public ByteBuffer sealedDirectory() {
        if (sealed) {
            return directory;
        }
        ByteBuffer complete = Bytes.copy(directory);
        IntStream.range(0, rows()).parallel().forEach(row -> {
            complete.putInt(row * DIRECTORY_ENTRY + CHECKSUM, Bytes.checksum(bytes(row)));
        });
        return complete;
    }

    public ByteBuffer directory() {
        return directory;
    }

    public ByteBuffer[] blocks() {
        return blocks;
    }

    /**
     * Checks that every row lies inside its block and after the row before it. So rows share no cells, and checking
     * takes no longer than reading.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    private void verifyDirectory() {
        int lastBlock = 0;
        int free = 0;
        for (int row = 0; row < rows(); row++) {
            int entry = row * DIRECTORY_ENTRY;
            int block = directory.getInt(entry);
            int offset = directory.getInt(entry + OFFSET);
            int length = directory.getInt(entry + LENGTH);
            require(block >= 0 && block < blocks.length, row, "is in no block");
            require(
                    offset >= 0 && length >= 0 && offset + layout.words(length) <= cells[block].words(),
                    row,
                    "reaches beyond its block");
            require(block > lastBlock || block == lastBlock && offset >= free, row, "is out of order");
            lastBlock = block;
            free = (int) (offset + layout.words(length));
        }
    }

    /**
     * Checks a row's checksum, and that its columns ascend below a limit and its values are finite.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verifyRow(int row, int columnLimit) {
        int entry = row * DIRECTORY_ENTRY;
        int block = directory.getInt(entry);
        int offset = directory.getInt(entry + OFFSET);
        int length = directory.getInt(entry + LENGTH);
        require(Bytes.checksum(bytes(row)) == directory.getInt(entry + CHECKSUM), row, "has a wrong checksum");
        require(cells[block].ascends(offset, length, columnLimit), row, "has columns out of order or range");
        require(cells[block].sound(offset, length), row, "has a value that is not finite, or no packed value");
    }

    /** The place of a row's directory entry. The row must have been checked before. */
    private int entry(int row) {
        if (check != null) {
            check.require(this, row);
        }
        return row * DIRECTORY_ENTRY;
    }

    private ByteBuffer bytes(int row) {
        int entry = row * DIRECTORY_ENTRY;
        int offset = directory.getInt(entry + OFFSET);
        return blocks[directory.getInt(entry)].slice(
                4 * offset, (int) (4 * layout.words(directory.getInt(entry + LENGTH))));
    }

    private static void require(boolean holds, int row, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("row " + row + " " + problem);
        }
    }

    /** Copied cells; used by one thread. */
    public static final class Cells {
        public int[] columns = new int[256];
        public float[] values = new float[256];
        public int size;
        /** Whether the columns ascend by one each, so that only the first was copied. */
        public boolean run;

        private void ensure(int length) {
            if (length > columns.length) {
                columns = new int[Math.max(length, 2 * columns.length)];
                values = new float[columns.length];
            }
        }

        /** The smallest value. */
        public float smallest() {
            float smallest = Float.POSITIVE_INFINITY;
            for (int at = 0; at < size; at++) {
                smallest = Math.min(smallest, values[at]);
            }
            return smallest;
        }
    }
}
