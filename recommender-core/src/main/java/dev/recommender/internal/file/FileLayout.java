package dev.recommender.internal.file;

import dev.recommender.internal.util.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The layout of a model file; docs/model-format.md describes it for readers in other languages. All numbers are
 * little-endian, and everything starts at a multiple of 8 bytes.
 *
 * <pre>
 * header     byte[8] magic | int32 version | int32 sections | int64 file length | int32 CRC-32C of header and section
 *            table with this field 0 | byte[4] kind of model, in ASCII
 * table      for each section, ascending by number: int32 number | int32 CRC-32C | int64 offset | int64 length
 * sections   in the order of the table
 * blocks     of rows; block tables say where each block is, and directories where each row is, and its CRC-32C
 * </pre>
 *
 * <p>Which sections there are, and what they hold, is the kind's to say.
 */
public final class FileLayout {
    /** A byte with its high bit set, a name, and line ends of both kinds, so that a transfer as text is noticed. */
    public static final long MAGIC = 0x0A1A0A0D43455289L;

    public static final int VERSION = 2;
    public static final int HEADER = 32;
    public static final int TABLE_ENTRY = 24;
    public static final int BLOCK_ENTRY = 16;
    public static final int CHECKSUM_POSITION = 24;
    public static final int KIND_POSITION = 28;

    /** No kind has more sections. */
    static final int MAX_SECTIONS = 1024;

    private static final Pattern KIND = Pattern.compile("[A-Z0-9]{4}");

    private FileLayout() {}

    public static int headerLength(int sections) {
        return HEADER + TABLE_ENTRY * sections;
    }

    /** Whether a text can be a kind: four upper-case letters or digits. */
    public static boolean isKind(String text) {
        return KIND.matcher(text).matches();
    }

    /**
     * Checks a kind.
     *
     * @throws IllegalArgumentException if it is not four upper-case letters or digits
     */
    public static String requireKind(String kind) {
        if (!isKind(Arguments.requireNonNull("kind", kind))) {
            throw new IllegalArgumentException("kind must be four upper-case letters or digits: \"" + kind + "\"");
        }
        return kind;
    }

    /** A kind as the header has it. */
    static int kindNumber(String kind) {
        byte[] letters = requireKind(kind).getBytes(StandardCharsets.US_ASCII);
        return letters[0] | letters[1] << 8 | letters[2] << 16 | letters[3] << 24;
    }

    /** The kind of a header; a text that no kind can be called where the header is wrong. */
    static String kind(int number) {
        byte[] letters = {(byte) number, (byte) (number >> 8), (byte) (number >> 16), (byte) (number >> 24)};
        String kind = new String(letters, StandardCharsets.US_ASCII);
        return isKind(kind) ? kind : Integer.toHexString(number);
    }
}
