package dev.recommender.evaluation;

import dev.recommender.internal.util.IntSort;
import java.util.Arrays;

/** Metrics of scores against ratings, over pairs of the two; {@link Metric} gives the formulas. */
final class Ratings {
    private static final double NEAREST = Math.ulp(1.0);

    private Ratings() {}

    static double rmse(double[] ratings, double[] scores) {
        return Math.sqrt(squares(ratings, scores) / ratings.length);
    }

    static double mae(double[] ratings, double[] scores) {
        double sum = 0;
        for (int at = 0; at < ratings.length; at++) {
            sum += Math.abs(ratings[at] - scores[at]);
        }
        return sum / ratings.length;
    }

    static double rSquared(double[] ratings, double[] scores) {
        double[] mean = new double[ratings.length];
        Arrays.fill(mean, mean(ratings));
        return oneLess(squares(ratings, scores), squares(ratings, mean));
    }

    static double explainedVariance(double[] ratings, double[] scores) {
        double[] errors = new double[ratings.length];
        Arrays.setAll(errors, at -> ratings[at] - scores[at]);
        return oneLess(variance(errors), variance(ratings));
    }

    /** By the sum of the ranks of liked events; not a number if all or none are liked. */
    static double auc(boolean[] liked, double[] scores) {
        int[] order = new int[scores.length];
        Arrays.setAll(order, at -> at);
        IntSort.sort(order, (left, right) -> Double.compare(scores[left], scores[right]));
        double rankSum = 0;
        double positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int likedHere = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                likedHere += liked[order[to++]] ? 1 : 0;
            }
            rankSum += likedHere * (from + 1 + to) / 2.0;
            positives += likedHere;
            from = to;
        }
        return (rankSum - positives * (positives + 1) / 2) / (positives * (scores.length - positives));
    }

    /** The scores must be from 0 to 1. */
    static double logLoss(boolean[] liked, double[] scores) {
        double sum = 0;
        for (int at = 0; at < scores.length; at++) {
            double probability = Math.min(1 - NEAREST, Math.max(NEAREST, scores[at]));
            sum -= Math.log(liked[at] ? probability : 1 - probability);
        }
        return sum / scores.length;
    }

    /** Scales so that the least number becomes 0 and the greatest 1; equal numbers all become 0.5. */
    static double[] scaled(double[] scores) {
        double least = Arrays.stream(scores).min().orElse(0);
        double range = Arrays.stream(scores).max().orElse(0) - least;
        return Arrays.stream(scores)
                .map(score -> range == 0 ? 0.5 : (score - least) / range)
                .toArray();
    }

    private static double oneLess(double unexplained, double all) {
        if (all == 0) {
            return unexplained == 0 ? 1 : 0;
        }
        return 1 - unexplained / all;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / values.length;
    }

    private static double squares(double[] left, double[] right) {
        double sum = 0;
        for (int at = 0; at < left.length; at++) {
            sum += (left[at] - right[at]) * (left[at] - right[at]);
        }
        return sum;
    }
}
