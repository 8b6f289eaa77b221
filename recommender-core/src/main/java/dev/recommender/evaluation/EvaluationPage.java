package dev.recommender.evaluation;

import dev.recommender.internal.page.FigureText;
import dev.recommender.internal.page.Html;
import dev.recommender.internal.page.Page;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
    private final Page page;

    private EvaluationPage(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.cutoffs = ReportText.cutoffs(evaluation);
        this.page = new Page("Evaluation of " + ReportText.title(evaluation));
    }

    static String write(Evaluation evaluation) {
        EvaluationPage page = new EvaluationPage(evaluation);
        page.head();
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
        return page.page.end();
    }

    private void head() {
        Evaluation.Counts counts = evaluation.counts();
        page.lead(counts.training()
                        .map(training -> ReportText.whole(training.events()) + " events of "
                                + ReportText.whole(training.users()) + " users with "
                                + ReportText.whole(training.items()) + " items to learn from; then asked what ")
                        .orElse("A model was asked what ")
                + ReportText.users(counts)
                + " test users would take next. Split: "
                + evaluation.parameters().getOrDefault("split", "given")
                + ".");
        page.warnings(evaluation.notes());
    }

    /** What the difference of two models is, for the metrics that have a chart, at the greatest cut-off. */
    private void comparison() {
        evaluation.comparison().ifPresent(comparison -> {
            OptionalInt depth = OptionalInt.of(cutoffs[cutoffs.length - 1]);
            page.section(
                    "Compared with " + ReportText.against(evaluation, comparison),
                    "The model less the model against, user by user for the same "
                            + ReportText.whole(evaluation.counts().users())
                            + " test users. The p-value says how likely a difference as great is by chance.");
            page.markup("<div class=\"card scroll\">\n<table>\n<thead><tr><th></th><th>model</th><th>against</th>")
                    .markup("<th>difference</th><th>interval</th><th>p-value</th></tr></thead>\n<tbody>\n");
            for (Evaluation.Difference difference : comparison.differences()) {
                if (!RANKING.contains(difference.metric())
                        || !difference.cutoff().equals(depth)) {
                    continue;
                }
                page.markup("<tr><th>")
                        .text(ReportText.label(difference.metric(), depth))
                        .markup("</th>");
                page.cell("", number(evaluation.model().find(difference.metric(), depth)));
                page.cell("", number(comparison.against().find(difference.metric(), depth)));
                page.cell(PageTable.verdict(difference), ReportText.number(difference.value()));
                page.cell("", difference.interval().map(ReportText::range).orElse("–"));
                page.cell(
                        "",
                        difference.pValue().isPresent()
                                ? FigureText.pValue(difference.pValue().getAsDouble())
                                : "–");
                page.markup("</tr>\n");
            }
            page.markup("</tbody>\n</table>\n</div>\n");
            contrasts();
        });
    }

    /** In what the two trainings differ. */
    private void contrasts() {
        if (evaluation.contrasts().isEmpty()) {
            return;
        }
        page.markup("<p class=\"above\">What differs between both trainings:</p>\n<div class=\"card scroll\">\n")
                .markup("<table>\n<thead><tr><th></th><th>model</th><th>against</th></tr></thead>\n<tbody>\n");
        for (Evaluation.Contrast contrast : evaluation.contrasts()) {
            page.markup("<tr><th>").text(contrast.name()).markup("</th>");
            page.cell("", contrast.model().orElse("–"));
            page.cell("", contrast.against().orElse("–"));
            page.markup("</tr>\n");
        }
        page.markup("</tbody>\n</table>\n</div>\n");
    }

    private static String number(Optional<Evaluation.Score> score) {
        return score.map(found -> ReportText.number(found.value())).orElse("–");
    }

    private void tiles() {
        int depth = cutoffs[cutoffs.length - 1];
        page.markup("<div class=\"tiles\">\n");
        tile(Metric.HIT_RATE, depth, "of users find something they took among " + depth);
        tile(Metric.NDCG, depth, "quality of the order, 1 is perfect");
        tile(Metric.CATALOG_COVERAGE, depth, "of all items are recommended to somebody");
        Evaluation.Counts counts = evaluation.counts();
        int served = counts.users() - evaluation.model().usersWithoutRecommendations();
        page.tile(
                "Users served",
                ReportText.percent((double) served / counts.users()),
                ReportText.whole(served) + " of "
                        + ReportText.whole(counts.users()) + " test users; "
                        + ReportText.whole(evaluation.model().unknownUsers())
                        + " unknown to the model");
        page.markup("</div>\n");
    }

    private void tile(Metric metric, int cutoff, String meaning) {
        OptionalInt at = OptionalInt.of(cutoff);
        evaluation.model().find(metric, at).ifPresent(score -> {
            boolean part = metric != Metric.NDCG;
            String figure = part ? ReportText.percent(score.value()) : ReportText.number(score.value());
            String gain = ReportText.difference(evaluation.gains(), metric, at)
                    .map(found -> gain(found, part))
                    .orElse("");
            page.tile(ReportText.label(metric, at), figure, Html.escape(meaning) + gain);
        });
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
        page.section(title, text);
        legend("");
        page.markup("<div class=\"charts\">\n");
        for (Metric metric : metrics) {
            page.markup("<div class=\"card\"><h3>")
                    .text(metric.label())
                    .markup("</h3><p class=\"note\">")
                    .text(metric.definition())
                    .markup("</p>\n")
                    .markup(LineChart.draw(metric, cutoffs, evaluation))
                    .markup("</div>\n");
        }
        page.markup("</div>\n");
    }

    private void popularity() {
        List<Evaluation.Outcome> outcomes = new ArrayList<>(List.of(evaluation.model()));
        outcomes.addAll(evaluation.others());
        if (evaluation.model().popularity().isEmpty()) {
            return;
        }
        page.section(
                "How popular what it recommends is",
                ReportText.whole(evaluation.model().recommendations()) + " recommendations of "
                        + ReportText.whole(evaluation.model().distinctItems())
                        + " distinct items, by the popularity of the item among the training users.");
        legend("<span><i class=\"even\"></i>if every item were recommended equally often</span>");
        page.markup("<div class=\"card\">\n")
                .markup(PopularityBars.draw(outcomes))
                .markup("</div>\n");
    }

    private void legend(String more) {
        page.markup("<div class=\"legend\"><span><i class=\"model\"></i>model: ")
                .text(ReportText.model(evaluation))
                .markup("</span>");
        if (evaluation.baseline().isPresent()) {
            page.markup("<span><i class=\"popular\"></i>popularity alone</span>");
        }
        evaluation
                .comparison()
                .ifPresent(comparison -> page.markup("<span><i class=\"against\"></i>against: ")
                        .text(ReportText.against(evaluation, comparison))
                        .markup("</span>"));
        page.markup(more).markup("</div>\n");
    }

    private void details() {
        page.section("What was counted, and how", "");
        page.markup("<div class=\"pair\">\n");
        page.details("Users and events", ReportText.counts(evaluation.counts()));
        evaluation.predictions().ifPresent(predictions -> page.details("Ratings", ReportText.counts(predictions)));
        page.details("Lists of the model", ReportText.counts(evaluation.model()));
        page.details("Measured with", evaluation.parameters());
        page.details(
                ReportText.trained("Trained", evaluation.provenance()),
                evaluation.provenance().parameters());
        evaluation.comparison().ifPresent(comparison -> {
            page.details("Lists of the model against", ReportText.counts(comparison.against()));
            Evaluation.Provenance against = comparison.provenance();
            page.details(ReportText.trained("Against, trained", against), against.parameters());
        });
        page.markup("</div>\n");
    }

    private String rankingText() {
        boolean intervals = evaluation.model().scores().stream()
                .anyMatch(score -> score.interval().isPresent());
        String users = evaluation.parameters().getOrDefault("averaged over", "");
        return (users.equals("all test users")
                        ? "Each figure is a mean over all test users; who gets no recommendations counts as 0."
                        : "Each figure is a mean over users; averaged over: " + users + ".")
                + (intervals
                        ? " The upright lines are confidence intervals: where the figure would lie with other users like these."
                        : "");
    }
}
