package dev.recommender.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A metric's value for each test user; not a number for users that do not count. */
final class Series {
    private final Metric metric;
    private final OptionalInt cutoff;
    private final double[] values;

    Series(Metric metric, OptionalInt cutoff, double[] values) {
        this.metric = metric;
        this.cutoff = cutoff;
        this.values = values;
    }

    Metric metric() {
        return metric;
    }

    /** The length of the lists; absent if the metric has none. */
    OptionalInt cutoff() {
        return cutoff;
    }

    double[] values() {
        return values;
    }

    /** The mean over the users that count; not a number if none does. */
    double mean() {
        return Bootstrap.mean(values);
    }

    boolean sameNumberAs(Series other) {
        return metric == other.metric && cutoff.equals(other.cutoff);
    }

    /** This less the other, user by user. */
    Series minus(Series other) {
        double[] difference = new double[values.length];
        for (int user = 0; user < difference.length; user++) {
            difference[user] = values[user] - other.values[user];
        }
        return new Series(metric, cutoff, difference);
    }

    /** The means with their intervals, which are in the same order. */
    static List<Evaluation.Score> scores(List<Series> series, List<Bootstrap.Estimate> estimates) {
        List<Evaluation.Score> scores = new ArrayList<>();
        for (int number = 0; number < series.size(); number++) {
            Series one = series.get(number);
            scores.add(new Evaluation.Score(
                    one.metric, one.cutoff, one.mean(), estimates.get(number).interval()));
        }
        return scores;
    }

    /** The means of differences with their intervals and p-values, which are in the same order. */
    static List<Evaluation.Difference> differences(List<Series> series, List<Bootstrap.Estimate> estimates) {
        List<Evaluation.Difference> differences = new ArrayList<>();
        for (int number = 0; number < series.size(); number++) {
            Series one = series.get(number);
            Bootstrap.Estimate estimate = estimates.get(number);
            differences.add(new Evaluation.Difference(
                    one.metric, one.cutoff, one.mean(), estimate.interval(), estimate.pValue()));
        }
        return differences;
    }

    /** The first less the second, for each number that both have. */
    static List<Series> paired(List<Series> first, List<Series> second) {
        List<Series> differences = new ArrayList<>();
        for (Series ours : first) {
            for (Series theirs : second) {
                if (ours.sameNumberAs(theirs)) {
                    Series difference = ours.minus(theirs);
                    if (!Double.isNaN(difference.mean())) {
                        differences.add(difference);
                    }
                }
            }
        }
        return differences;
    }
}
