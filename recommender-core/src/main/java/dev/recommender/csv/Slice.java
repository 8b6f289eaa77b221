package dev.recommender.csv;

import dev.recommender.Utf8Sequence;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field without the white space at its ends. It is a view of a buffer that its owner reuses, valid until the next
 * record is read. ASCII is read directly from the bytes. Other text is decoded, and encoded again if its bytes are asked
 * for.
 */
final class Slice implements Utf8Sequence {
    private byte[] bytes = new byte[0];
    private char @Nullable [] chars;
    private int start;
    private int end;
    private byte @Nullable [] encoded;
    private int encodedLength;
    private @Nullable CharsetDecoder decoder;
    private @Nullable CharsetEncoder encoder;

    /** Points at bytes that are all ASCII. */
    void setAscii(byte[] source, int from, int to) {
        int first = from;
        int last = to;
        while (first < last && white((char) source[first])) {
            first++;
        }
        while (first < last && white((char) source[last - 1])) {
            last--;
        }
        bytes = source;
        chars = null;
        start = first;
        end = last;
    }

    /** Decodes bytes that are known to be UTF-8. */
    void setUtf8(byte[] source, int from, int to) {
        if (decoder == null) {
            decoder = StandardCharsets.UTF_8.newDecoder();
        }
        CharBuffer target = CharBuffer.allocate(to - from);
        decoder.reset();
        decoder.decode(ByteBuffer.wrap(source, from, to - from), target, true);
        decoder.flush(target);
        setChars(target.array(), target.position());
    }

    /** Points at the first of these chars. */
    void setChars(char[] source, int length) {
        int first = 0;
        int last = length;
        while (first < last && white(source[first])) {
            first++;
        }
        while (first < last && white(source[last - 1])) {
            last--;
        }
        chars = source;
        encoded = null;
        start = first;
        end = last;
    }

    /** White space and no-break spaces, as Product Recommendations trimmed them. */
    private static boolean white(char c) {
        return c <= ' '
                ? Character.isWhitespace(c)
                : c > 0x7F && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        return chars == null ? (char) bytes[start + index] : chars[start + index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return toString().substring(from, to);
    }

    @Override
    public boolean isEmpty() {
        return start == end;
    }

    @Override
    public byte[] bytes() {
        if (chars == null) {
            return bytes;
        }
        if (encoded == null) {
            encode(chars);
        }
        return Objects.requireNonNull(encoded);
    }

    @Override
    public int start() {
        return chars == null ? start : 0;
    }

    @Override
    public int end() {
        return chars == null ? end : encodedLength;
    }

    @Override
    public String toString() {
        return chars == null
                ? new String(bytes, start, end - start, StandardCharsets.US_ASCII)
                : new String(chars, start, end - start);
    }

    private void encode(char[] text) {
        if (encoder == null) {
            encoder = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
        }
        ByteBuffer target = ByteBuffer.allocate(3 * (end - start));
        encoder.reset();
        encoder.encode(CharBuffer.wrap(text, start, end - start), target, true);
        encoder.flush(target);
        encoded = target.array();
        encodedLength = target.position();
    }
}
