package dev.recommender;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was read from a source: how many lines, how many of them became events or items, and the problems of the rest,
 * grouped by reason.
 *
 * @param lines records attempted; blank lines and headers do not count
 * @param successes records accepted
 * @param errors rejected records, which count against the error budget; one entry per reason, in order of appearance
 * @param warnings records left out that do not count against the budget; one entry per reason, in order of appearance
 * @param files what the files were taken for, one entry for all files that are laid out alike; empty if there are none
 */
public record ParsingReport(
        long lines,
        long successes,
        List<ParsingProblem> errors,
        List<ParsingProblem> warnings,
        List<FileLayout> files) {
    public ParsingReport {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        files = List.copyOf(files);
    }

    /** The report of a source that is no file. */
    public ParsingReport(long lines, long successes, List<ParsingProblem> errors, List<ParsingProblem> warnings) {
        this(lines, successes, errors, warnings, List.of());
    }

    /** The report of a source in which nothing was wrong. */
    public static ParsingReport clean(long lines) {
        return new ParsingReport(lines, lines, List.of(), List.of());
    }

    /** One report for several sources, given in their order: counts add up, and the first sample of a reason stays. */
    public static ParsingReport merge(List<ParsingReport> reports) {
        long lines = 0;
        long successes = 0;
        Map<ParsingReason, ParsingProblem> errors = new EnumMap<>(ParsingReason.class);
        Map<ParsingReason, ParsingProblem> warnings = new EnumMap<>(ParsingReason.class);
        List<ParsingReason> errorOrder = new ArrayList<>();
        List<ParsingReason> warningOrder = new ArrayList<>();
        for (ParsingReport report : reports) {
            lines += report.lines;
            successes += report.successes;
            report.errors.forEach(problem -> add(problem, errors, errorOrder));
            report.warnings.forEach(problem -> add(problem, warnings, warningOrder));
        }
        List<FileLayout> files =
                reports.stream().flatMap(report -> report.files.stream()).toList();
        return new ParsingReport(
                lines,
                successes,
                inOrder(errors, errorOrder),
                inOrder(warnings, warningOrder),
                FileLayout.merge(files));
    }

    /** How many records were rejected. */
    public long errorCount() {
        return errors.stream().mapToLong(ParsingProblem::count).sum();
    }

    /** How many records were left out without counting as an error. */
    public long warningCount() {
        return warnings.stream().mapToLong(ParsingProblem::count).sum();
    }

    /** A summary line, then a line for each problem. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%,d lines: %,d accepted, %,d rejected", lines, successes, errorCount()));
        if (warningCount() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d left out", warningCount()));
        }
        errors.forEach(problem -> text.append("\n  error: ").append(problem));
        warnings.forEach(problem -> text.append("\n  warning: ").append(problem));
        return text.toString();
    }

    private static void add(
            ParsingProblem problem, Map<ParsingReason, ParsingProblem> merged, List<ParsingReason> order) {
        ParsingProblem first = merged.get(problem.reason());
        if (first == null) {
            order.add(problem.reason());
            merged.put(problem.reason(), problem);
        } else {
            long count = first.count() + problem.count();
            merged.put(
                    problem.reason(),
                    new ParsingProblem(first.reason(), count, first.file(), first.line(), first.detail()));
        }
    }

    private static List<ParsingProblem> inOrder(Map<ParsingReason, ParsingProblem> merged, List<ParsingReason> order) {
        List<ParsingProblem> problems = new ArrayList<>();
        for (ParsingReason reason : order) {
            ParsingProblem problem = merged.get(reason);
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }
}
