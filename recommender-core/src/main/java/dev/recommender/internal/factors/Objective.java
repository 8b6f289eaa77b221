package dev.recommender.internal.factors;

import dev.recommender.internal.util.Numbers;
import dev.recommender.internal.util.WideNumber;

/**
 * What vectors are to achieve. With affinity a and the inner product s of the vectors of a user and an item, the loss is,
 * with the penalty p of each user and item:
 *
 * <ul>
 *   <li>of usage: Σ over all pairs of s<sup>2</sup> + Σ over pairs with events of α |a| ((t − s)<sup>2</sup>) + Σ p
 *       |x|<sup>2</sup>, where t is 1 for a positive affinity and 0 for a negative one;
 *   <li>of ratings: Σ over pairs with events of (a − s)<sup>2</sup> + Σ p |x|<sup>2</sup>.
 * </ul>
 *
 * @param rated whether affinities are ratings to be met, and pairs without events say nothing
 * @param alpha α: what one unit of affinity weighs, where a pair without events weighs 1
 * @param regularization λ of the penalty
 * @param exponent ν of the penalty
 */
public record Objective(boolean rated, double alpha, double regularization, double exponent) {
    /** Larger weights, or ratings, would drown all others in single precision. */
    public static final double MOST = 1e6;

    /** What the square of a pair's inner product weighs, in addition to the 1 of all pairs of usage. */
    float weight(double affinity) {
        return rated ? 1 : (float) Math.min(MOST, alpha * Math.abs(affinity));
    }

    /** What a pair draws the inner product to, times its weight. */
    float right(double affinity) {
        return right(affinity, 0);
    }

    /**
     * As {@link #right(double)}, of affinities in units of two to the power of an exponent; so is the result. Weights far
     * below 1 have no influence, while what the product is drawn to still ranks items: it is in proportion to them.
     */
    float right(double affinity, long exponent) {
        if (rated) {
            return (float) Math.max(-MOST, Math.min(MOST, affinity));
        }
        double most = exponent == 0 ? MOST : WideNumber.scaled(MOST, -exponent);
        return affinity > 0 ? (float) Math.min(most, alpha * affinity) : 0;
    }

    /** The loss of a pair whose inner product is 0. */
    double square(double affinity) {
        double right = right(affinity);
        return rated ? right * right : right;
    }

    /** What all pairs weigh. */
    float unobserved() {
        return rated ? 0 : 1;
    }

    /**
     * The penalty p of a user or an item: λ α (n + m / α)<sup>ν</sup> of usage, λ n<sup>ν</sup> of ratings.
     *
     * @param pairs n: with how many others it has events
     * @param others m: how many others there are
     */
    public double penalty(long pairs, long others) {
        return rated
                ? regularization * Numbers.power((double) Math.max(1, pairs), exponent)
                : regularization * alpha * Numbers.power((double) pairs + (double) others / alpha, exponent);
    }
}
