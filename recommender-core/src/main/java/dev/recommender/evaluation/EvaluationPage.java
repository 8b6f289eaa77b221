package dev.recommender.evaluation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Writes an evaluation as one page that loads nothing. All text that comes from outside is escaped. */
final class EvaluationPage {
    /** The metrics that have a chart; the others resemble one of these and stand in the table. */
    private static final Set<Metric> RANKING =
            EnumSet.of(Metric.HIT_RATE, Metric.PRECISION, Metric.RECALL, Metric.NDCG, Metric.MAP_AT_K, Metric.MRR);

    private static final Set<Metric> LISTS = EnumSet.range(Metric.DIVERSITY, Metric.DISTRIBUTIONAL_COVERAGE);

    private final Evaluation evaluation;
    private final int[] cutoffs;
    private final StringBuilder page = new StringBuilder();

    private EvaluationPage(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.cutoffs = ReportText.cutoffs(evaluation);
    }

    static String write(Evaluation evaluation) {
        EvaluationPage page = new EvaluationPage(evaluation);
        page.head();
        page.notes();
        page.tiles();
        page.comparison();
        page.charts("How often it is right", page.rankingText(), RANKING);
        page.popularity();
        page.charts(
                "What the lists are like",
                "Being right is not all: a list should not repeat itself, nor the catalog be left unused.",
                LISTS);
        PageTable table = new PageTable(evaluation, page.cutoffs, page.page);
        table.writeRepeats();
        table.write();
        page.details();
        return page.page.append("</main>\n</body>\n</html>\n").toString();
    }

    private void head() {
        Evaluation.Counts counts = evaluation.counts();
        String title = "Evaluation of " + Html.escape(ReportText.title(evaluation));
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(PageStyle.CSS)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(title)
                .append("</h1>\n<p class=\"lead\">")
                .append(counts.training()
                        .map(training -> ReportText.whole(training.events()) + " events of "
                                + ReportText.whole(training.users()) + " users with "
                                + ReportText.whole(training.items()) + " items to learn from; then asked what ")
                        .orElse("A model was asked what "))
                .append(ReportText.users(counts))
                .append(" test users would take next. Split: ")
                .append(Html.escape(evaluation.parameters().getOrDefault("split", "given")))
                .append(".</p>\n");
    }

    private void notes() {
        for (String note : evaluation.notes()) {
            page.append("<p class=\"card warning\">").append(Html.escape(note)).append("</p>\n");
        }
    }

    /** What the difference of two models is, for the metrics that have a chart, at the greatest cut-off. */
    private void comparison() {
        evaluation.comparison().ifPresent(comparison -> {
            OptionalInt depth = OptionalInt.of(cutoffs[cutoffs.length - 1]);
            page.append("<h2>Compared with ")
                    .append(Html.escape(ReportText.against(evaluation, comparison)))
                    .append("</h2>\n<p>The model less the model against, user by user for the same ")
                    .append(ReportText.whole(evaluation.counts().users()))
                    .append(" test users. The p-value says how likely a difference as great is by chance.</p>\n")
                    .append("<div class=\"card scroll\">\n<table>\n<thead><tr><th></th><th>model</th><th>against</th>")
                    .append("<th>difference</th><th>interval</th><th>p-value</th></tr></thead>\n<tbody>\n");
            for (Evaluation.Difference difference : comparison.differences()) {
                if (!RANKING.contains(difference.metric())
                        || !difference.cutoff().equals(depth)) {
                    continue;
                }
                page.append("<tr><th>")
                        .append(Html.escape(ReportText.label(difference.metric(), depth)))
                        .append("</th>");
                cell("", number(evaluation.model().find(difference.metric(), depth)));
                cell("", number(comparison.against().find(difference.metric(), depth)));
                cell(PageTable.verdict(difference), ReportText.number(difference.value()));
                cell("", difference.interval().map(Html::range).orElse("–"));
                cell(
                        "",
                        difference.pValue().isPresent()
                                ? Html.escape(
                                        ReportText.pValue(difference.pValue().getAsDouble()))
                                : "–");
                page.append("</tr>\n");
            }
            page.append("</tbody>\n</table>\n</div>\n");
            contrasts();
        });
    }

    /** In what the two trainings differ. */
    private void contrasts() {
        if (evaluation.contrasts().isEmpty()) {
            return;
        }
        page.append("<p class=\"above\">What differs between both trainings:</p>\n<div class=\"card scroll\">\n")
                .append("<table>\n<thead><tr><th></th><th>model</th><th>against</th></tr></thead>\n<tbody>\n");
        for (Evaluation.Contrast contrast : evaluation.contrasts()) {
            page.append("<tr><th>").append(Html.escape(contrast.name())).append("</th>");
            cell("", Html.escape(contrast.model().orElse("–")));
            cell("", Html.escape(contrast.against().orElse("–")));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private void cell(String style, String text) {
        page.append("<td class=\"").append(style).append("\">").append(text).append("</td>");
    }

    private static String number(Optional<Evaluation.Score> score) {
        return score.map(found -> ReportText.number(found.value())).orElse("–");
    }

    private void tiles() {
        int depth = cutoffs[cutoffs.length - 1];
        page.append("<div class=\"tiles\">\n");
        tile(Metric.HIT_RATE, depth, "of users find something they took among " + depth);
        tile(Metric.NDCG, depth, "quality of the order, 1 is perfect");
        tile(Metric.CATALOG_COVERAGE, depth, "of all items are recommended to somebody");
        Evaluation.Counts counts = evaluation.counts();
        int served = counts.users() - evaluation.model().usersWithoutRecommendations();
        tile(
                "Users served",
                ReportText.percent((double) served / counts.users()),
                ReportText.whole(served) + " of "
                        + ReportText.whole(counts.users()) + " test users; "
                        + ReportText.whole(evaluation.model().unknownUsers())
                        + " unknown to the model");
        page.append("</div>\n");
    }

    private void tile(Metric metric, int cutoff, String meaning) {
        OptionalInt at = OptionalInt.of(cutoff);
        evaluation.model().find(metric, at).ifPresent(score -> {
            boolean part = metric != Metric.NDCG;
            String figure = part ? ReportText.percent(score.value()) : ReportText.number(score.value());
            String gain = ReportText.difference(evaluation.gains(), metric, at)
                    .map(found -> gain(found, part))
                    .orElse("");
            tile(ReportText.label(metric, at), figure, Html.escape(meaning) + gain);
        });
    }

    private void tile(String what, String figure, String more) {
        page.append("<div class=\"card tile\"><div class=\"what\">")
                .append(what)
                .append("</div><div class=\"figure\">")
                .append(figure)
                .append("</div><div class=\"more\">")
                .append(more)
                .append("</div></div>\n");
    }

    private static String gain(Evaluation.Difference gain, boolean part) {
        double size = Math.abs(gain.value());
        String difference = part ? String.format(Locale.ROOT, "%.1f points", 100 * size) : ReportText.number(size);
        return "<br><span class=\"" + PageTable.verdict(gain) + "\">" + difference
                + (gain.value() < 0 ? " below" : " above") + " popularity alone</span>";
    }

    private void charts(String title, String text, Set<Metric> wanted) {
        List<Metric> metrics = ReportText.metrics(evaluation, true).stream()
                .filter(wanted::contains)
                .toList();
        if (metrics.isEmpty()) {
            return;
        }
        page.append("<h2>").append(title).append("</h2>\n<p>").append(text).append("</p>\n");
        legend("");
        page.append("<div class=\"charts\">\n");
        for (Metric metric : metrics) {
            page.append("<div class=\"card\"><h3>")
                    .append(Html.escape(metric.label()))
                    .append("</h3><p class=\"note\">")
                    .append(Html.escape(metric.definition()))
                    .append("</p>\n")
                    .append(LineChart.draw(metric, cutoffs, evaluation))
                    .append("</div>\n");
        }
        page.append("</div>\n");
    }

    private void popularity() {
        List<Evaluation.Outcome> outcomes = new ArrayList<>(List.of(evaluation.model()));
        outcomes.addAll(evaluation.others());
        if (evaluation.model().popularity().isEmpty()) {
            return;
        }
        page.append("<h2>How popular what it recommends is</h2>\n<p>")
                .append(ReportText.whole(evaluation.model().recommendations()))
                .append(" recommendations of ")
                .append(ReportText.whole(evaluation.model().distinctItems()))
                .append(" distinct items, by the popularity of the item among the training users.</p>\n");
        legend("<span><i class=\"even\"></i>if every item were recommended equally often</span>");
        page.append("<div class=\"card\">\n")
                .append(PopularityBars.draw(outcomes))
                .append("</div>\n");
    }

    private void legend(String more) {
        page.append("<div class=\"legend\"><span><i class=\"model\"></i>model: ")
                .append(Html.escape(ReportText.model(evaluation)))
                .append("</span>");
        if (evaluation.baseline().isPresent()) {
            page.append("<span><i class=\"popular\"></i>popularity alone</span>");
        }
        evaluation.comparison().ifPresent(comparison -> page.append("<span><i class=\"against\"></i>against: ")
                .append(Html.escape(ReportText.against(evaluation, comparison)))
                .append("</span>"));
        page.append(more).append("</div>\n");
    }

    private void details() {
        page.append("<h2>What was counted, and how</h2>\n<div class=\"pair\">\n");
        list("Users and events", ReportText.counts(evaluation.counts()));
        list("Lists of the model", ReportText.counts(evaluation.model()));
        list("Measured with", evaluation.parameters());
        list(ReportText.trained("Trained", evaluation.provenance()), evaluation.provenance().parameters());
        evaluation.comparison().ifPresent(comparison -> {
            list("Lists of the model against", ReportText.counts(comparison.against()));
            Evaluation.Provenance against = comparison.provenance();
            list(ReportText.trained("Against, trained", against), against.parameters());
        });
        page.append("</div>\n");
    }

    private void list(String title, Map<String, ?> entries) {
        if (entries.isEmpty()) {
            return;
        }
        page.append("<div class=\"card\"><h3>").append(Html.escape(title)).append("</h3>\n<dl>\n");
        entries.forEach((name, value) -> page.append("<dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(value instanceof Long number ? ReportText.whole(number) : value.toString()))
                .append("</dd>\n"));
        page.append("</dl></div>\n");
    }

    private String rankingText() {
        boolean intervals = evaluation.model().scores().stream()
                .anyMatch(score -> score.interval().isPresent());
        String users = Html.escape(evaluation.parameters().getOrDefault("averaged over", ""));
        return (users.equals("all test users")
                        ? "Each figure is a mean over all test users; who gets no recommendations counts as 0."
                        : "Each figure is a mean over users; averaged over: " + users + ".")
                + (intervals
                        ? " The upright lines are confidence intervals: where the figure would lie with other users like these."
                        : "");
    }
}
