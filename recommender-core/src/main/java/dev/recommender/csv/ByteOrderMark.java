package dev.recommender.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The mark that a text starts with, if it has one.
 *
 * @param charset what it says
 * @param length how many bytes it takes
 */
record ByteOrderMark(Optional<Charset> charset, int length) {
    private static final ByteOrderMark NONE = new ByteOrderMark(Optional.empty(), 0);

    /** The marks and their charsets; the longer one first where one starts as another does. */
    private static final List<Mark> MARKS = List.of(
            new Mark(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
            new Mark(Charset.forName("UTF-32LE"), 0xFF, 0xFE, 0, 0),
            new Mark(Charset.forName("UTF-32BE"), 0, 0, 0xFE, 0xFF),
            new Mark(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
            new Mark(StandardCharsets.UTF_16BE, 0xFE, 0xFF));

    static ByteOrderMark of(HeadStream stream) {
        for (Mark mark : MARKS) {
            if (stream.startsWith(mark.bytes)) {
                return new ByteOrderMark(Optional.of(mark.charset), mark.bytes.length);
            }
        }
        return NONE;
    }

    static List<byte[]> all() {
        return MARKS.stream().map(mark -> mark.bytes).toList();
    }

    private static final class Mark {
        private final Charset charset;
        private final byte[] bytes;

        Mark(Charset charset, int... bytes) {
            this.charset = charset;
            this.bytes = Signatures.bytes(bytes);
        }
    }
}
