package dev.recommender.registry;

import dev.recommender.FileLayout;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Parsing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Statistics with less text, for a record that has no room for all of it. */
final class StatisticsCut {
    /** With three reports of all reasons, each with two texts, all escaped, nearly half the room is left. */
    private static final int LONGEST_TEXT = 40;

    private static final int LAYOUTS = 3;
    private static final int COLUMNS = 20;
    private static final int TYPES = 6;

    private StatisticsCut() {}

    /** The same with the texts of the reports cut, which an algorithm may have made, too. Nothing is quoted elsewhere. */
    static ModelStatistics shortened(ModelStatistics statistics) {
        return with(statistics, text(statistics.algorithm()), StatisticsCut::shortened);
    }

    /** The same without what the files were taken for. */
    static ModelStatistics withoutFiles(ModelStatistics statistics) {
        return with(
                statistics,
                statistics.algorithm(),
                report -> new ParsingReport(report.lines(), report.successes(), report.errors(), report.warnings()));
    }

    private static ModelStatistics with(
            ModelStatistics statistics, String algorithm, UnaryOperator<ParsingReport> cut) {
        return new ModelStatistics(
                algorithm,
                statistics.training().map(ModelStatistics::withoutEvents),
                statistics.featureWeightsLeftOut(),
                statistics.usage().map(parsing -> with(parsing, cut)),
                statistics.catalog().map(parsing -> with(parsing, cut)),
                statistics.evaluation().map(evaluated -> with(evaluated, cut)),
                List.of());
    }

    private static Parsing with(Parsing parsing, UnaryOperator<ParsingReport> cut) {
        return new Parsing(cut.apply(parsing.report()), parsing.duration());
    }

    private static Evaluated with(Evaluated evaluated, UnaryOperator<ParsingReport> cut) {
        return new Evaluated(
                with(evaluated.events(), cut),
                evaluated.duration(),
                evaluated.counts(),
                evaluated.scores(),
                evaluated.popularity());
    }

    private static ParsingReport shortened(ParsingReport report) {
        return new ParsingReport(
                report.lines(),
                report.successes(),
                shortened(report.errors()),
                shortened(report.warnings()),
                report.files().stream()
                        .limit(LAYOUTS)
                        .map(StatisticsCut::shortened)
                        .toList());
    }

    private static List<ParsingProblem> shortened(List<ParsingProblem> problems) {
        return problems.stream()
                .limit(ParsingReason.values().length)
                .map(problem -> new ParsingProblem(
                        problem.reason(),
                        problem.count(),
                        text(problem.file()),
                        problem.line(),
                        text(problem.detail())))
                .toList();
    }

    private static FileLayout shortened(FileLayout layout) {
        List<FileLayout.Column> columns = new ArrayList<>();
        layout.columns().stream()
                .limit(COLUMNS)
                .forEach(column -> columns.add(
                        new FileLayout.Column(text(column.role()), text(column.name()), text(column.format()))));
        Map<String, Long> types = new LinkedHashMap<>();
        layout.types().entrySet().stream()
                .limit(TYPES)
                .forEach(type -> types.merge(text(type.getKey()), type.getValue(), Long::sum));
        return new FileLayout(
                text(layout.file()),
                layout.files(),
                text(layout.charset()),
                text(layout.delimiter()),
                layout.header(),
                layout.linesSkipped(),
                columns,
                layout.times(),
                layout.weights(),
                types,
                layout.blankTimes());
    }

    private static String text(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
