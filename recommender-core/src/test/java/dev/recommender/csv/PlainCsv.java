package dev.recommender.csv;

import java.util.ArrayList;
import java.util.List;

/** The rules of records once more, for a whole text and without regard to speed: what {@link RecordReader} must agree with. */
final class PlainCsv {
    /** A record as it should be reported; a malformed one, or one with a replaced character, has no fields. */
    record Row(long line, boolean malformed, List<String> fields) {}

    private final String text;
    private final String delimiter;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private PlainCsv(String text, String delimiter) {
        this.text = text;
        this.delimiter = delimiter;
    }

    static List<Row> rows(String text, String delimiter) {
        return new PlainCsv(text, delimiter).rows();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        long line = 0;
        while (at < text.length()) {
            int start = at;
            line++;
            if (lineIsBlank()) {
                toNextLine();
                continue;
            }
            fields.clear();
            if (record()) {
                String record = text.substring(start, at);
                int bad = record.indexOf('\ufffd');
                if (bad >= 0) {
                    rows.add(new Row(line + lineEnds(record.substring(0, bad)), true, List.of()));
                }
                line += lineEnds(record);
                if (bad < 0) {
                    rows.add(new Row(line, false, List.copyOf(fields)));
                }
            } else {
                rows.add(new Row(line, true, List.of()));
                at = start;
            }
            toNextLine();
        }
        return rows;
    }

    private boolean lineIsBlank() {
        for (int i = at; i < text.length() && !lineEnd(i); i++) {
            if (!Character.isWhitespace(text.charAt(i)) || text.charAt(i) == delimiter.charAt(0)) {
                return false;
            }
        }
        return true;
    }

    private boolean record() {
        while (true) {
            if (!field()) {
                return false;
            }
            if (at == text.length() || lineEnd(at)) {
                return true;
            }
            if (!text.startsWith(delimiter, at)) {
                return false;
            }
            at += delimiter.length();
        }
    }

    private boolean field() {
        int start = at;
        skipSpace();
        if (at == text.length() || text.charAt(at) != '"') {
            at = start;
            while (at < text.length() && !lineEnd(at) && !text.startsWith(delimiter, at)) {
                at++;
            }
            fields.add(trimmed(text.substring(start, at)));
            return true;
        }
        int from = at + 1;
        int close = from;
        while (close < text.length() && (text.charAt(close) != '"' || text.startsWith("\"\"", close))) {
            close += text.charAt(close) == '"' ? 2 : 1;
        }
        if (close >= text.length()) {
            return false;
        }
        fields.add(trimmed(text.substring(from, close)
                .replace("\"\"", "\"")
                .replace("\r\n", "\n")
                .replace('\r', '\n')));
        at = close + 1;
        skipSpace();
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) <= ' ' && !lineEnd(at) && !text.startsWith(delimiter, at)) {
            at++;
        }
    }

    private void toNextLine() {
        while (at < text.length() && !lineEnd(at)) {
            at++;
        }
        at = Math.min(text.length(), at + (text.startsWith("\r\n", at) ? 2 : 1));
    }

    private boolean lineEnd(int index) {
        return text.charAt(index) == '\n' || text.charAt(index) == '\r';
    }

    private static long lineEnds(String part) {
        return part.replace("\r\n", "\n")
                .chars()
                .filter(c -> c == '\n' || c == '\r')
                .count();
    }

    private static String trimmed(String field) {
        return field.replaceAll("^[\\s\\p{Z}\\x1c-\\x1f]+|[\\s\\p{Z}\\x1c-\\x1f]+$", "");
    }
}
