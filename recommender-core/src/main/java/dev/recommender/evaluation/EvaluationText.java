package dev.recommender.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes an evaluation as text for a terminal. */
final class EvaluationText {
    private EvaluationText() {}

    static String write(Evaluation evaluation) {
        StringBuilder text = new StringBuilder("Evaluation by ")
                .append(ReportText.whole(evaluation.counts().users()))
                .append(" test users\n\n");
        table(text, rows(evaluation));
        buckets(text, evaluation.model());
        evaluation.baseline().ifPresent(baseline -> buckets(text, baseline));
        section(text, "Counts", ReportText.counts(evaluation.counts()));
        section(text, "Lists of the model", ReportText.counts(evaluation.model()));
        section(text, "Measured with", evaluation.parameters());
        if (!evaluation.modelParameters().isEmpty()) {
            section(text, "Trained with", evaluation.modelParameters());
        }
        return text.toString();
    }

    private static List<List<String>> rows(Evaluation evaluation) {
        List<List<String>> rows = new ArrayList<>();
        int[] cutoffs = ReportText.cutoffs(evaluation);
        List<String> header = new ArrayList<>(List.of(""));
        for (int cutoff : cutoffs) {
            header.add("@" + cutoff);
        }
        rows.add(header);
        for (Metric metric : ReportText.metrics(evaluation, true)) {
            rows.add(row(metric.label(), evaluation.model(), metric, cutoffs));
            evaluation.baseline().ifPresent(baseline -> rows.add(row("  popularity", baseline, metric, cutoffs)));
        }
        for (Metric metric : ReportText.metrics(evaluation, false)) {
            rows.add(List.of(metric.label(), cell(evaluation.model().find(metric, OptionalInt.empty()))));
            evaluation
                    .baseline()
                    .flatMap(baseline -> baseline.find(metric, OptionalInt.empty()))
                    .ifPresent(score -> rows.add(List.of("  popularity", cell(Optional.of(score)))));
        }
        return rows;
    }

    private static List<String> row(String label, Evaluation.Outcome outcome, Metric metric, int[] cutoffs) {
        List<String> cells = new ArrayList<>(List.of(label));
        for (int cutoff : cutoffs) {
            cells.add(cell(outcome.find(metric, OptionalInt.of(cutoff))));
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
                .append(outcome.name().equals("model") ? "the model" : outcome.name())
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
        text.append('\n').append(title).append('\n');
        entries.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(": ")
                .append(value instanceof Long number ? ReportText.whole(number) : value)
                .append('\n'));
    }
}
