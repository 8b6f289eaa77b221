package dev.recommender.evaluation;

import dev.recommender.internal.tasks.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Percentile confidence intervals of means (Efron and Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13).
 * As many users as there are are drawn with replacement, again and again. The interval holds the given part of the
 * means. All series use the same draws, so differences of two series have an interval of their own: the paired bootstrap.
 *
 * <p>The p-value belongs to the interval: twice the smaller of the parts of the means that are not below 0 and not above
 * 0, at most 1. It is small if the interval of nearly all confidences leaves out 0. The means count with one more on each
 * side, so that no number of draws gives 0 (Davison and Hinkley: Bootstrap Methods and their Application, 1997, section
 * 4.2).
 */
final class Bootstrap {
    private final int samples;
    private final long seed;
    private final double confidence;

    /** Draws so many times; 0 draws give no intervals. */
    Bootstrap(int samples, long seed, double confidence) {
        this.samples = samples;
        this.seed = seed;
        this.confidence = confidence;
    }

    /**
     * What the draws say of a mean.
     *
     * @param interval where it lies; empty without draws
     * @param pValue how often a mean as far from 0 comes by chance, if it is 0; empty without draws
     */
    record Estimate(Optional<Evaluation.Interval> interval, OptionalDouble pValue) {}

    /** The estimate of each series, each with a value per user; values that are not a number are left out. */
    List<Estimate> estimates(double[][] series, int threads) {
        int users = series.length == 0 ? 0 : series[0].length;
        List<ToDoubleFunction<int[]>> means = new ArrayList<>();
        for (double[] one : series) {
            means.add(new Resampled(one)::mean);
        }
        return estimates(users, means, threads);
    }

    /** The estimate of each figure, which follows from how often each user was drawn. */
    List<Estimate> estimates(int users, List<ToDoubleFunction<int[]>> figures, int threads) {
        double[][] drawn = new double[figures.size()][samples];
        Parallel.run(threads, samples, () -> new int[users], (sample, times) -> {
            draw(SplitMix.sequence(seed, sample), times);
            for (int number = 0; number < drawn.length; number++) {
                drawn[number][sample] = figures.get(number).applyAsDouble(times);
            }
        });
        return Arrays.stream(drawn).map(this::estimate).toList();
    }

    /** The mean of the values that are a number; not a number if none is. */
    static double mean(double[] values) {
        double sum = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return sum / count;
    }

    private static void draw(SplitMix random, int[] times) {
        Arrays.fill(times, 0);
        for (int drawn = 0; drawn < times.length; drawn++) {
            times[random.next(times.length)]++;
        }
    }

    private Estimate estimate(double[] means) {
        double[] sorted = Arrays.stream(means)
                .filter(mean -> !Double.isNaN(mean))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Estimate(Optional.empty(), OptionalDouble.empty());
        }
        double low = quantile(sorted, (1 - confidence) / 2);
        double high = quantile(sorted, (1 + confidence) / 2);
        return new Estimate(Optional.of(new Evaluation.Interval(low, high)), OptionalDouble.of(pValue(sorted)));
    }

    private static double pValue(double[] means) {
        long notBelow = Arrays.stream(means).filter(mean -> mean >= 0).count();
        long notAbove = Arrays.stream(means).filter(mean -> mean <= 0).count();
        return Math.min(1, 2.0 * (1 + Math.min(notBelow, notAbove)) / (1 + means.length));
    }

    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** A series without its zeros. Ranking metrics consist mostly of zeros: a user without a hit has nothing else. */
    private static final class Resampled {
        private final int[] users;
        private final double[] values;
        private final int[] missing;

        Resampled(double[] series) {
            users = IntStream.range(0, series.length)
                    .filter(user -> series[user] != 0 && !Double.isNaN(series[user]))
                    .toArray();
            values = Arrays.stream(users).mapToDouble(user -> series[user]).toArray();
            missing = IntStream.range(0, series.length)
                    .filter(user -> Double.isNaN(series[user]))
                    .toArray();
        }

        /** The mean if each user stands in the sample so many times. */
        double mean(int[] times) {
            double sum = 0;
            for (int at = 0; at < users.length; at++) {
                sum += values[at] * times[users[at]];
            }
            long count = times.length;
            for (int user : missing) {
                count -= times[user];
            }
            return sum / count;
        }
    }
}
