package dev.recommender.internal.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of known lengths, to be filled in any order, each by one thread. Where blocks end depends on the lengths alone,
 * so the result is the same bytes for any number of threads.
 */
public final class RowBlocksBuilder {
    /** A block ends when it would grow beyond this; a longer row has a block of its own. */
    public static final long MAX_BLOCK_BYTES = 8 << 20;

    private static final long MAX_BLOCK_WORDS = MAX_BLOCK_BYTES / 4;

    private static final ByteBuffer CLOSED = ByteBuffer.allocate(0);

    private final ByteBuffer directory;
    private final int[] firstRow;
    private final int[] words;
    private final long[] places;
    private final @Nullable Spill spill;
    private final ByteBuffer[] blocks;
    private final RowLayout layout;
    private final CellBlock[] cells;

    /** Rows on the heap, in the widest layout. */
    public RowBlocksBuilder(int[] lengths) {
        this(lengths, RowLayout.WIDE);
    }

    /** Rows on the heap. */
    public RowBlocksBuilder(int[] lengths, RowLayout layout) {
        this(lengths, layout, null);
        for (int block = 0; block < blocks.length; block++) {
            open(block);
        }
    }

    private RowBlocksBuilder(int[] lengths, RowLayout layout, @Nullable Spill spill) {
        this.layout = layout;
        this.spill = spill;
        directory = Bytes.littleEndian(
                Bytes.checkedLength("row directory", (long) lengths.length * RowBlocks.DIRECTORY_ENTRY));
        List<Integer> firstRows = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        long size = 0;
        for (int row = 0; row < lengths.length; row++) {
            long ofRow = layout.words(lengths[row]);
            if (row == 0 || (size > 0 && size + ofRow > MAX_BLOCK_WORDS)) {
                firstRows.add(row);
                sizes.add((int) size);
                size = 0;
            }
            directory
                    .putInt(firstRows.size() - 1)
                    .putInt((int) size)
                    .putInt(lengths[row])
                    .putInt(0);
            size += ofRow;
        }
        firstRows.add(lengths.length);
        sizes.add((int) size);
        directory.flip();
        firstRow = firstRows.stream().mapToInt(Integer::intValue).toArray();
        words = sizes.stream().skip(1).mapToInt(Integer::intValue).toArray();
        places = new long[words.length];
        blocks = new ByteBuffer[words.length];
        cells = new CellBlock[words.length];
        Arrays.fill(blocks, CLOSED);
        Arrays.fill(cells, layout.open(CLOSED));
    }

    /** Rows in a temporary file: each block is opened, filled and closed by one thread. */
    public static RowBlocksBuilder spilled(int[] lengths, RowLayout layout, Spill spill) {
        return new RowBlocksBuilder(lengths, layout, spill);
    }

    public int blocks() {
        return blocks.length;
    }

    /** The first row of a block; of the block after the last the number of rows. */
    public int firstRow(int block) {
        return firstRow[block];
    }

    /** Makes room for the rows of a block. */
    public void open(int block) {
        blocks[block] = allocate(words[block]);
        cells[block] = layout.open(blocks[block]);
    }

    /** Moves a filled block to the temporary file. */
    public void close(int block) {
        places[block] = Objects.requireNonNull(spill).append(blocks[block]);
        blocks[block] = CLOSED;
        cells[block] = layout.open(CLOSED);
    }

    /** No rows at all. */
    public static RowBlocks none() {
        return new RowBlocksBuilder(new int[0]).finish();
    }

    /** Fills a row from arrays, its columns ascending. */
    public void put(int row, int[] columnsOfRow, float[] valuesOfRow, int from) {
        cells[block(row)].put(offset(row), length(row), columnsOfRow, valuesOfRow, from);
    }

    /** A cursor that fills a row of the widest layout cell by cell, its columns ascending. */
    public Cursor cursor(int row) {
        return new Cursor((WideCells) cells[block(row)], offset(row), length(row));
    }

    /** The rows; every one must have been filled. */
    public RowBlocks finish() {
        for (int block = 0; spill != null && block < blocks.length; block++) {
            blocks[block] = words[block] == 0 ? allocate(0) : spill.map(places[block], 4 * words[block]);
        }
        return RowBlocks.made(directory, blocks, layout);
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
        return ByteBuffer.allocate(Bytes.checkedLength("row", 4 * words)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fills one row; used by one thread. */
    public static final class Cursor {
        private final IntBuffer columns;
        private final FloatBuffer values;
        private final int length;
        private int at;

        private Cursor(WideCells cells, int offset, int length) {
            this.columns = cells.columns;
            this.values = cells.values;
            this.length = length;
            this.at = offset;
        }

        public void add(int column, float value) {
            columns.put(at, column);
            values.put(length + at++, value);
        }
    }
}
