package dev.recommender.evaluation;

import dev.recommender.evaluation.Evaluation.Outcome;
import dev.recommender.internal.page.FigureText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Writes an evaluation as text for a terminal. */
final class EvaluationText {
    private EvaluationText() {}

    static String write(Evaluation evaluation) {
        StringBuilder text = new StringBuilder("Evaluation of ")
                .append(ReportText.title(evaluation))
                .append(" by ")
                .append(ReportText.users(evaluation.counts()))
                .append(" test users\n\n");
        evaluation.notes().forEach(note -> text.append("Note: ").append(note).append("\n\n"));
        table(text, rows(evaluation));
        repeats(text, evaluation);
        buckets(text, evaluation.model());
        evaluation.baseline().ifPresent(baseline -> buckets(text, baseline));
        evaluation.comparison().ifPresent(comparison -> buckets(text, comparison.against()));
        section(text, "Counts", ReportText.counts(evaluation.counts()));
        evaluation.predictions().ifPresent(predictions -> section(text, "Ratings", ReportText.counts(predictions)));
        section(text, "Lists of the model", ReportText.counts(evaluation.model()));
        section(text, "Measured with", evaluation.parameters());
        section(
                text,
                ReportText.trained("Trained", evaluation.provenance()),
                evaluation.provenance().parameters());
        evaluation.comparison().ifPresent(comparison -> {
            section(text, "Lists of the model against", ReportText.counts(comparison.against()));
            Evaluation.Provenance against = comparison.provenance();
            section(text, ReportText.trained("Against, trained", against), against.parameters());
            contrasts(text, evaluation.contrasts());
        });
        // At the end, where whoever reads a terminal looks first.
        Verdict.of(evaluation)
                .ifPresent(verdict -> text.append('\n').append(verdict).append('\n'));
        Verdict.ofRatings(evaluation)
                .ifPresent(verdict -> text.append('\n').append(verdict).append('\n'));
        return text.toString().stripTrailing();
    }

    private static void contrasts(StringBuilder text, List<Evaluation.Contrast> contrasts) {
        if (contrasts.isEmpty()) {
            return;
        }
        text.append("\nWhat differs between both trainings\n");
        List<List<String>> rows = new ArrayList<>(List.of(List.of("", "model", "against")));
        contrasts.forEach(each -> rows.add(List.of(
                "  " + each.name(), each.model().orElse("-"), each.against().orElse("-"))));
        table(text, rows);
    }

    private static List<List<String>> rows(Evaluation evaluation) {
        List<List<String>> rows = new ArrayList<>();
        int[] cutoffs = ReportText.cutoffs(evaluation);
        rows.add(header(cutoffs));
        for (Metric metric : ReportText.metrics(evaluation, true)) {
            rows.add(row(metric.label(), evaluation.model().scores(), metric, cutoffs));
            evaluation
                    .baseline()
                    .ifPresent(baseline -> rows.add(row("  popularity", baseline.scores(), metric, cutoffs)));
            evaluation.comparison().ifPresent(comparison -> {
                rows.add(row("  against", comparison.against().scores(), metric, cutoffs));
                differences(comparison.differences(), metric, cutoffs).ifPresent(rows::add);
            });
        }
        OptionalInt none = OptionalInt.empty();
        for (Metric metric : ReportText.metrics(evaluation, false)) {
            rows.add(List.of(metric.label(), cell(evaluation.model().find(metric, none))));
            evaluation
                    .baseline()
                    .flatMap(baseline -> baseline.find(metric, none))
                    .ifPresent(score -> rows.add(List.of("  popularity", cell(Optional.of(score)))));
            evaluation.predictions().ifPresent(predictions -> {
                ReportText.find(predictions.itemMeans(), metric, none)
                        .ifPresent(score -> rows.add(List.of("  mean of item", cell(Optional.of(score)))));
                ReportText.difference(predictions.differences(), metric, none)
                        .ifPresent(found -> rows.add(List.of("  difference", cell(found))));
            });
            evaluation.comparison().ifPresent(comparison -> {
                rows.add(List.of("  against", cell(comparison.against().find(metric, none))));
                ReportText.difference(comparison.differences(), metric, none)
                        .ifPresent(found -> rows.add(List.of("  difference", cell(found))));
            });
        }
        return rows;
    }

    private static List<String> header(int[] cutoffs) {
        List<String> header = new ArrayList<>(List.of(""));
        for (int cutoff : cutoffs) {
            header.add("@" + cutoff);
        }
        return header;
    }

    private static Optional<List<String>> differences(
            List<Evaluation.Difference> differences, Metric metric, int[] cutoffs) {
        List<String> cells = new ArrayList<>(List.of("  difference"));
        for (int cutoff : cutoffs) {
            cells.add(ReportText.difference(differences, metric, OptionalInt.of(cutoff))
                    .map(EvaluationText::cell)
                    .orElse("-"));
        }
        boolean any = differences.stream().anyMatch(difference -> difference.metric() == metric);
        return any ? Optional.of(cells) : Optional.empty();
    }

    private static String cell(Evaluation.Difference difference) {
        String value = cell(Optional.of(difference.score()));
        return difference.pValue().isPresent()
                ? value + " " + FigureText.pValue(difference.pValue().getAsDouble())
                : value;
    }

    /** Repeated and new items apart, each in a table of its own. */
    private static void repeats(StringBuilder text, Evaluation evaluation) {
        evaluation.counts().repeats().ifPresent(repeats -> {
            repeats(text, evaluation, "Items that the user had before", repeats.repeatUsers(), Outcome::repeated);
            repeats(text, evaluation, "Items that are new to the user", repeats.newUsers(), Outcome::newToUser);
        });
    }

    private static void repeats(
            StringBuilder text,
            Evaluation evaluation,
            String title,
            int users,
            Function<Outcome, List<Evaluation.Score>> scores) {
        text.append('\n')
                .append(title)
                .append(", by ")
                .append(ReportText.whole(users))
                .append(" test users\n");
        int[] cutoffs = ReportText.cutoffs(evaluation);
        List<List<String>> rows = new ArrayList<>(List.of(header(cutoffs)));
        for (Metric metric : ReportText.metrics(scores.apply(evaluation.model()), true)) {
            rows.add(row(metric.label(), scores.apply(evaluation.model()), metric, cutoffs));
            evaluation
                    .baseline()
                    .ifPresent(baseline -> rows.add(row("  popularity", scores.apply(baseline), metric, cutoffs)));
            evaluation
                    .comparison()
                    .ifPresent(comparison ->
                            rows.add(row("  against", scores.apply(comparison.against()), metric, cutoffs)));
        }
        if (rows.size() > 1) {
            table(text, rows);
        }
    }

    private static List<String> row(String label, List<Evaluation.Score> scores, Metric metric, int[] cutoffs) {
        List<String> cells = new ArrayList<>(List.of(label));
        for (int cutoff : cutoffs) {
            cells.add(cell(ReportText.find(scores, metric, OptionalInt.of(cutoff))));
        }
        return cells;
    }

    private static String cell(Optional<Evaluation.Score> score) {
        return score.map(found -> ReportText.number(found.value())
                        + found.interval()
                                .map(interval -> " [" + ReportText.number(interval.low()) + ", "
                                        + ReportText.number(interval.high()) + "]")
                                .orElse(""))
                .orElse("-");
    }

    private static void table(StringBuilder text, List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[Math.max(2, columns)];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(column == 0 ? "" : "  ").append(cell).append(" ".repeat(widths[column] - cell.length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static void buckets(StringBuilder text, Evaluation.Outcome outcome) {
        if (outcome.popularity().isEmpty()) {
            return;
        }
        text.append("\nPopularity of what ")
                .append(
                        switch (outcome.name()) {
                            case "model" -> "the model";
                            case "against" -> "the model against";
                            default -> outcome.name();
                        })
                .append(" recommends\n");
        for (Evaluation.PopularityBucket bucket : outcome.popularity()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  percentile %3.0f to %3.0f  %s\n",
                    bucket.from(),
                    bucket.to(),
                    ReportText.percent(bucket.share())));
        }
    }

    private static void section(StringBuilder text, String title, Map<String, ?> entries) {
        if (entries.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append('\n');
        entries.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(": ")
                .append(value instanceof Long number ? ReportText.whole(number) : value)
                .append('\n'));
    }
}
