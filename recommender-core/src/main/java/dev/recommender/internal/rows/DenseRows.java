package dev.recommender.internal.rows;

import dev.recommender.ModelFormatException;
import dev.recommender.Verification;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Dense rows of so many numbers each, in blocks of consecutive rows. A number takes 32 bits, or 16 with one of the row's
 * factors: these take turns, number by number.
 *
 * <pre>
 * directory section, 12 bytes a row:    int32 block | int32 place in the block, in rows | int32 CRC-32C of the row
 * a row of 32 bits, in its block:       float32[width]
 * a row of 16 bits, in its block:       float32[factors] | int16[width], filled up to a multiple of 4 bytes
 * </pre>
 *
 * <p>Immutable; shared between threads.
 */
public final class DenseRows {
    public static final int DIRECTORY_ENTRY = 12;

    private static final int PLACE = 4;
    private static final int CHECKSUM = 8;
    private static final int BLOCK = 8 << 20;

    private final ByteBuffer directory;
    private final ByteBuffer[] blocks;
    private final FloatBuffer[] floats;
    private final ShortBuffer[] shorts;
    private final Shape shape;
    private final int rowBytes;
    private final String file;
    /** A bit for each row that has been checked; null if none needs to be. Threads may check a row twice. */
    private final long @Nullable [] passed;

    private DenseRows(ByteBuffer directory, ByteBuffer[] blocks, Shape shape, String file, long @Nullable [] passed) {
        this.directory = directory;
        this.blocks = blocks;
        this.floats = new FloatBuffer[blocks.length];
        this.shorts = new ShortBuffer[blocks.length];
        for (int block = 0; block < blocks.length; block++) {
            ByteBuffer bytes = blocks[block].duplicate().order(ByteOrder.LITTLE_ENDIAN);
            floats[block] = bytes.asFloatBuffer();
            shorts[block] = bytes.asShortBuffer();
        }
        this.shape = shape;
        this.rowBytes = (int) shape.rowBytes();
        this.file = file;
        this.passed = passed;
    }

    /** No rows. */
    public static DenseRows none(Shape shape) {
        return new DenseRows(Bytes.littleEndian(0), new ByteBuffer[0], shape, "", null);
    }

    /** Rows to be written, each once; they are on the heap. */
    public static DenseRows ofZeros(int rows, Shape shape) {
        int rowBytes = Bytes.checkedLength("row of numbers", shape.rowBytes());
        int perBlock = Math.max(1, BLOCK / Math.max(1, rowBytes));
        ByteBuffer directory = Bytes.littleEndian(Bytes.checkedLength("directory", (long) DIRECTORY_ENTRY * rows));
        ByteBuffer[] blocks = new ByteBuffer[(rows + perBlock - 1) / perBlock];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = Bytes.littleEndian(rowBytes * Math.min(perBlock, rows - block * perBlock));
        }
        for (int row = 0; row < rows; row++) {
            directory.putInt(row * DIRECTORY_ENTRY, row / perBlock);
            directory.putInt(row * DIRECTORY_ENTRY + PLACE, row % perBlock);
        }
        return new DenseRows(directory, blocks, shape, "", null);
    }

    /**
     * The rows of a file, checked as asked.
     *
     * @throws IllegalArgumentException with the reason, if a check fails
     */
    public static DenseRows open(
            String file, ByteBuffer directory, ByteBuffer[] blocks, Shape shape, Verification verification) {
        int count = directory.limit() / DIRECTORY_ENTRY;
        long[] passed = verification == Verification.LAZY ? new long[(count + 63) / 64] : null;
        DenseRows rows = new DenseRows(directory, blocks, shape, file, passed);
        if (verification != Verification.NONE) {
            rows.verifyDirectory();
        }
        if (verification == Verification.ON_OPEN) {
            Bytes.verify(count, rows::verifyRow);
        }
        return rows;
    }

    public int rows() {
        return directory.limit() / DIRECTORY_ENTRY;
    }

    /** How rows are laid out. */
    public Shape shape() {
        return shape;
    }

    /**
     * Writes a row; other threads may write others.
     *
     * @param factors as many as the shape has; of numbers that are kept as they are not looked at
     */
    public void write(int row, float[] numbers, float[] factors) {
        int entry = row * DIRECTORY_ENTRY;
        ByteBuffer block = blocks[directory.getInt(entry)];
        int start = directory.getInt(entry + PLACE) * rowBytes;
        int first = shape.first(start);
        for (int at = 0; at < shape.factors && !shape.format.exact(); at++) {
            block.putFloat(start + Float.BYTES * at, factors[at]);
        }
        for (int at = 0, turn = 0; at < shape.width; at++) {
            if (shape.format.exact()) {
                block.putFloat(first + Float.BYTES * at, numbers[at]);
            } else {
                block.putShort(first + Short.BYTES * at, (short) NumberFormat.steps(numbers[at], factors[turn]));
            }
            turn = turn + 1 == shape.factors ? 0 : turn + 1;
        }
        directory.putInt(entry + CHECKSUM, Bytes.checksum(block.slice(start, rowBytes)));
    }

    /** Copies numbers of a row, from a place on where the factors' turn begins, to the start of an array. */
    public void read(int row, int from, int count, float[] numbers) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int start = directory.getInt(entry + PLACE) * rowBytes;
        int first = shape.first(start);
        if (shape.format.exact()) {
            floats[block].get(first / Float.BYTES + from, numbers, 0, count);
            return;
        }
        ShortBuffer steps = shorts[block];
        for (int at = 0; at < count; at++) {
            numbers[at] = steps.get(first / Short.BYTES + from + at);
        }
        for (int at = 0; at < count; ) {
            for (int turn = 0; turn < shape.factors && at < count; turn++, at++) {
                numbers[at] *= floats[block].get(start / Float.BYTES + turn);
            }
        }
    }

    /** Copies the numbers of a row that have one factor, whose turn it is at that place. */
    public void readTurn(int row, int turn, float[] numbers) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int start = directory.getInt(entry + PLACE) * rowBytes;
        int first = shape.first(start);
        float factor = shape.format.exact() ? 1 : floats[block].get(start / Float.BYTES + turn);
        for (int number = 0; number < numbers.length; number++) {
            int at = number * shape.factors + turn;
            numbers[number] = shape.format.exact()
                    ? floats[block].get(first / Float.BYTES + at)
                    : factor * shorts[block].get(first / Short.BYTES + at);
        }
    }

    /**
     * The rows without some, whose bytes are wiped from the blocks that held them.
     *
     * @param gone which, ascending
     */
    public DenseRows without(int... gone) {
        ByteBuffer[] wiped = blocks.clone();
        BitSet copied = new BitSet(blocks.length);
        for (int row : gone) {
            int block = directory.getInt(row * DIRECTORY_ENTRY);
            if (!copied.get(block)) {
                wiped[block] = Bytes.copy(blocks[block]);
                copied.set(block);
            }
            wiped[block].put(directory.getInt(row * DIRECTORY_ENTRY + PLACE) * rowBytes, new byte[rowBytes]);
        }
        ByteBuffer fewer = Bytes.without(directory, DIRECTORY_ENTRY, gone);
        long[] unchecked = passed == null ? null : new long[(rows() - gone.length + 63) / 64];
        return new DenseRows(fewer, wiped, shape, file, unchecked);
    }

    /** The same rows on the heap, every one checked unless that was waived. */
    public DenseRows onHeap() {
        for (int row = 0; passed != null && row < rows(); row++) {
            entry(row);
        }
        ByteBuffer[] copies = Arrays.stream(blocks).map(Bytes::copy).toArray(ByteBuffer[]::new);
        return new DenseRows(Bytes.copy(directory), copies, shape, file, null);
    }

    public ByteBuffer directory() {
        return directory;
    }

    public ByteBuffer[] blocks() {
        return blocks;
    }

    /** The place of a row's directory entry. The row must have been checked before. */
    private int entry(int row) {
        if (passed != null && (passed[row >> 6] & 1L << row) == 0) {
            try {
                verifyRow(row);
            } catch (IllegalArgumentException e) {
                throw new ModelFormatException.Corrupt(file, String.valueOf(e.getMessage()));
            }
            passed[row >> 6] |= 1L << row;
        }
        return row * DIRECTORY_ENTRY;
    }

    /** Checks that every row lies inside its block and after the row before it. */
    private void verifyDirectory() {
        int lastBlock = 0;
        int free = 0;
        for (int row = 0; row < rows(); row++) {
            int block = directory.getInt(row * DIRECTORY_ENTRY);
            int place = directory.getInt(row * DIRECTORY_ENTRY + PLACE);
            require(block >= 0 && block < blocks.length, row, "is in no block");
            require(place >= 0 && (place + 1L) * rowBytes <= blocks[block].limit(), row, "reaches beyond its block");
            require(block > lastBlock || block == lastBlock && place >= free, row, "is out of order");
            lastBlock = block;
            free = place + 1;
        }
    }

    private void verifyRow(int row) {
        int entry = row * DIRECTORY_ENTRY;
        int block = directory.getInt(entry);
        int start = directory.getInt(entry + PLACE) * rowBytes;
        require(
                Bytes.checksum(blocks[block].slice(start, rowBytes)) == directory.getInt(entry + CHECKSUM),
                row,
                "has a wrong checksum");
        int first = start / Float.BYTES;
        int count = shape.format.exact() ? shape.width : shape.factors;
        float largest = shape.format.exact() ? 1 : -Short.MIN_VALUE;
        for (int at = first; at < first + count; at++) {
            require(Float.isFinite(largest * floats[block].get(at)), row, "has a number that is not finite");
        }
    }

    /**
     * How rows are laid out.
     *
     * @param width how many numbers a row has
     * @param factors how many factors take turns, where numbers are not kept as they are
     * @param format in what form numbers are kept
     */
    public record Shape(int width, int factors, NumberFormat format) {
        /** What a row takes in its block. */
        public long rowBytes() {
            long numbers = (long) format.bytes * width;
            return format.exact() ? numbers : (long) Float.BYTES * factors + (numbers + 3 & ~3L);
        }

        /** Where the numbers of a row start that starts there. */
        private int first(int start) {
            return format.exact() ? start : start + Float.BYTES * factors;
        }
    }

    private static void require(boolean holds, int row, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("dense row " + row + " " + problem);
        }
    }
}
