package dev.recommender.csv;

import dev.recommender.Utf8Sequence;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field without the white space at its ends. It is a view of a buffer that its owner reuses, valid until the next
 * record is read. ASCII is read directly from the bytes. Other UTF-8 is decoded only if more of it than its first
 * character is asked for, and chars are encoded only if their bytes are.
 */
final class Slice implements Utf8Sequence {
    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private boolean ascii = true;
    private boolean encoded = true;
    private @Nullable String text;

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
        set(source, first, last, true);
    }

    /** Points at bytes that are known to be UTF-8. */
    void setUtf8(byte[] source, int from, int to) {
        int at = from;
        while (at < to && source[at] >= 0) {
            at++;
        }
        if (at == to) {
            setAscii(source, from, to);
            return;
        }
        int first = from;
        int last = to;
        while (source[first] >= 0 && white((char) source[first])) {
            first++;
        }
        while (source[last - 1] >= 0 && white((char) source[last - 1])) {
            last--;
        }
        int lastLead = last - 1;
        while ((source[lastLead] & 0xC0) == 0x80) {
            lastLead--;
        }
        if (mayBeWhite(source[first]) || mayBeWhite(source[lastLead])) {
            setText(new String(source, first, last - first, StandardCharsets.UTF_8));
        } else {
            set(source, first, last, false);
        }
    }

    /** Takes a text of its own. */
    void setText(String source) {
        int first = 0;
        int last = source.length();
        while (first < last && white(source.charAt(first))) {
            first++;
        }
        while (first < last && white(source.charAt(last - 1))) {
            last--;
        }
        set(bytes, 0, 0, false);
        encoded = false;
        text = source.substring(first, last);
    }

    private void set(byte[] source, int from, int to, boolean isAscii) {
        bytes = source;
        start = from;
        end = to;
        ascii = isAscii;
        encoded = true;
        text = null;
    }

    /** White space and no-break spaces, as Product Recommendations trimmed them. */
    private static boolean white(char c) {
        return c <= ' '
                ? Character.isWhitespace(c)
                : c > 0x7F && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** Whether white space beyond ASCII starts with this byte. */
    private static boolean mayBeWhite(byte lead) {
        return lead == (byte) 0xC2 || lead == (byte) 0xE1 || lead == (byte) 0xE2 || lead == (byte) 0xE3;
    }

    /** Whether there is anything but ASCII in it; a text of its own may be either. */
    boolean isBeyondAscii() {
        return !ascii && text == null;
    }

    @Override
    public int length() {
        if (ascii) {
            return end - start;
        }
        if (text != null) {
            return text.length();
        }
        int length = 0;
        for (int at = start; at < end; at++) {
            int b = bytes[at] & 0xFF;
            length += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        }
        return length;
    }

    @Override
    public char charAt(int index) {
        if (ascii) {
            return (char) bytes[start + index];
        }
        return index == 0 && text == null && bytes[start] > 0 ? (char) bytes[start] : text().charAt(index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return toString().substring(from, to);
    }

    @Override
    public boolean isEmpty() {
        return text == null ? start == end : text.isEmpty();
    }

    @Override
    public byte[] bytes() {
        if (!encoded) {
            bytes = Objects.requireNonNull(text).getBytes(StandardCharsets.UTF_8);
            start = 0;
            end = bytes.length;
            encoded = true;
        }
        return bytes;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public String toString() {
        return ascii ? new String(bytes, start, end - start, StandardCharsets.US_ASCII) : text();
    }

    private String text() {
        if (text == null) {
            text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        return text;
    }
}
