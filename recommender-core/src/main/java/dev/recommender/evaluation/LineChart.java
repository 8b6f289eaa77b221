package dev.recommender.evaluation;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Draws a metric by cut-off as SVG: points, the intervals of their confidence, and the same for what it is compared with.
 * Recommenders stand side by side at each cut-off, so that equal figures do not cover each other.
 */
final class LineChart {
    private static final double WIDTH = 320;
    private static final double HEIGHT = 176;
    private static final double LEFT = 44;
    private static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 26;
    private static final double ASIDE = 9;

    private final Metric metric;
    private final int[] cutoffs;
    private final double step;
    private final double top;
    private final StringBuilder svg = new StringBuilder();
    /** Points and intervals, which lie above all lines. */
    private final StringBuilder points = new StringBuilder();

    private LineChart(Metric metric, int[] cutoffs, double greatest) {
        this.metric = metric;
        this.cutoffs = cutoffs;
        this.step = step(greatest);
        this.top = greatest > 0 ? Math.ceil(greatest / step - 1e-9) * step : 1;
    }

    static String draw(Metric metric, int[] cutoffs, Evaluation evaluation) {
        double greatest = Math.max(
                greatest(metric, evaluation.model()),
                evaluation.others().stream()
                        .mapToDouble(other -> greatest(metric, other))
                        .max()
                        .orElse(0));
        LineChart chart = new LineChart(metric, cutoffs, greatest);
        chart.open();
        chart.grid();
        double aside = ASIDE * evaluation.others().size() / 2;
        for (Evaluation.Outcome other : evaluation.others()) {
            chart.line(other, other.style(), aside);
            aside -= ASIDE;
        }
        chart.line(evaluation.model(), "model", aside);
        return chart.svg.append(chart.points).append("</svg>\n").toString();
    }

    private static double greatest(Metric metric, Evaluation.Outcome outcome) {
        return outcome.scores().stream()
                .filter(score -> score.metric() == metric)
                .mapToDouble(
                        score -> score.interval().map(Evaluation.Interval::high).orElse(score.value()))
                .max()
                .orElse(0);
    }

    /** A distance of grid lines that people can read, for two to five of them. */
    private static double step(double greatest) {
        if (!(greatest > 0)) {
            return 0.5;
        }
        double power = Math.pow(10, Math.floor(Math.log10(greatest)));
        double first = greatest / power;
        return power * (first > 5 ? 2 : first > 2 ? 1 : first > 1 ? 0.5 : 0.25);
    }

    private void open() {
        add(
                "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s by number of recommendations\">\n",
                WIDTH, HEIGHT, Html.escape(metric.label()));
    }

    private void grid() {
        for (int line = 0; line * step <= top + step / 2; line++) {
            double value = line * step;
            add(
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                    line == 0 ? "axis" : "grid", LEFT, y(value), WIDTH - RIGHT, y(value));
            add(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                    LEFT - 7, y(value) + 3.5, tick(value));
        }
        for (int at = 0; at < cutoffs.length; at++) {
            add(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">@%d</text>\n",
                    x(at), HEIGHT - 8, cutoffs[at]);
        }
    }

    /**
     * Draws one recommender's figures.
     *
     * @param aside the distance of the points from the middle of their cut-off
     */
    private void line(Evaluation.Outcome outcome, String style, double aside) {
        StringBuilder middle = new StringBuilder();
        for (int at = 0; at < cutoffs.length; at++) {
            Optional<Evaluation.Score> found = outcome.find(metric, OptionalInt.of(cutoffs[at]));
            if (found.isEmpty()) {
                continue;
            }
            Evaluation.Score score = found.get();
            String x = coordinate(x(at) + aside);
            String y = coordinate(y(score.value()));
            middle.append(x).append(',').append(y).append(' ');
            score.interval().ifPresent(interval -> points.append(whisker(x, interval, style)));
            points.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s</title></circle>\n",
                    style,
                    x,
                    y,
                    Html.escape(Html.tooltip(outcome.name(), score))));
        }
        add("<polyline class=\"line %s\" points=\"%s\"/>\n", style, middle);
    }

    private String whisker(String x, Evaluation.Interval interval, String style) {
        return String.format(
                Locale.ROOT,
                "<line class=\"line %s\" x1=\"%s\" y1=\"%.1f\" x2=\"%s\" y2=\"%.1f\"/>\n",
                style,
                x,
                y(interval.low()),
                x,
                y(interval.high()));
    }

    private double x(int at) {
        double width = WIDTH - LEFT - RIGHT;
        double inset = ASIDE + 9;
        return cutoffs.length == 1 ? LEFT + width / 2 : LEFT + inset + (width - 2 * inset) * at / (cutoffs.length - 1);
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    }

    private String tick(double value) {
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) + (step * 4 % 1 == 0 ? 0 : 1e-9)));
        String text = String.format(Locale.ROOT, "%." + Math.min(6, digits + 1) + "f", value);
        return text.replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
