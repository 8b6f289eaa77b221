package dev.recommender.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one by one from UTF-8 bytes. A line without a quote is split in place. A record with quotes, which may
 * span lines, is gathered and given to FastCSV alone. So each record stands for itself: a malformed record is reported,
 * and reading goes on at the line after the one it starts at.
 *
 * <p>Blank lines are no records, but count as lines. Fields are trimmed, quoted ones too.
 */
final class RecordReader implements Closeable {
    /** A record of more characters is malformed. */
    static final int MAX_RECORD = 1 << 20;

    private static final byte QUOTE = '"';
    private static final int NEVER = 256;
    private static final int SHOWN = 1 << 10;

    private final InputStream input;
    private final String delimiter;
    private final byte[] separator;
    private final CsvReader.CsvReaderBuilder quoted;
    private final LongSupplier linesBefore;
    private byte[] buffer = new byte[1 << 16];
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
    private boolean ascii;
    private int[] separators = new int[16];
    private int separatorCount;

    /** Reads a whole input. */
    RecordReader(InputStream input, String delimiter) {
        this(input, delimiter, () -> 0);
    }

    /** Reads a part of a file that starts after so many lines, which are asked for when a line has to be named. */
    RecordReader(InputStream input, String delimiter, LongSupplier linesBefore) {
        this.input = input;
        this.delimiter = delimiter;
        this.separator = delimiter.getBytes(StandardCharsets.UTF_8);
        this.linesBefore = linesBefore;
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
        return linesBefore.getAsLong() + (malformed() ? firstLine : line);
    }

    /** How many physical lines were read so far. */
    long linesRead() {
        return line;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** Finds the end of the line at the position and moves behind it; −1 at the end of the input. */
    private int endOfLine() throws IOException {
        quoteSeen = false;
        ascii = true;
        separatorCount = 0;
        int single = separator.length == 1 ? separator[0] : NEVER;
        int scan = position;
        while (true) {
            byte[] bytes = buffer;
            for (int end = limit; scan < end; scan++) {
                byte b = bytes[scan];
                if (b == single) {
                    noteSeparator(scan - position);
                } else if (b <= QUOTE) {
                    if (b == '\n' || b == '\r') {
                        return finishLine(scan);
                    }
                    quoteSeen |= b == QUOTE;
                    ascii &= b >= 0;
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

    private void noteSeparator(int offset) {
        if (separatorCount == separators.length) {
            separators = Arrays.copyOf(separators, separatorCount * 2);
        }
        separators[separatorCount++] = offset;
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
        int read = input.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }

    private boolean blank(int start, int end) {
        if (start < end && buffer[start] > ' ') {
            return false;
        }
        String text = text(start, end);
        return text.chars().allMatch(c -> Character.isWhitespace(c) && c != delimiter.charAt(0));
    }

    private void split(int start, int end) {
        int from = start;
        if (separator.length == 1) {
            for (int at = 0; at < separatorCount; at++) {
                add(from, start + separators[at]);
                from = start + separators[at] + 1;
            }
        } else {
            for (int at = start; at <= end - separator.length; at++) {
                if (separatorAt(at)) {
                    add(from, at);
                    from = at + separator.length;
                    at = from - 1;
                }
            }
        }
        add(from, end);
    }

    private boolean separatorAt(int at) {
        for (int offset = 0; offset < separator.length; offset++) {
            if (buffer[at + offset] != separator[offset]) {
                return false;
            }
        }
        return true;
    }

    /** Reads on until the record's quotes are closed, then lets FastCSV take it apart. */
    private void gather(int start, int end) throws IOException {
        String first = text(start, end);
        StringBuilder record = new StringBuilder(first.length() + 64).append(first);
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
                complain("a quote is not closed", first);
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
                nextField().setChars(field.toCharArray(), field.length());
            }
            position = resume;
            line += lines;
        } catch (CsvParseException e) {
            complain("text follows a closing quote", first);
        }
    }

    /** Reports a problem with a line whose part from the position on is so many bytes long. */
    private void checkLength(int length) {
        if (!malformed() && tooLong(position, position + length)) {
            complain("more than " + MAX_RECORD + " characters", text(position, position + SHOWN));
        }
    }

    private void complain(String what, String start) {
        complaint = what + " in " + Problems.quoted(start);
    }

    /** Appends a line end and the line at a place in the buffer; returns the place after it, −1 at the end of input. */
    private int peekLine(int from, StringBuilder record) throws IOException {
        int place = from;
        int scan = from;
        while (true) {
            boolean halfLineEnd = scan + 1 == limit && buffer[scan] == '\r';
            if ((scan == limit || halfLineEnd) && !ended) {
                if (tooLong(place, scan)) {
                    return -1;
                }
                int ahead = scan - position;
                int start = place - position;
                fill();
                scan = position + ahead;
                place = position + start;
            } else if (scan == limit) {
                if (place == limit) {
                    return -1;
                }
                record.append('\n').append(text(place, limit));
                return limit;
            } else if (buffer[scan] == '\n' || buffer[scan] == '\r') {
                record.append('\n').append(text(place, scan));
                boolean pair = buffer[scan] == '\r' && scan + 1 < limit && buffer[scan + 1] == '\n';
                return scan + (pair ? 2 : 1);
            } else {
                scan++;
            }
        }
    }

    /** Whether bytes are more characters, as UTF-16 counts them, than a record may have. */
    private boolean tooLong(int from, int to) {
        if (to - from <= MAX_RECORD) {
            return false;
        }
        int chars = 0;
        for (int at = from; at < to; at++) {
            int b = buffer[at] & 0xFF;
            chars += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        }
        return chars > MAX_RECORD;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    private void add(int from, int to) {
        if (ascii) {
            nextField().setAscii(buffer, from, to);
        } else {
            nextField().setUtf8(buffer, from, to);
        }
    }

    private Slice nextField() {
        if (fieldCount == fields.length) {
            fields = Arrays.copyOf(fields, fieldCount * 2);
            for (int at = fieldCount; at < fields.length; at++) {
                fields[at] = new Slice();
            }
        }
        return fields[fieldCount++];
    }
}
