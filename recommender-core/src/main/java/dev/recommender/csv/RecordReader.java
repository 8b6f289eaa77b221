package dev.recommender.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one by one. A line without a quote is split in place; a record with quotes, which may span lines, is
 * gathered and given to FastCSV alone. So each record stands for itself: one that is malformed is reported, and reading
 * goes on at the physical line after the one it starts at.
 *
 * <p>Blank lines are no records, but count as lines. Fields are trimmed, quoted ones too.
 */
final class RecordReader implements Closeable {
    /** A longer record is malformed. */
    static final int MAX_RECORD = 1 << 20;

    private static final char QUOTE = '"';

    private final Reader reader;
    private final String delimiter;
    private final char delimiterStart;
    private final CsvReader.CsvReaderBuilder quoted;
    private char[] buffer = new char[1 << 16];
    private int position;
    private int limit;
    private boolean ended;
    private Slice[] fields = new Slice[16];
    private int fieldCount;
    private long line;
    private long firstLine;
    private @Nullable String complaint;
    private int lineStart;
    private boolean quoteSeen;

    RecordReader(Reader reader, String delimiter) {
        this.reader = reader;
        this.delimiter = delimiter;
        this.delimiterStart = delimiter.charAt(0);
        this.quoted = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .trimWhitespacesAroundQuotes(true)
                .detectBomHeader(false)
                .maxBufferSize(4 * MAX_RECORD);
        Arrays.setAll(fields, ignored -> new Slice());
    }

    /** Moves to the next record; says no at the end. */
    boolean next() throws IOException {
        while (true) {
            fieldCount = 0;
            complaint = null;
            int end = endOfLine();
            if (end < 0) {
                return false;
            }
            int start = lineStart;
            line++;
            firstLine = line;
            if (malformed()) {
                return true;
            }
            if (blank(start, end)) {
                continue;
            }
            if (!quoteSeen) {
                split(start, end);
            } else {
                gather(start, end);
            }
            return true;
        }
    }

    /** Whether the record breaks the rules of CSV; then it has no fields. */
    boolean malformed() {
        return complaint != null;
    }

    /** What is wrong with the current record, and how it starts; empty if it is well-formed. */
    String complaint() {
        return complaint == null ? "" : complaint;
    }

    int fieldCount() {
        return fieldCount;
    }

    /** A field of the current record, by position. */
    Slice field(int index) {
        return fields[index];
    }

    /** The physical line, from 1, to report the record by: where a malformed one starts, where any other ends. */
    long line() {
        return malformed() ? firstLine : line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Finds the end of the line at the position and moves behind it; −1 at the end of the input. */
    private int endOfLine() throws IOException {
        quoteSeen = false;
        int scan = position;
        while (true) {
            for (; scan < limit; scan++) {
                char c = buffer[scan];
                if (c == '\n' || c == '\r') {
                    return finishLine(scan);
                }
                if (c == QUOTE) {
                    quoteSeen = true;
                }
            }
            int scanned = scan - position;
            checkLength(scanned);
            if (ended || !fill()) {
                lineStart = position;
                if (position == limit && !malformed()) {
                    return -1;
                }
                position = limit;
                return limit;
            }
            scan = position + scanned;
            if (malformed()) {
                position = scan;
            }
        }
    }

    private int finishLine(int end) throws IOException {
        checkLength(end - position);
        boolean carriageReturn = buffer[end] == '\r';
        lineStart = position;
        position = end + 1;
        if (carriageReturn) {
            if (position == limit && !ended) {
                int length = position - lineStart;
                position = lineStart;
                fill();
                lineStart = position;
                position += length;
            }
            if (position < limit && buffer[position] == '\n') {
                position++;
                return position - 2;
            }
        }
        return position - 1;
    }

    /** Reads more, keeping everything from the position on; says no at the end of the input. */
    private boolean fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = reader.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }

    private boolean blank(int start, int end) {
        for (int at = start; at < end; at++) {
            if (!Character.isWhitespace(buffer[at]) || buffer[at] == delimiterStart) {
                return false;
            }
        }
        return true;
    }

    private void split(int start, int end) {
        int from = start;
        for (int at = start; at < end; at++) {
            if (buffer[at] == delimiterStart && delimiterAt(at, end)) {
                add(buffer, from, at);
                at += delimiter.length() - 1;
                from = at + 1;
            }
        }
        add(buffer, from, end);
    }

    private boolean delimiterAt(int at, int end) {
        if (at + delimiter.length() > end) {
            return false;
        }
        for (int offset = 1; offset < delimiter.length(); offset++) {
            if (buffer[at + offset] != delimiter.charAt(offset)) {
                return false;
            }
        }
        return true;
    }

    /** Reads on until the record's quotes are closed, then lets FastCSV take it apart. */
    private void gather(int start, int end) throws IOException {
        StringBuilder record = new StringBuilder(end - start + 64).append(buffer, start, end - start);
        // What comes after the first line is looked at but not consumed until the record is known to be whole.
        int resume = position;
        long lines = 0;
        QuoteScan scan = new QuoteScan(delimiter);
        scan.feed(record, 0);
        boolean open = scan.open();
        while (open) {
            int before = record.length();
            int next = peekLine(resume, record);
            if (next < 0 || record.length() > MAX_RECORD) {
                complain("a quote is not closed", record, end - start);
                return;
            }
            resume = next;
            lines++;
            scan.feed(record, before);
            open = scan.open();
        }
        try {
            CsvRecord parsed = quoted.ofSingleCsvRecord(record.toString());
            for (String field : parsed.getFields()) {
                add(field.toCharArray(), 0, field.length());
            }
            position = resume;
            line += lines;
        } catch (CsvParseException e) {
            complain("text follows a closing quote", record, end - start);
        }
    }

    /** Complains of a line, of which the part from the position on is so long. */
    private void checkLength(int length) {
        if (length > MAX_RECORD && !malformed()) {
            complain("more than " + MAX_RECORD + " characters", new String(buffer, position, MAX_RECORD), MAX_RECORD);
        }
    }

    private void complain(String what, CharSequence record, int firstLineLength) {
        complaint = what + " in " + Problems.quoted(record.subSequence(0, firstLineLength));
    }

    /** Appends a line end and the line at a place in the buffer; returns the place after it, −1 at the end of input. */
    private int peekLine(int from, StringBuilder record) throws IOException {
        int place = from;
        int scan = from;
        while (true) {
            boolean halfLineEnd = scan + 1 == limit && buffer[scan] == '\r';
            if ((scan == limit || halfLineEnd) && !ended) {
                int ahead = scan - position;
                int start = place - position;
                fill();
                scan = position + ahead;
                place = position + start;
            } else if (scan == limit) {
                if (place == limit) {
                    return -1;
                }
                record.append('\n').append(buffer, place, limit - place);
                return limit;
            } else if (buffer[scan] == '\n' || buffer[scan] == '\r') {
                record.append('\n').append(buffer, place, scan - place);
                boolean pair = buffer[scan] == '\r' && scan + 1 < limit && buffer[scan + 1] == '\n';
                return scan + (pair ? 2 : 1);
            } else if (scan - place > MAX_RECORD) {
                return -1;
            } else {
                scan++;
            }
        }
    }

    private void add(char[] chars, int from, int to) {
        if (fieldCount == fields.length) {
            fields = Arrays.copyOf(fields, fieldCount * 2);
            for (int at = fieldCount; at < fields.length; at++) {
                fields[at] = new Slice();
            }
        }
        fields[fieldCount++].set(chars, from, to);
    }
}
