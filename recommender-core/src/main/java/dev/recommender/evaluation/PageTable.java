package dev.recommender.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The table of all numbers on the page. */
final class PageTable {
    private final Evaluation evaluation;
    private final int[] cutoffs;
    private final StringBuilder page;

    PageTable(Evaluation evaluation, int[] cutoffs, StringBuilder page) {
        this.evaluation = evaluation;
        this.cutoffs = cutoffs;
        this.page = page;
    }

    void write() {
        page.append("<h2>All figures</h2>\n<p>With confidence intervals for what is a mean over users.")
                .append(
                        evaluation.baseline().isEmpty()
                                ? ""
                                : " A gain over popularity is coloured if its interval is all on one side of 0.")
                .append("</p>\n<div class=\"card scroll\">\n<table>\n<thead><tr><th></th>");
        for (int cutoff : cutoffs) {
            page.append("<th>@").append(cutoff).append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (Metric metric : ReportText.metrics(evaluation, true)) {
            row(metric.label(), "", evaluation.model().scores(), metric);
            evaluation.baseline().ifPresent(baseline -> row("popularity", "under", baseline.scores(), metric));
            if (evaluation.gains().stream().anyMatch(gain -> gain.metric() == metric)) {
                row("gain", "under gain", evaluation.gains(), metric);
            }
        }
        page.append("</tbody>\n</table>\n");
        withoutCutoff();
        page.append("</div>\n");
    }

    /** The class of a gain: good or bad if it is more than chance, else none. */
    static String verdict(Evaluation.Score gain) {
        if (gain.interval().isEmpty()) {
            return "";
        }
        Evaluation.Interval interval = gain.interval().get();
        return interval.low() > 0 ? "good" : interval.high() < 0 ? "bad" : "";
    }

    private void withoutCutoff() {
        List<Metric> metrics = ReportText.metrics(evaluation, false);
        if (metrics.isEmpty()) {
            return;
        }
        page.append("<table>\n<tbody>\n");
        for (Metric metric : metrics) {
            page.append("<tr><th>").append(Html.escape(metric.label())).append("</th>");
            cell(ReportText.find(evaluation.model().scores(), metric, OptionalInt.empty()), "");
            page.append("</tr>\n");
            evaluation
                    .baseline()
                    .flatMap(baseline -> baseline.find(metric, OptionalInt.empty()))
                    .ifPresent(score -> {
                        page.append("<tr class=\"under\"><th>popularity</th>");
                        cell(Optional.of(score), "");
                        page.append("</tr>\n");
                    });
        }
        page.append("</tbody>\n</table>\n");
    }

    private void row(String label, String style, List<Evaluation.Score> scores, Metric metric) {
        page.append("<tr class=\"")
                .append(style)
                .append("\"><th>")
                .append(Html.escape(label))
                .append("</th>");
        for (int cutoff : cutoffs) {
            Optional<Evaluation.Score> score = ReportText.find(scores, metric, OptionalInt.of(cutoff));
            String verdict =
                    style.endsWith("gain") ? score.map(PageTable::verdict).orElse("") : "";
            cell(score, verdict);
        }
        page.append("</tr>\n");
    }

    private void cell(Optional<Evaluation.Score> score, String style) {
        page.append("<td class=\"").append(style).append("\">");
        score.ifPresentOrElse(
                found -> {
                    page.append(ReportText.number(found.value()));
                    found.interval()
                            .ifPresent(interval -> page.append("<small>")
                                    .append(Html.range(interval))
                                    .append("</small>"));
                },
                () -> page.append("–"));
        page.append("</td>");
    }
}
