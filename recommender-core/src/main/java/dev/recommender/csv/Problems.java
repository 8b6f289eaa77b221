package dev.recommender.csv;

import dev.recommender.ParsingException;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts the lines of one file and collects what was wrong with them. Used by one thread, but for the shared budget. */
final class Problems {
    private static final int MAX_DETAIL = 80;

    private final String file;
    private final Budget budget;
    private final Consumer<Problem> listener;
    private final Map<ParsingReason, ParsingProblem> errors = new LinkedHashMap<>();
    private final Map<ParsingReason, ParsingProblem> warnings = new LinkedHashMap<>();
    private long lines;
    private long successes;

    Problems(String file, Budget budget, Consumer<Problem> listener) {
        this.file = file;
        this.budget = budget;
        this.listener = listener;
        budget.all.add(this);
    }

    void line() {
        lines++;
    }

    void success() {
        successes++;
    }

    /**
     * Rejects a line.
     *
     * @throws ParsingException if that is one too many
     */
    void error(ParsingReason reason, long line, String field, CharSequence value) {
        add(errors, new Problem(reason, file, line, detail(field, value)));
        if (budget.used.incrementAndGet() > budget.limit) {
            throw new ParsingException(
                    "more than " + budget.limit + " lines are wrong; correct them or raise the error budget",
                    budget.report());
        }
    }

    /** Leaves out a line. */
    void warning(ParsingReason reason, long line, String field, CharSequence value) {
        add(warnings, new Problem(reason, file, line, detail(field, value)));
    }

    ParsingReport report() {
        synchronized (budget) {
            return new ParsingReport(lines, successes, List.copyOf(errors.values()), List.copyOf(warnings.values()));
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

    private static String detail(String field, CharSequence value) {
        String text = value.toString();
        String shown = text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "…";
        return field + " is \"" + shown.replace("\n", "\\n") + "\"";
    }

    /** The errors that all files of one reading may have together. */
    static final class Budget {
        private final int limit;
        private final AtomicLong used = new AtomicLong();
        private final List<Problems> all = Collections.synchronizedList(new ArrayList<>());

        Budget(int limit) {
            this.limit = limit;
        }

        private ParsingReport report() {
            synchronized (all) {
                return ParsingReport.merge(all.stream().map(Problems::report).toList());
            }
        }
    }
}
