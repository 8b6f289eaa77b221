package dev.recommender.internal.rows;

import dev.recommender.ModelFormatException;
import dev.recommender.Verification;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Dense rows of so many numbers each, in blocks of consecutive rows. A number takes 32 bits, or 16 with a factor for the
 * whole row.
 *
 * <pre>
 * directory section, 12 bytes a row:    int32 block | int32 place in the block, in rows | int32 CRC-32C of the row
 * a row of 32 bits, in its block:       float32[width]
 * a row of 16 bits, in its block:       float32 factor | int16[width], filled up to a multiple of 4 bytes
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
    private final int width;
    private final boolean halved;
    private final int rowBytes;
    private final String file;
    /** A bit for each row that has been checked; null if none needs to be. Threads may check a row twice. */
    private final long @Nullable [] passed;

    private DenseRows(
            ByteBuffer directory,
            ByteBuffer[] blocks,
            int width,
            boolean halved,
            String file,
            long @Nullable [] passed) {
        this.directory = directory;
        this.blocks = blocks;
        this.floats = new FloatBuffer[blocks.length];
        this.shorts = new ShortBuffer[blocks.length];
        for (int block = 0; block < blocks.length; block++) {
            ByteBuffer bytes = blocks[block].duplicate().order(ByteOrder.LITTLE_ENDIAN);
            floats[block] = bytes.asFloatBuffer();
            shorts[block] = bytes.asShortBuffer();
        }
        this.width = width;
        this.halved = halved;
        this.rowBytes = (int) rowBytes(width, halved);
        this.file = file;
        this.passed = passed;
    }

    /** What a row takes in its block. */
    public static long rowBytes(long width, boolean halved) {
        return halved ? Float.BYTES + (2 * width + 3 & ~3L) : Float.BYTES * width;
    }

    /** No rows. */
    public static DenseRows none(int width, boolean halved) {
        return new DenseRows(Bytes.littleEndian(0), new ByteBuffer[0], width, halved, "", null);
    }

    /** Rows to be written, each once; they are on the heap. */
    public static DenseRows ofZeros(int rows, int width, boolean halved) {
        int rowBytes = Bytes.checkedLength("row of numbers", rowBytes(width, halved));
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
        return new DenseRows(directory, blocks, width, halved, "", null);
    }

    /**
     * The rows of a file, checked as asked.
     *
     * @throws IllegalArgumentException with the reason, if a check fails
     */
    public static DenseRows open(
            String file,
            ByteBuffer directory,
            ByteBuffer[] blocks,
            int width,
            boolean halved,
            Verification verification) {
        int count = directory.limit() / DIRECTORY_ENTRY;
        long[] passed = verification == Verification.LAZY ? new long[(count + 63) / 64] : null;
        DenseRows rows = new DenseRows(directory, blocks, width, halved, file, passed);
        if (verification != Verification.NONE) {
            rows.verifyDirectory();
        }
        if (verification == Verification.ON_OPEN) {
            IntStream.range(0, count).parallel().forEach(rows::verifyRow);
        }
        return rows;
    }

    public int rows() {
        return directory.limit() / DIRECTORY_ENTRY;
    }

    /** How many numbers a row has. */
    public int width() {
        return width;
    }

    /** Whether numbers take 16 bits. */
    public boolean halved() {
        return halved;
    }

    /** Writes a row; other threads may write others. */
    public void write(int row, float[] numbers) {
        int entry = row * DIRECTORY_ENTRY;
        ByteBuffer block = blocks[directory.getInt(entry)];
        int start = directory.getInt(entry + PLACE) * rowBytes;
        if (halved) {
            float largest = 0;
            for (int at = 0; at < width; at++) {
                largest = Math.max(largest, Math.abs(numbers[at]));
            }
            float factor = largest / Short.MAX_VALUE;
            block.putFloat(start, factor);
            for (int at = 0; at < width; at++) {
                int steps = factor == 0 ? 0 : Math.round(numbers[at] / factor);
                block.putShort(
                        start + 4 + 2 * at, (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, steps)));
            }
        } else {
            for (int at = 0; at < width; at++) {
                block.putFloat(start + 4 * at, numbers[at]);
            }
        }
        directory.putInt(entry + CHECKSUM, Bytes.checksum(block.slice(start, rowBytes)));
    }

    /** One number of a row. */
    public float number(int row, int at) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int place = directory.getInt(entry + PLACE);
        if (!halved) {
            return floats[block].get(place * width + at);
        }
        return floats[block].get(place * (rowBytes / 4)) * shorts[block].get(place * (rowBytes / 2) + 2 + at);
    }

    /** Copies numbers of a row, from a place on, to the start of an array. */
    public void read(int row, int from, int count, float[] numbers) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int place = directory.getInt(entry + PLACE);
        if (halved) {
            float factor = floats[block].get(place * (rowBytes / 4));
            ShortBuffer steps = shorts[block];
            int start = place * (rowBytes / 2) + 2 + from;
            for (int at = 0; at < count; at++) {
                numbers[at] = factor * steps.get(start + at);
            }
        } else {
            floats[block].get(place * width + from, numbers, 0, count);
        }
    }

    /** Copies every so many numbers of a row, from a place on. */
    public void readEvery(int step, int row, int from, float[] numbers) {
        int entry = entry(row);
        int block = directory.getInt(entry);
        int place = directory.getInt(entry + PLACE);
        if (halved) {
            float factor = floats[block].get(place * (rowBytes / 4));
            int start = place * (rowBytes / 2) + 2 + from;
            for (int at = 0; at < numbers.length; at++) {
                numbers[at] = factor * shorts[block].get(start + at * step);
            }
        } else {
            int start = place * width + from;
            for (int at = 0; at < numbers.length; at++) {
                numbers[at] = floats[block].get(start + at * step);
            }
        }
    }

    /** The rows without one, whose bytes are wiped from the block that held them. */
    public DenseRows without(int row) {
        int entry = row * DIRECTORY_ENTRY;
        ByteBuffer fewer = Bytes.littleEndian(directory.limit() - DIRECTORY_ENTRY);
        fewer.put(0, directory, 0, entry);
        fewer.put(entry, directory, entry + DIRECTORY_ENTRY, fewer.limit() - entry);
        int block = directory.getInt(entry);
        ByteBuffer[] others = blocks.clone();
        others[block] = Bytes.copy(blocks[block]);
        others[block].put(directory.getInt(entry + PLACE) * rowBytes, new byte[rowBytes]);
        return new DenseRows(fewer, others, width, halved, file, passed == null ? null : new long[(rows() + 62) / 64]);
    }

    /** The same rows on the heap, every one checked unless that was waived. */
    public DenseRows onHeap() {
        for (int row = 0; passed != null && row < rows(); row++) {
            entry(row);
        }
        ByteBuffer[] copies = Arrays.stream(blocks).map(Bytes::copy).toArray(ByteBuffer[]::new);
        return new DenseRows(Bytes.copy(directory), copies, width, halved, file, null);
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
        int first = start / 4;
        for (int at = first; at < (halved ? first + 1 : first + width); at++) {
            require(Float.isFinite(floats[block].get(at)), row, "has a number that is not finite");
        }
    }

    private static void require(boolean holds, int row, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("dense row " + row + " " + problem);
        }
    }
}
