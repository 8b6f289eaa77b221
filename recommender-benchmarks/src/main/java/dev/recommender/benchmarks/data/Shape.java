package dev.recommender.benchmarks.data;

import java.util.Arrays;

/** How popular the items are, from the most to the least popular, and how active the users. */
public enum Shape {
    /** As 1 / (rank + 10): the few most popular items take most events, and nearly all pairs of items meet. */
    ZIPF(1.2, 20),

    /**
     * Like the movies of MovieLens 20M: a broad head, and a tail of items that hardly anybody took. Their number of
     * ratings was read at eight ranks.
     */
    ML20M(1.2, 20),

    /**
     * Like the check-ins of Gowalla: a wide catalog without bestsellers, 1 / (rank + 10)<sup>0.6</sup>, and short
     * histories.
     */
    GOWALLA(0.95, 8);

    private static final double[] RANKS = {0, 100, 1_000, 5_000, 10_000, 13_400, 20_000, 27_000};
    private static final double[] RATINGS_LOG10 = {4.83, 4.40, 3.69, 2.78, 1.78, 1.26, 0.48, 0.0};

    private final double sigma;
    private final int fewest;

    Shape(double sigma, int fewest) {
        this.sigma = sigma;
        this.fewest = fewest;
    }

    /** The standard deviation of the logarithm of users' activities. */
    double sigma() {
        return sigma;
    }

    /** How many events each user has at least. */
    int fewest() {
        return fewest;
    }

    /** The share of each rank's item in all draws; the shares add up to 1. */
    double[] popularity(int items) {
        double[] share = new double[items];
        for (int rank = 0; rank < items; rank++) {
            share[rank] = switch (this) {
                case ZIPF -> 1 / (rank + 10.0);
                case ML20M -> ratings(rank * 27_000.0 / items);
                case GOWALLA -> StrictMath.pow(rank + 10.0, -0.6);
            };
        }
        double sum = 0;
        for (double value : share) {
            sum += value;
        }
        double total = sum;
        Arrays.setAll(share, rank -> share[rank] / total);
        return share;
    }

    /** Between the known ranks, the logarithm is linear. */
    private static double ratings(double rank) {
        int right = 1;
        while (right < RANKS.length - 1 && RANKS[right] < rank) {
            right++;
        }
        double part = (rank - RANKS[right - 1]) / (RANKS[right] - RANKS[right - 1]);
        return StrictMath.pow(10, RATINGS_LOG10[right - 1] + part * (RATINGS_LOG10[right] - RATINGS_LOG10[right - 1]));
    }
}
