package dev.recommender.evaluation;

import dev.recommender.evaluation.Evaluation.Outcome;
import dev.recommender.internal.page.FigureText;
import dev.recommender.models.Models;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Writes an evaluation as text for a terminal: what most ask for, and what is not as always. The page and the JSON have the
 * rest.
 */
final class EvaluationText {
    private static final Set<Metric> SHOWN = EnumSet.of(
            Metric.HIT_RATE,
            Metric.PRECISION,
            Metric.RECALL,
            Metric.CAPPED_RECALL,
            Metric.NDCG,
            Metric.MAP_AT_K,
            Metric.MRR,
            Metric.CATALOG_COVERAGE);

    private static final String REST = "The page and the JSON have further metrics, counts and all parameters.";

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
        lists(text, evaluation);
        section(text, "Counts", notZero(ReportText.counts(evaluation.counts())));
        evaluation.predictions().ifPresent(predictions -> section(text, "Ratings", ReportText.counts(predictions)));
        section(text, "Measured with", Options.changed(evaluation.parameters()));
        trained(text, "Trained", evaluation.provenance());
        evaluation.comparison().ifPresent(comparison -> {
            trained(text, "Against, trained", comparison.provenance());
            contrasts(text, evaluation.contrasts());
        });
        text.append('\n').append(REST).append('\n');
        // At the end, where whoever reads a terminal looks first.
        Verdict.of(evaluation)
                .ifPresent(verdict -> text.append('\n').append(verdict).append('\n'));
        Verdict.ofRatings(evaluation)
                .ifPresent(verdict -> text.append('\n').append(verdict).append('\n'));
        return text.toString().stripTrailing();
    }

    /** How a model was trained, as far as it is not by default. */
    private static void trained(StringBuilder text, String start, Evaluation.Provenance provenance) {
        if (provenance.parameters().isEmpty()) {
            return;
        }
        String title = ReportText.trained(start, provenance);
        Map<String, String> changes = Models.changes(provenance.algorithm(), provenance.parameters());
        if (changes.isEmpty()) {
            text.append('\n').append(title).append(" defaults\n");
        } else {
            section(text, title, changes);
        }
    }

    /** In what the trainings differ; of two algorithms, in what they could be alike. */
    private static void contrasts(StringBuilder text, List<Evaluation.Contrast> contrasts) {
        if (contrasts.isEmpty()) {
            return;
        }
        text.append("\nWhat differs between both trainings\n");
        List<List<String>> rows = new ArrayList<>(List.of(List.of("", "model", "against")));
        boolean twoAlgorithms = contrasts.stream().anyMatch(each -> each.name().equals("algorithm"));
        contrasts.stream()
                .filter(each -> !twoAlgorithms || !each.isOfOneOnly())
                .forEach(each -> rows.add(List.of(
                        "  " + each.name(),
                        each.model().orElse("-"),
                        each.against().orElse("-"))));
        if (twoAlgorithms) {
            rows.add(List.of(
                    "  parameters of its own",
                    count(contrasts, each -> each.against().isEmpty()),
                    count(contrasts, each -> each.model().isEmpty())));
        }
        table(text, rows);
    }

    private static String count(List<Evaluation.Contrast> contrasts, Predicate<Evaluation.Contrast> counted) {
        return ReportText.whole(contrasts.stream().filter(counted).count());
    }

    private static List<List<String>> rows(Evaluation evaluation) {
        List<List<String>> rows = new ArrayList<>();
        int[] cutoffs = ReportText.cutoffs(evaluation);
        rows.add(header(cutoffs));
        for (Metric metric : shown(evaluation.model().scores())) {
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

    private static List<Metric> shown(List<Evaluation.Score> scores) {
        return ReportText.metrics(scores, true).stream().filter(SHOWN::contains).toList();
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
        for (Metric metric : shown(scores.apply(evaluation.model()))) {
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

    /** What the lists of all recommenders are like, side by side. */
    private static void lists(StringBuilder text, Evaluation evaluation) {
        List<Outcome> outcomes = new ArrayList<>(List.of(evaluation.model()));
        outcomes.addAll(evaluation.others());
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells("Lists of", outcomes, Outcome::name));
        for (String name : ReportText.counts(evaluation.model()).keySet()) {
            rows.add(cells(
                    "  " + name,
                    outcomes,
                    outcome -> ReportText.whole(
                            Objects.requireNonNull(ReportText.counts(outcome).get(name)))));
        }
        List<Evaluation.PopularityBucket> buckets = evaluation.model().popularity();
        for (int at = 0; at < buckets.size(); at++) {
            int number = at;
            rows.add(cells(
                    String.format(
                            Locale.ROOT,
                            "  of items in popularity percentile %.0f to %.0f",
                            buckets.get(at).from(),
                            buckets.get(at).to()),
                    outcomes,
                    outcome ->
                            ReportText.percent(outcome.popularity().get(number).share())));
        }
        text.append('\n');
        table(text, rows);
    }

    private static List<String> cells(String label, List<Outcome> outcomes, Function<Outcome, String> cell) {
        List<String> cells = new ArrayList<>(List.of(label));
        outcomes.stream().map(cell).forEach(cells::add);
        return cells;
    }

    private static Map<String, Object> notZero(Map<String, Object> counts) {
        Map<String, Object> others = new LinkedHashMap<>(counts);
        others.values().removeIf(Long.valueOf(0)::equals);
        return others;
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
