package dev.recommender.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The start of a text, by which it is decided what its columns hold. */
final class Head {
    /** So many records decide. */
    static final int RECORDS = 1000;

    private static final int LENGTH = 1 << 18;
    private static final int MAX_LENGTH = 1 << 22;

    private final Text text;
    private final byte[] bytes;
    private final boolean whole;

    private Head(Text text, byte[] bytes, boolean whole) {
        this.text = text;
        this.bytes = bytes;
        this.whole = whole;
    }

    /** Reads the head: more of it as long as there is no whole line in it. */
    static Head of(Text text) throws IOException {
        byte[] bytes = text.bytes().readNBytes(LENGTH);
        int wanted = LENGTH;
        while (bytes.length == wanted && wanted < MAX_LENGTH && !hasRecords(bytes)) {
            byte[] more = text.bytes().readNBytes(wanted);
            bytes = Arrays.copyOf(bytes, wanted + more.length);
            System.arraycopy(more, 0, bytes, wanted, more.length);
            wanted *= 2;
        }
        return new Head(text, bytes, bytes.length < wanted);
    }

    /** The whole text, whose head is read already. */
    Text text() {
        return text;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The text from so many bytes on, which are in the head. */
    Text from(long skipped) {
        int start = (int) skipped;
        InputStream rest = new ByteArrayInputStream(bytes, start, bytes.length - start);
        return text.with(whole ? rest : new SequenceInputStream(rest, text.bytes()));
    }

    /** The first records from so many bytes on, without the last if it may be cut off. */
    List<List<String>> records(long skipped, String delimiter) throws IOException {
        return records(new RecordReader(headFrom(skipped), delimiter));
    }

    /** The fields of the first records; of a malformed record there are none. */
    List<List<String>> records(Records reader) throws IOException {
        List<List<String>> records = new ArrayList<>();
        while (records.size() <= RECORDS && reader.next()) {
            records.add(Columns.header(reader));
        }
        if (records.size() > RECORDS || !whole && !records.isEmpty()) {
            records.remove(records.size() - 1);
        }
        return records;
    }

    /** The head's own text from so many bytes on. */
    Text headFrom(long skipped) {
        int start = (int) skipped;
        return text.with(new ByteArrayInputStream(bytes, start, bytes.length - start));
    }

    private static boolean hasRecords(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' || b == '\r' ? 1 : 0;
        }
        return lines > 2;
    }
}
