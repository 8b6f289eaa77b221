package dev.recommender.evaluation;

import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.evaluation.Evaluation.Outcome;
import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.internal.page.Axis;
import dev.recommender.internal.page.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Draws a metric by cut-off: points, the intervals of their confidence, and the same for what it is compared with.
 * Recommenders stand side by side at each cut-off, so that equal figures do not cover each other.
 */
final class LineChart {
    private static final double WIDTH = 320;
    private static final double HEIGHT = 176;
    private static final double ASIDE = 9;

    private final Metric metric;
    private final int[] cutoffs;
    private final Plot plot;

    private LineChart(Metric metric, int[] cutoffs, double greatest) {
        this.metric = metric;
        this.cutoffs = cutoffs;
        this.plot = new Plot(
                metric.label() + " by number of recommendations",
                WIDTH,
                HEIGHT,
                Axis.places(
                        Arrays.stream(cutoffs).mapToObj(cutoff -> "@" + cutoff).toList()),
                Axis.fromZero(greatest));
    }

    static String draw(Metric metric, int[] cutoffs, Evaluation evaluation) {
        List<Outcome> others = evaluation.others();
        double greatest = Stream.concat(Stream.of(evaluation.model()), others.stream())
                .mapToDouble(outcome -> greatest(metric, outcome))
                .max()
                .orElse(0);
        LineChart chart = new LineChart(metric, cutoffs, greatest);
        double aside = ASIDE * others.size() / 2;
        for (Outcome other : others) {
            chart.add(other, other.style(), aside);
            aside -= ASIDE;
        }
        chart.add(evaluation.model(), "model", aside);
        return chart.plot.svg();
    }

    private static double greatest(Metric metric, Outcome outcome) {
        return outcome.scores().stream()
                .filter(score -> score.metric() == metric)
                .mapToDouble(score -> score.interval().map(Interval::high).orElse(score.value()))
                .max()
                .orElse(0);
    }

    private void add(Outcome outcome, String style, double aside) {
        List<double[]> points = new ArrayList<>();
        for (int at = 0; at < cutoffs.length; at++) {
            Optional<Score> found = outcome.find(metric, OptionalInt.of(cutoffs[at]));
            if (found.isPresent()) {
                Score score = found.get();
                int place = at;
                points.add(new double[] {place, score.value()});
                score.interval()
                        .ifPresent(interval -> plot.interval(style, place, aside, interval.low(), interval.high()));
                plot.point(style, place, aside, score.value(), ReportText.tip(outcome.name(), score));
            }
        }
        plot.line(style, aside, points);
    }
}
