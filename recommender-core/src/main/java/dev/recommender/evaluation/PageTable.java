package dev.recommender.evaluation;

import dev.recommender.evaluation.Evaluation.Outcome;
import dev.recommender.internal.page.FigureText;
import dev.recommender.internal.page.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The table of all numbers on the page. */
final class PageTable {
    private final Evaluation evaluation;
    private final int[] cutoffs;
    private final Page page;

    PageTable(Evaluation evaluation, int[] cutoffs, Page page) {
        this.evaluation = evaluation;
        this.cutoffs = cutoffs;
        this.page = page;
    }

    void write() {
        page.markup("<h2>All figures</h2>\n<p>With confidence intervals for what is a mean over users.")
                .markup(
                        evaluation.baseline().isEmpty()
                                ? ""
                                : " A gain over popularity is coloured if its interval is all on one side of 0.")
                .markup("</p>\n<div class=\"card scroll\">\n");
        head();
        for (Metric metric : ReportText.metrics(evaluation, true)) {
            row(metric.label(), "", evaluation.model().scores(), metric);
            evaluation.baseline().ifPresent(baseline -> row("popularity", "under", baseline.scores(), metric));
            differences("gain", evaluation.gains(), metric);
            evaluation.comparison().ifPresent(comparison -> {
                row("against", "under", comparison.against().scores(), metric);
                differences("difference", comparison.differences(), metric);
            });
        }
        page.markup("</tbody>\n</table>\n");
        withoutCutoff();
        page.markup("</div>\n");
    }

    /** Repeated and new items apart, if they are told apart. */
    void writeRepeats() {
        evaluation.counts().repeats().ifPresent(repeats -> {
            page.markup(
                            "<h2>Repeated and new items apart</h2>\n<p>The same lists, judged by the items that the user had")
                    .markup(" before, and by those that are new to the user. Means over the users who took such items.")
                    .markup("</p>\n<div class=\"pair\">\n");
            repeats("Had before", repeats.repeatUsers(), repeats.repeatedPairs(), Outcome::repeated);
            repeats("New to the user", repeats.newUsers(), repeats.newPairs(), Outcome::newToUser);
            page.markup("</div>\n");
        });
    }

    private void repeats(String title, int users, long pairs, Function<Outcome, List<Evaluation.Score>> scores) {
        page.markup("<div class=\"card\"><h3>")
                .text(title)
                .markup("</h3><p class=\"note\">")
                .markup(ReportText.whole(pairs))
                .markup(" items of ")
                .markup(ReportText.whole(users))
                .markup(" test users</p>\n<div class=\"overflow\">\n");
        head();
        for (Metric metric : ReportText.metrics(scores.apply(evaluation.model()), true)) {
            row(metric.label(), "", scores.apply(evaluation.model()), metric);
            evaluation.baseline().ifPresent(baseline -> row("popularity", "under", scores.apply(baseline), metric));
            evaluation
                    .comparison()
                    .ifPresent(comparison -> row("against", "under", scores.apply(comparison.against()), metric));
        }
        page.markup("</tbody>\n</table>\n</div></div>\n");
    }

    private void head() {
        page.markup("<table>\n<thead><tr><th></th>");
        for (int cutoff : cutoffs) {
            page.markup("<th>@").text("" + cutoff).markup("</th>");
        }
        page.markup("</tr></thead>\n<tbody>\n");
    }

    /** The class of a difference: good or bad if it is more than chance, else none. */
    static String verdict(Evaluation.Difference gain) {
        boolean less = gain.metric().lessIsBetter();
        return gain.interval()
                .map(interval -> less
                        ? FigureText.verdict(-interval.high(), -interval.low())
                        : FigureText.verdict(interval.low(), interval.high()))
                .orElse("");
    }

    private void withoutCutoff() {
        List<Metric> metrics = ReportText.metrics(evaluation, false);
        if (metrics.isEmpty()) {
            return;
        }
        page.markup("<table>\n<tbody>\n");
        for (Metric metric : metrics) {
            page.markup("<tr><th>").text(metric.label()).markup("</th>");
            cell(ReportText.find(evaluation.model().scores(), metric, OptionalInt.empty()), "");
            page.markup("</tr>\n");
            evaluation
                    .baseline()
                    .ifPresent(baseline -> under("popularity", baseline.find(metric, OptionalInt.empty()), ""));
            evaluation.predictions().ifPresent(predictions -> {
                under("mean of item", ReportText.find(predictions.itemMeans(), metric, OptionalInt.empty()), "");
                difference(predictions.differences(), metric);
            });
            evaluation.comparison().ifPresent(comparison -> {
                under("against", comparison.against().find(metric, OptionalInt.empty()), "");
                difference(comparison.differences(), metric);
            });
        }
        page.markup("</tbody>\n</table>\n");
    }

    private void under(String label, Optional<Evaluation.Score> found, String style) {
        found.ifPresent(score -> {
            page.markup("<tr class=\"under\"><th>").text(label).markup("</th>");
            cell(Optional.of(score), style);
            page.markup("</tr>\n");
        });
    }

    /** A difference of a metric without cut-off. */
    private void difference(List<Evaluation.Difference> differences, Metric metric) {
        ReportText.difference(differences, metric, OptionalInt.empty())
                .ifPresent(found -> under("difference", Optional.of(found.score()), verdict(found)));
    }

    private void row(String label, String style, List<Evaluation.Score> scores, Metric metric) {
        page.markup("<tr class=\"").text(style).markup("\"><th>").text(label).markup("</th>");
        for (int cutoff : cutoffs) {
            cell(ReportText.find(scores, metric, OptionalInt.of(cutoff)), "");
        }
        page.markup("</tr>\n");
    }

    private void differences(String label, List<Evaluation.Difference> differences, Metric metric) {
        if (differences.stream().noneMatch(difference -> difference.metric() == metric)) {
            return;
        }
        page.markup("<tr class=\"under\"><th>").text(label).markup("</th>");
        for (int cutoff : cutoffs) {
            Optional<Evaluation.Difference> found = ReportText.difference(differences, metric, OptionalInt.of(cutoff));
            cell(
                    found.map(Evaluation.Difference::score),
                    found.map(PageTable::verdict).orElse(""));
        }
        page.markup("</tr>\n");
    }

    private void cell(Optional<Evaluation.Score> score, String style) {
        page.markup("<td class=\"").text(style).markup("\">");
        score.ifPresentOrElse(
                found -> {
                    page.markup(ReportText.number(found.value()));
                    found.interval()
                            .ifPresent(interval -> page.markup("<small>")
                                    .markup(ReportText.range(interval))
                                    .markup("</small>"));
                },
                () -> page.markup("–"));
        page.markup("</td>");
    }
}
