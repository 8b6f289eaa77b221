package dev.recommender.registry;

import dev.recommender.FileLayout;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingStatistics;
import dev.recommender.internal.util.Texts;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Parsing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** Statistics with less text, for a record that has no room for all of it. */
final class StatisticsCut {
    /** With three reports of all reasons, each with two texts, all escaped, two fifths of the room are left. */
    private static final int LONGEST_TEXT = 40;

    /** Without details and with files so short there is room beside them for all metrics at five lengths, three times. */
    private static final int LONGEST_FILE = 10;

    static final int LONGEST_NOTE = 300;

    private static final int HALF = ModelStatistics.MAX_LENGTH / 2;
    private static final int MOST = ModelStatistics.MAX_LENGTH * 3 / 4;
    private static final int LAYOUTS = 3;
    private static final int COLUMNS = 20;
    private static final int TYPES = 6;
    private static final int TRIALS = 20;

    private StatisticsCut() {}

    /**
     * The same with so much less text that the tables of an algorithm have room. Notes are made for people, and go last.
     *
     * @param length the length of statistics without these tables
     */
    static ModelStatistics fitting(ModelStatistics statistics, ToIntFunction<ModelStatistics> length) {
        ModelStatistics kept = statistics;
        for (UnaryOperator<ModelStatistics> cut : List.<UnaryOperator<ModelStatistics>>of(
                all -> with(all, TRIALS),
                all -> with(all, all.algorithm(), StatisticsCut::fewerFiles),
                all -> with(all, text(all.algorithm()), StatisticsCut::shortened))) {
            if (length.applyAsInt(kept) > HALF) {
                kept = cut.apply(kept);
            }
        }
        for (UnaryOperator<ModelStatistics> cut : List.<UnaryOperator<ModelStatistics>>of(
                all -> with(all, 0),
                all -> with(all, all.algorithm(), StatisticsCut::withoutFiles),
                all -> with(all, all.training(), shortened(all.notes(), LONGEST_NOTE)),
                all -> with(all, all.training().map(ModelStatistics::withoutEvents), all.notes()),
                all -> with(all, all.algorithm(), StatisticsCut::withoutDetails))) {
            if (length.applyAsInt(kept) > MOST) {
                kept = cut.apply(kept);
            }
        }
        return length.applyAsInt(kept) > MOST ? fewerNotes(kept, length) : kept;
    }

    /** The first notes, as many as have room, and how many the others are. */
    private static ModelStatistics fewerNotes(ModelStatistics statistics, ToIntFunction<ModelStatistics> length) {
        List<String> all = statistics.notes();
        int most = all.size();
        int least = 0;
        // How many fit is between the two.
        while (least < most) {
            int middle = (least + most) / 2;
            if (length.applyAsInt(statistics.notes(first(all, middle + 1))) <= MOST) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return statistics.notes(first(all, least));
    }

    private static List<String> first(List<String> notes, int kept) {
        List<String> first = new ArrayList<>(notes.subList(0, kept));
        int others = notes.size() - kept;
        if (others > 0) {
            first.add(others + (others == 1 ? " note" : " notes") + " left out: the record has no room");
        }
        return first;
    }

    private static ModelStatistics with(
            ModelStatistics statistics, String algorithm, UnaryOperator<ParsingReport> cut) {
        return new ModelStatistics(
                algorithm,
                statistics.training(),
                statistics.featureWeightsLeftOut(),
                statistics.usage().map(parsing -> with(parsing, cut)),
                statistics.catalog().map(parsing -> with(parsing, cut)),
                statistics.evaluation().map(evaluated -> with(evaluated, cut)),
                statistics.tuning(),
                statistics.notes());
    }

    private static ModelStatistics with(ModelStatistics statistics, int trials) {
        return new ModelStatistics(
                statistics.algorithm(),
                statistics.training(),
                statistics.featureWeightsLeftOut(),
                statistics.usage(),
                statistics.catalog(),
                statistics.evaluation(),
                statistics.tuning().map(report -> report.withTrials(trials)),
                statistics.notes());
    }

    private static ModelStatistics with(
            ModelStatistics statistics, Optional<TrainingStatistics> training, List<String> notes) {
        return new ModelStatistics(
                statistics.algorithm(),
                training,
                statistics.featureWeightsLeftOut(),
                statistics.usage(),
                statistics.catalog(),
                statistics.evaluation(),
                statistics.tuning(),
                notes);
    }

    private static Parsing with(Parsing parsing, UnaryOperator<ParsingReport> cut) {
        return new Parsing(cut.apply(parsing.report()), parsing.duration());
    }

    private static Evaluated with(Evaluated evaluated, UnaryOperator<ParsingReport> cut) {
        return evaluated.events(with(evaluated.events(), cut));
    }

    private static ParsingReport fewerFiles(ParsingReport report) {
        return withFiles(
                report,
                report.files().stream()
                        .limit(LAYOUTS)
                        .map(StatisticsCut::shortened)
                        .toList());
    }

    private static ParsingReport withoutFiles(ParsingReport report) {
        return withFiles(report, List.of());
    }

    private static ParsingReport withFiles(ParsingReport report, List<FileLayout> files) {
        return new ParsingReport(report.lines(), report.successes(), report.errors(), report.warnings(), files);
    }

    private static ParsingReport shortened(ParsingReport report) {
        return new ParsingReport(
                report.lines(),
                report.successes(),
                shortened(report.errors()),
                shortened(report.warnings()),
                report.files());
    }

    private static ParsingReport withoutDetails(ParsingReport report) {
        return new ParsingReport(
                report.lines(),
                report.successes(),
                withoutDetails(report.errors()),
                withoutDetails(report.warnings()),
                report.files());
    }

    private static List<ParsingProblem> withoutDetails(List<ParsingProblem> problems) {
        return problems.stream()
                .map(problem -> new ParsingProblem(
                        problem.reason(),
                        problem.count(),
                        Texts.shortened(problem.file(), LONGEST_FILE),
                        problem.line(),
                        ""))
                .toList();
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
                .forEach(column -> columns.add(new FileLayout.Column(
                        text(column.role()), text(column.name()), text(column.format()), column.doubts())));
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

    private static List<String> shortened(List<String> notes, int longest) {
        return notes.stream().map(note -> Texts.shortened(note, longest)).toList();
    }

    private static String text(String text) {
        return Texts.shortened(text, LONGEST_TEXT);
    }
}
