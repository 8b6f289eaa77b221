package dev.recommender.csv;

import dev.recommender.FileLayout;
import dev.recommender.ParsingException;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.RefusedFileException;
import dev.recommender.internal.util.NearNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts the lines of one file and collects what was wrong with them. Used by one thread, but for the shared budget. */
final class Problems {
    private static final int MAX_VALUE = 80;

    private final String file;
    private final Budget budget;
    private final Consumer<Problem> listener;
    private final Map<ParsingReason, ParsingProblem> errors = new LinkedHashMap<>();
    private final Map<ParsingReason, ParsingProblem> warnings = new LinkedHashMap<>();
    private long lines;
    private long successes;
    private List<FileLayout> layouts = List.of();
    private Supplier<List<FileLayout>> taken = List::of;
    private boolean json;

    /**
     * Starts a reading.
     *
     * @param source what is read; the errors of an earlier reading of it no longer count
     */
    Problems(Object source, Path file, Budget budget, Consumer<Problem> listener) {
        this.file = CsvFiles.name(file);
        this.budget = budget;
        this.listener = listener;
        budget.start(source, this);
    }

    void line() {
        lines++;
    }

    void success() {
        successes++;
    }

    /**
     * Sets what the file was taken for, as soon as that is known.
     *
     * @param description gives it with what was read so far; asked for by the reading thread alone, now, at the end, and
     *     when the file is refused
     */
    void takenFor(Supplier<FileLayout> description) {
        taken = () -> List.of(description.get());
        describe();
    }

    /** Brings what the file was taken for up to what was read. */
    private void describe() {
        List<FileLayout> now = taken.get();
        synchronized (budget) {
            layouts = now;
        }
    }

    /** The exception with what all files were taken for so far. */
    private ParsingException refusal(String message) {
        describe();
        return new ParsingException(message, budget.report());
    }

    /** Says that the file is of JSON lines, which have neither a delimiter nor a header to name as a remedy. */
    void ofJson() {
        json = true;
    }

    /** The file's bare name. */
    String file() {
        return file;
    }

    /**
     * Rejects a line because of a field.
     *
     * @param value the field's text; null if the line is too short to have the field
     * @throws ParsingException if that is one too many
     */
    void error(ParsingReason reason, long line, String field, @Nullable CharSequence value) {
        error(reason, line, field, value, "");
    }

    /** The same with a hint that follows the value. */
    void error(ParsingReason reason, long line, String field, @Nullable CharSequence value, String hint) {
        error(reason, line, detail(field, value) + hint);
    }

    /** Rejects a record that is not well-formed; throws as the other errors do. */
    void malformed(Records reader) {
        error(reader.reason(), reader.line(), reader.complaint());
    }

    /** Rejects a record with more fields than there are columns, of which the first one too many is shown. */
    void tooManyFields(Records reader, int columns) {
        error(
                ParsingReason.TOO_MANY_FIELDS,
                reader.line(),
                "field " + (columns + 1) + " of " + reader.fieldCount(),
                reader.field(columns),
                ", and there " + (columns == 1 ? "is 1 column" : "are " + columns + " columns"));
    }

    /** Refuses a header that has a name more than once. */
    void requireOnce(String column, List<String> header, long line) {
        if (header.indexOf(column) != header.lastIndexOf(column)) {
            throw refused(line, "has several columns named " + quoted(column), "rename one of them");
        }
    }

    /** The exception for a file that is refused as a whole because of a line; 0 if it is because of no line alone. */
    ParsingException refused(long line, String fault, String remedy) {
        describe();
        return new RefusedFileException(line == 0 ? file : file + ":" + line, fault, remedy, budget.report());
    }

    /** The exception for a file whose header or JSON keys lack a column, so that no line of it can be read. */
    ParsingException headerLacks(long line, String column, List<String> header) {
        List<String> shown =
                header.stream().filter(name -> name.length() <= MAX_VALUE).toList();
        String near = NearNames.near(column, shown)
                .map(name -> " (did you mean " + quoted(name) + "?)")
                .orElse("");
        String there = near + "; " + (json ? "the first lines have " : "the header has ") + quoted(header.toString());
        return json
                ? refused(0, "has no key named " + quoted(column) + there, "name the keys as the lines do")
                : refused(
                        line,
                        "has no column named " + quoted(column) + there,
                        "name the columns as the header does, or check the delimiter");
    }

    private void error(ParsingReason reason, long line, String detail) {
        add(errors, new Problem(reason, file, line, detail));
        if (budget.used.incrementAndGet() > budget.limit) {
            throw refusal(tooMany());
        }
    }

    private String tooMany() {
        if (budget.limit == 0) {
            return "a line is wrong, and none may be; correct it";
        }
        return "more than " + budget.limit + (budget.limit == 1 ? " line is" : " lines are")
                + (budget.files > 1
                        ? " wrong; correct them, leave out files that hold something else, or raise the error budget"
                        : " wrong; correct them or raise the error budget");
    }

    /**
     * Ends the reading of a part of the file.
     *
     * @throws ParsingException if all parts are read, and too large a share of their lines is wrong
     */
    void end(LineShare share, int part) {
        Optional<LineShare.Counts> whole = share.end(part, new LineShare.Counts(lines, soFar().errorCount()));
        if (budget.sharesCount && whole.isPresent() && whole.get().isTooManyErrors()) {
            throw refusal(String.format(
                    Locale.ROOT,
                    "%,d of %,d lines of %s are wrong, which is more than one in %d;"
                            + " check %s,"
                            + " correct them or raise the error budget",
                    whole.get().errors(),
                    whole.get().lines(),
                    file,
                    LineShare.LINES_PER_ERROR,
                    json ? "what the keys hold" : "the delimiter and what the columns hold"));
        }
    }

    /** Leaves out a line. */
    void warning(ParsingReason reason, long line, String field, CharSequence value) {
        add(warnings, new Problem(reason, file, line, detail(field, value)));
    }

    /** What the reading thread has read until now. */
    ParsingReport report() {
        describe();
        return soFar();
    }

    /** The same for any thread; what the file was taken for may be of a moment before. */
    private ParsingReport soFar() {
        synchronized (budget) {
            return new ParsingReport(
                    lines, successes, List.copyOf(errors.values()), List.copyOf(warnings.values()), layouts);
        }
    }

    private void add(Map<ParsingReason, ParsingProblem> kind, Problem problem) {
        synchronized (budget) {
            ParsingProblem first = kind.get(problem.reason());
            kind.put(
                    problem.reason(),
                    first == null
                            ? new ParsingProblem(problem.reason(), 1, file, problem.line(), problem.detail())
                            : new ParsingProblem(
                                    first.reason(), first.count() + 1, file, first.line(), first.detail()));
            listener.accept(problem);
        }
    }

    private static String detail(String field, @Nullable CharSequence value) {
        if (value == null) {
            return field + " is absent";
        }
        return field + " is " + (value.isEmpty() ? "blank" : quoted(value));
    }

    /** The start of a value in quotes, with escapes for characters that would upset a log or a terminal. */
    static String quoted(CharSequence value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints().limit(MAX_VALUE).forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        boolean whole = Character.codePointCount(value, 0, value.length()) <= MAX_VALUE;
        return shown.append(whole ? "\"" : "…\"").toString();
    }

    /** The errors that all files of one reading may have together. */
    static final class Budget {
        private static final int STANDARD = 100;

        private final int limit;
        private final boolean sharesCount;
        private final int files;
        private final AtomicLong used = new AtomicLong();
        private final Map<Object, Problems> readings = new LinkedHashMap<>();

        /**
         * A budget for so many files.
         *
         * @param chosen how many errors there may be; absent for the default
         * @param sharesCount whether no file may have too large a share of errors either
         */
        Budget(OptionalInt chosen, boolean sharesCount, int files) {
            this.limit = chosen.orElse(STANDARD);
            this.sharesCount = sharesCount;
            this.files = files;
        }

        private synchronized void start(Object source, Problems reading) {
            Problems earlier = readings.put(source, reading);
            if (earlier != null) {
                used.addAndGet(-earlier.soFar().errorCount());
            }
        }

        private synchronized ParsingReport report() {
            return ParsingReport.merge(
                    readings.values().stream().map(Problems::soFar).toList());
        }
    }
}
