package dev.recommender.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.recommender.ParsingReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one by one from UTF-8 bytes. A line without a quote is split in place. A record with quotes, which may
 * span lines, is gathered and given to FastCSV alone. So each record stands for itself: a malformed record is reported,
 * and reading goes on at the line after the one it starts at. A record with malformed characters is reported, too.
 *
 * <p>Blank lines are no records, but count as lines. Fields are trimmed, quoted ones too. A byte order mark at the start
 * of any line, as files that were joined have it, is dropped.
 */
final class RecordReader extends Records {
    /** A record of more characters is malformed. */
    static final int MAX_RECORD = 1 << 20;

    private static final byte QUOTE = '"';
    private static final int NEVER = 256;
    private static final int SHOWN = 1 << 10;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream input;
    private final boolean transcoded;
    private final boolean wholeLines;
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
    private long filled;
    private @Nullable String complaint;
    private ParsingReason reason = ParsingReason.MALFORMED_LINE;
    private int lineStart;
    private boolean quoteSeen;
    private boolean ascii;
    private int[] separators = new int[16];
    private int separatorCount;

    /** Reads a whole text. */
    RecordReader(Text text, String delimiter) {
        this(text, delimiter, () -> 0);
    }

    /** Reads a part of a text that starts after so many lines, which are asked for when a line has to be named. */
    RecordReader(Text text, String delimiter, LongSupplier linesBefore) {
        this(text, delimiter, false, linesBefore);
    }

    private RecordReader(Text text, String delimiter, boolean wholeLines, LongSupplier linesBefore) {
        this.input = text.bytes();
        this.transcoded = text.transcoded();
        this.wholeLines = wholeLines;
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

    /** Reads each line as one field, whatever characters are in it. */
    static RecordReader ofLines(Text text) {
        return new RecordReader(text, "\n", true, () -> 0);
    }

    @Override
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
            if (!ascii && marked(start, end)) {
                start += MARK.length;
            }
            if (blank(start, end)) {
                continue;
            }
            if (quoteSeen && !wholeLines) {
                gather(start, end);
            } else if (ascii || charactersAreWell(start, end)) {
                split(start, end);
            }
            return true;
        }
    }

    @Override
    boolean malformed() {
        return complaint != null;
    }

    @Override
    ParsingReason reason() {
        return reason;
    }

    @Override
    String complaint() {
        return complaint == null ? "" : complaint;
    }

    @Override
    int fieldCount() {
        return fieldCount;
    }

    @Override
    Slice field(int index) {
        return fields[index];
    }

    @Override
    long line() {
        return linesBefore.getAsLong() + (malformed() ? firstLine : line);
    }

    @Override
    long linesRead() {
        return line;
    }

    /** How many bytes of the text the records that were read take, with the lines between them. */
    long bytesRead() {
        return filled - (limit - position);
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
        int single = separator.length == 1 && !wholeLines ? separator[0] : NEVER;
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
                    // A NUL is looked at as closely as what is no ASCII.
                    ascii &= b > 0;
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
        filled += read;
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
                add(from, lineStart + separators[at]);
                from = lineStart + separators[at] + 1;
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
        if (!ascii) {
            charactersAreWell(start, end);
        }
        StringBuilder record = new StringBuilder(first.length() + 64).append(first);
        // What comes after the first line is looked at but not consumed until the record is known to be whole.
        int resume = position;
        long lines = 0;
        QuoteScan scan = new QuoteScan(delimiter);
        scan.feed(record, 0);
        boolean open = scan.open();
        boolean well = !malformed();
        while (open) {
            int before = record.length();
            int next = peekLine(resume, record);
            if (next < 0 || record.length() > MAX_RECORD) {
                complain(ParsingReason.MALFORMED_LINE, "a quote is not closed in ", first);
                return;
            }
            resume = next;
            lines++;
            if (malformed() && well) {
                firstLine = line + lines;
            }
            well = !malformed();
            scan.feed(record, before);
            open = scan.open();
        }
        try {
            CsvRecord parsed = quoted.ofSingleCsvRecord(record.toString());
            for (String field : malformed() ? List.<String>of() : parsed.getFields()) {
                nextField().setText(field);
            }
            position = resume;
            line += lines;
        } catch (CsvParseException e) {
            complain(ParsingReason.MALFORMED_LINE, "text follows a closing quote in ", first);
        }
    }

    /** Reports a problem with a line whose part from the position on is so many bytes long. */
    private void checkLength(int length) {
        if (!malformed() && tooLong(position, position + length)) {
            complain(
                    ParsingReason.LINE_TOO_LONG,
                    "more than " + MAX_RECORD + " characters in ",
                    text(position, position + SHOWN));
        }
    }

    private boolean marked(int start, int end) {
        return end - start >= MARK.length && Arrays.equals(buffer, start, start + MARK.length, MARK, 0, MARK.length);
    }

    /** Reports the first malformed character of a line; says whether there is none. */
    private boolean charactersAreWell(int from, int to) {
        int bad = Utf8Check.malformed(buffer, from, to);
        if (bad >= 0 && !malformed()) {
            String before = text(from, bad);
            String what = buffer[bad] == 0
                    ? "a NUL is at byte " + (bad - from + 1)
                    : transcoded
                            ? "character " + (before.codePointCount(0, before.length()) + 1) + " is none of the charset"
                            : String.format("byte %d is 0x%02X, which is no UTF-8,", bad - from + 1, buffer[bad]);
            complain(ParsingReason.MALFORMED_CHARACTERS, what + " of ", text(from, Math.min(to, from + SHOWN)));
        }
        return bad < 0;
    }

    private void complain(ParsingReason why, String what, String start) {
        firstLine = line;
        reason = why;
        complaint = what + Problems.quoted(start);
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
                append(place, limit, record);
                return limit;
            } else if (buffer[scan] == '\n' || buffer[scan] == '\r') {
                append(place, scan, record);
                boolean pair = buffer[scan] == '\r' && scan + 1 < limit && buffer[scan + 1] == '\n';
                return scan + (pair ? 2 : 1);
            } else {
                scan++;
            }
        }
    }

    private void append(int from, int to, StringBuilder record) {
        charactersAreWell(from, to);
        record.append('\n').append(text(from, to));
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
