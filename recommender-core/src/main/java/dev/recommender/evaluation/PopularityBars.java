package dev.recommender.evaluation;

import dev.recommender.internal.page.Html;
import java.util.List;
import java.util.Locale;

/** Draws how recommendations divide over unpopular and popular items, as horizontal bars in SVG. */
final class PopularityBars {
    private static final double WIDTH = 1000;
    private static final double LEFT = 200;
    private static final double RIGHT = 70;
    private static final double BAR = 16;
    private static final double GAP = 22;
    private static final List<String> NAMES = List.of("The least popular 90 %", "The next 9 %", "The top 1 %");

    private final StringBuilder svg = new StringBuilder();
    private final List<Evaluation.Outcome> outcomes;

    private PopularityBars(List<Evaluation.Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /** The outcomes' buckets, bucket by bucket; the first outcome is the model. */
    static String draw(List<Evaluation.Outcome> outcomes) {
        PopularityBars bars = new PopularityBars(outcomes);
        List<Evaluation.PopularityBucket> buckets = outcomes.get(0).popularity();
        double group = (outcomes.size() + 1) * (BAR + 3) + GAP;
        bars.add(
                "<svg class=\"chart wide\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Popularity of recommended"
                        + " items\">\n",
                WIDTH, group * buckets.size());
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            bars.group(bucket, bucket * group + 6);
        }
        return bars.svg.append("</svg>\n").toString();
    }

    private void group(int bucket, double top) {
        Evaluation.PopularityBucket bounds = outcomes.get(0).popularity().get(bucket);
        double middle = top + (outcomes.size() + 1) * (BAR + 3) / 2;
        add(
                "<text class=\"name\" x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                LEFT - 14, middle - 2, Html.escape(NAMES.get(bucket)));
        add(
                "<text class=\"tick\" x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">percentile %.0f to %.0f</text>\n",
                LEFT - 14, middle + 13, bounds.from(), bounds.to());
        double y = top;
        for (int number = 0; number < outcomes.size(); number++) {
            Evaluation.Outcome outcome = outcomes.get(number);
            bar(y, outcome.popularity().get(bucket).share(), outcome.style(), outcome.name());
            y += BAR + 3;
        }
        bar(y, (bounds.to() - bounds.from()) / 100, "even", "if every item were recommended equally often");
    }

    private void bar(double y, double share, String style, String name) {
        double width = Math.max(1, (WIDTH - LEFT - RIGHT) * share);
        add(
                "<rect class=\"bar %s\" x=\"%.0f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"3\"><title>%s: %s</title></rect>\n",
                style, LEFT, y, width, BAR, Html.escape(name), ReportText.percent(share));
        add(
                "<text class=\"value\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                LEFT + width + 7, y + BAR - 4, ReportText.percent(share));
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
