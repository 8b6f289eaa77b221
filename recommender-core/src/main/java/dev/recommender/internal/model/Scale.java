package dev.recommender.internal.model;

import dev.recommender.ScoreScale;

/**
 * A model's scale of scores, with the numbers that the training determined for it.
 *
 * @param scoreScale which scale
 * @param ratingMin the smallest affinity, where scores are on the rating scale
 * @param ratingMax the largest affinity, where scores are on the rating scale
 * @param factor what raw scores are multiplied by, where they are on the unit interval
 */
public record Scale(ScoreScale scoreScale, double ratingMin, double ratingMax, double factor) {
    public static final Scale RAW = new Scale(ScoreScale.RAW, 0, 0, 1);

    public static Scale rating(double ratingMin, double ratingMax) {
        return new Scale(ScoreScale.RATING, ratingMin, ratingMax, 1);
    }

    public static Scale unitInterval(double factor) {
        return new Scale(ScoreScale.UNIT_INTERVAL, 0, 0, factor);
    }

    /** Whether all numbers are finite. */
    boolean finite() {
        return Double.isFinite(ratingMin) && Double.isFinite(ratingMax) && Double.isFinite(factor);
    }
}
