package dev.recommender.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines before a file's header or first record that are neither: comments after {@code #}, and a spreadsheet's line
 * {@code sep=;}.
 *
 * @param bytes how many bytes they take
 * @param lines how many lines they are, blank ones included
 * @param skipped how many of them are not blank
 * @param delimiter the delimiter that a spreadsheet's line names
 * @param header the fields of a comment that is a header
 * @param last the fields of the last comment; none if there is no comment
 */
record Preamble(
        int bytes,
        int lines,
        int skipped,
        Optional<String> delimiter,
        Optional<List<String>> header,
        List<String> last) {
    private static final Preamble NONE = new Preamble(0, 0, 0, Optional.empty(), Optional.empty(), List.of());
    private static final Pattern SEPARATOR = Pattern.compile("\"?sep=([^\"\r\n])\"?", Pattern.CASE_INSENSITIVE);

    /** A line of the head, and where the next one starts. */
    private record Line(String text, int next) {}

    /**
     * Looks for such lines in a head.
     *
     * @param usual the delimiter, unless a spreadsheet's line names one
     * @param leastFields how many fields a record must have
     * @param isHeader whether fields are a header without a doubt
     */
    static Preamble of(Head head, String usual, int leastFields, Predicate<List<String>> isHeader) {
        Preamble found = NONE;
        int place = 0;
        int lines = 0;
        int skipped = 0;
        List<String> comments = new ArrayList<>();
        Optional<String> delimiter = Optional.empty();
        for (Line line = line(head.bytes(), 0); line.next > place; line = line(head.bytes(), place)) {
            String text = line.text.strip();
            Matcher separator = SEPARATOR.matcher(line.text);
            boolean names = delimiter.isEmpty() && separator.matches();
            if (!text.isEmpty() && !isComment(text) && !names) {
                break;
            }
            lines++;
            place = line.next;
            if (names) {
                delimiter = Optional.of(separator.group(1));
            } else if (!text.isEmpty()) {
                comments.add(text);
            }
            if (!text.isEmpty()) {
                skipped++;
                found = new Preamble(place, lines, skipped, delimiter, Optional.empty(), List.of());
            }
        }
        String separator = delimiter.orElse(usual);
        Optional<List<String>> header = Optional.empty();
        List<String> last = List.of();
        for (String comment : comments) {
            last = fields(comment.replaceFirst("#+", ""), separator);
            header = header.isEmpty() && isHeader.test(last) ? Optional.of(last) : header;
        }
        boolean headed = header.isPresent() || isHeader.test(fields(found.firstLine(head), separator));
        if (!headed && !comments.isEmpty() && hashesAreData(head, found, comments, separator, leastFields)) {
            return NONE;
        }
        return new Preamble(found.bytes, found.lines, skipped, found.delimiter, header, last);
    }

    /**
     * The fields of the comment that is the header of a file; none if there is none, or no file has one. Where every file
     * has a header, a comment needs as many fields as the first record has. There the last comment is a header with any names, if the first
     * record alone has numbers or times in it.
     *
     * @param first the first record, which is no header without a doubt
     */
    List<String> header(List<String> first, Header expected) {
        if (expected == Header.NO) {
            return List.of();
        }
        if (expected == Header.AUTO) {
            return header.orElse(List.of());
        }
        Optional<List<String>> any = Optional.of(last).filter(names -> !hasValues(names) && hasValues(first));
        return header.or(() -> any)
                .filter(names -> names.size() == first.size())
                .orElse(List.of());
    }

    private static boolean hasValues(List<String> fields) {
        return fields.stream().anyMatch(field -> !field.isEmpty() && FileTimes.kind(field) != FileTimes.Kind.OTHER);
    }

    /** The first line after these that is not blank, as far as it can be read. */
    String firstLine(Head head) {
        Line line = line(head.bytes(), bytes);
        while (line.text.isBlank() && line.next < head.bytes().length) {
            line = line(head.bytes(), line.next);
        }
        return line.text;
    }

    /** Whether lines that start with # are records, since further such records follow, or nothing else does. */
    private static boolean hashesAreData(
            Head head, Preamble found, List<String> comments, String separator, int leastFields) {
        if (comments.stream().anyMatch(comment -> fields(comment, separator).size() < leastFields)) {
            return false;
        }
        boolean none = true;
        int place = found.bytes;
        for (int seen = 0; seen < Head.RECORDS; seen++) {
            Line line = line(head.bytes(), place);
            if (line.next <= place) {
                break;
            }
            place = line.next;
            none &= line.text.isBlank();
            if (isComment(line.text) && fields(line.text, separator).size() >= leastFields) {
                return true;
            }
        }
        return none;
    }

    /** Whether a line starts as comments do; #N/A is what spreadsheets write for nothing. */
    private static boolean isComment(String line) {
        return line.startsWith("#") && !line.startsWith("#N/A");
    }

    /** The fields of a line, as far as they can be told without the rules of quotes. */
    static List<String> fields(String text, String delimiter) {
        return Arrays.stream(text.split(Pattern.quote(delimiter), -1))
                .map(field -> field.strip().replaceAll("^\"|\"$", "").strip())
                .toList();
    }

    private static Line line(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        int next = end;
        if (next < bytes.length) {
            next += bytes[next] == '\r' && next + 1 < bytes.length && bytes[next + 1] == '\n' ? 2 : 1;
        }
        return new Line(new String(bytes, from, end - from, StandardCharsets.UTF_8), next);
    }
}
