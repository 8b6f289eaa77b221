package dev.recommender.internal.rows;

import dev.recommender.TrainingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Bytes as a model file has them: little-endian numbers, checksums, places at multiples of 8. */
public final class Bytes {
    private Bytes() {}

    /** Zeros on the heap. */
    public static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Numbers of 32 bits. */
    public static ByteBuffer ofInts(int[] values) {
        ByteBuffer bytes = littleEndian(checkedLength("numbers", 4L * values.length));
        bytes.asIntBuffer().put(values);
        return bytes;
    }

    /** Floats of 32 bits. */
    public static ByteBuffer ofFloats(float[] values) {
        ByteBuffer bytes = littleEndian(checkedLength("numbers", 4L * values.length));
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    /** The same bytes on the heap. */
    public static ByteBuffer copy(ByteBuffer bytes) {
        return littleEndian(bytes.limit()).put(0, bytes, 0, bytes.limit());
    }

    /**
     * Entries of so many bytes each without some of them.
     *
     * @param gone which, ascending
     */
    public static ByteBuffer without(ByteBuffer entries, int size, int[] gone) {
        ByteBuffer kept = littleEndian(entries.limit() - size * gone.length);
        int from = 0;
        int at = 0;
        for (int place = 0; place <= gone.length; place++) {
            int to = place < gone.length ? size * gone[place] : entries.limit();
            kept.put(at, entries, from, to - from);
            at += to - from;
            from = to + size;
        }
        return kept;
    }

    /** The CRC-32C of the whole buffer. */
    public static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().rewind());
        return (int) checksum.getValue();
    }

    /** The next multiple of 8. */
    public static long aligned(long position) {
        return position + 7 & ~7L;
    }

    /** The length as an int, of a part that has to lie in one buffer. */
    public static int checkedLength(String part, long length) {
        if (length > Integer.MAX_VALUE - 64) {
            throw new TrainingException(
                    "the model's " + part + " would take " + length + " bytes, more than the 2 GiB of one section");
        }
        return (int) length;
    }

    /**
     * Checks rows, several at once, and ends with the first of those that are wrong.
     *
     * @param check throws what is wrong with a row
     * @throws IllegalArgumentException with the reason, if a row is wrong
     */
    static void verify(int rows, IntConsumer check) {
        IntStream.range(0, rows)
                .parallel()
                .filter(row -> !passes(row, check))
                .findFirst()
                .ifPresent(check);
    }

    private static boolean passes(int row, IntConsumer check) {
        try {
            check.accept(row);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
