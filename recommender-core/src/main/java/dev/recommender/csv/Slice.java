package dev.recommender.csv;

import java.nio.CharBuffer;

/** A field as a view of a buffer that its owner reuses; valid until the next record is read. */
final class Slice implements CharSequence {
    private char[] buffer = new char[0];
    private int start;
    private int end;

    /** Points at part of a buffer, without the white space at its ends. */
    void set(char[] chars, int from, int to) {
        buffer = chars;
        int first = from;
        int last = to;
        while (first < last && white(chars[first])) {
            first++;
        }
        while (first < last && white(chars[last - 1])) {
            last--;
        }
        start = first;
        end = last;
    }

    /** White space and no-break spaces, as the retired service trimmed them. */
    private static boolean white(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        return buffer[start + index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return CharBuffer.wrap(buffer, start + from, to - from);
    }

    @Override
    public boolean isEmpty() {
        return start == end;
    }

    @Override
    public String toString() {
        return new String(buffer, start, end - start);
    }
}
