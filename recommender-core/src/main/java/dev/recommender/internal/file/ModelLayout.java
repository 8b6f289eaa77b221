package dev.recommender.internal.file;

import dev.recommender.TrainingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a model file; docs/model-format.md describes it for readers in other languages. All numbers are
 * little-endian, and everything starts at a multiple of 8 bytes.
 *
 * <pre>
 * header     byte[8] magic | int32 version | int32 sections | int64 file length | int32 CRC-32C of header and section
 *            table with this field 0 | int32 0
 * table      for each section: int32 kind | int32 CRC-32C | int64 offset | int64 length
 * sections   in the order of {@link Section}
 * blocks     the rows of similarities, cold similarities, histories and unities; block tables tell where each block
 *            is, and directories where each row is, and its CRC-32C
 * </pre>
 */
public final class ModelLayout {
    /** A byte with its high bit set, a name, and line ends of both kinds, so that a transfer as text is noticed. */
    static final long MAGIC = 0x0A1A0A0D52415389L;

    static final int VERSION = 1;
    public static final int HEADER = 32;
    public static final int TABLE_ENTRY = 24;
    public static final int BLOCK_ENTRY = 16;
    public static final int CHECKSUM_POSITION = 24;

    /** The sections, each there once, in this order. */
    public enum Section {
        METADATA(1),
        ITEM_IDS(2),
        USER_IDS(3),
        FREQUENCIES(4),
        SELF_SIMILARITIES(5),
        SIMILARITY_DIRECTORY(6),
        SIMILARITY_BLOCKS(7),
        COLD_DIRECTORY(8),
        COLD_BLOCKS(9),
        HISTORY_DIRECTORY(10),
        HISTORY_BLOCKS(11),
        HISTORY_EXPONENTS(12),
        UNITY_DIRECTORY(13),
        UNITY_BLOCKS(14),
        TEXTS(15),
        FEATURES(16),
        STRETCHES(17);

        private final int kind;

        Section(int kind) {
            this.kind = kind;
        }

        /** The number that stands for the section in the file. */
        public int kind() {
            return kind;
        }

        /** The section's place in the table, from 0. */
        public int index() {
            return kind - 1;
        }
    }

    private ModelLayout() {}

    public static int headerLength() {
        return HEADER + TABLE_ENTRY * Section.values().length;
    }

    public static long aligned(long position) {
        return position + 7 & ~7L;
    }

    public static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().rewind());
        return (int) checksum.getValue();
    }

    /** The length as an int, of a part that has to lie in one buffer. */
    public static int checkedLength(String part, long length) {
        if (length > Integer.MAX_VALUE - 64) {
            throw new TrainingException(
                    "the model's " + part + " would take " + length + " bytes, more than the 2 GiB of one section");
        }
        return (int) length;
    }

    public static ByteBuffer copy(ByteBuffer bytes) {
        return littleEndian(bytes.limit()).put(0, bytes, 0, bytes.limit());
    }

    public static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
