package dev.recommender.internal.events;

import java.time.Duration;
import java.util.Optional;

/**
 * Exponential decay with a half-life: an event that is t older than the reference time weighs 2<sup>−t / half-life</sup>
 * of its weight. Events at or after the reference time, and events without a time, weigh in full.
 *
 * <p>Powers of two come from a table of 4,096 steps of the fraction, with a cubic between two steps. The result is
 * exact to about one unit in the last place and the same on every machine. What is left after many half-lives is beyond
 * the range of doubles: it has a {@linkplain #mantissa mantissa} and an {@linkplain #wholeHalfLives exponent} instead.
 */
public final class Decay {
    /** Up to so many half-lives, what is left is a double in full precision, and so are its products with two floats. */
    private static final int SHORT = 700;

    private static final long NONE = 0;
    private static final int STEPS = 1 << 12;
    private static final long MOST_HALF_LIVES = 1L << 61;
    private static final double LN_2 = StrictMath.log(2);
    private static final double[] TABLE = new double[STEPS];

    static {
        for (int step = 0; step < STEPS; step++) {
            TABLE[step] = StrictMath.pow(2, -(double) step / STEPS);
        }
    }

    private final long halfLife;

    private Decay(long halfLife) {
        this.halfLife = halfLife;
    }

    /** Decay with this half-life, or none. */
    public static Decay of(Optional<Duration> halfLife) {
        return new Decay(halfLife.map(Duration::toMillis).orElse(NONE));
    }

    /** What remains, from 0 to 1, of an event of this age in milliseconds; 0 if it is below the range of doubles. */
    public double factor(double ageMillis) {
        return powerOfHalf(halfLives(ageMillis));
    }

    /** Whether so much is left of an event of this age in milliseconds that doubles and their products can hold it. */
    public boolean isShort(double ageMillis) {
        return halfLives(ageMillis) <= SHORT;
    }

    /** The whole half-lives from one moment to another, at most 2<sup>61</sup>; 0 if it is not later. */
    public long wholeHalfLives(long when, long now) {
        if (halfLife == NONE || when >= now) {
            return 0;
        }
        // The distance of two longs is an unsigned long.
        long whole = Long.divideUnsigned(now - when, halfLife);
        return whole < 0 ? MOST_HALF_LIVES : Math.min(whole, MOST_HALF_LIVES);
    }

    /** What remains after the part of a half-life that goes beyond the whole ones: from ½ to 1. */
    public double mantissa(long when, long now) {
        if (halfLife == NONE || when >= now) {
            return 1;
        }
        return powerOfHalf((double) Long.remainderUnsigned(now - when, halfLife) / halfLife);
    }

    private double halfLives(double ageMillis) {
        return ageMillis <= 0 || halfLife == NONE ? 0 : ageMillis / halfLife;
    }

    /** 2<sup>−x</sup> for x ≥ 0; 0 if it is below the range of doubles. */
    public static double powerOfHalf(double x) {
        if (x >= 1074) {
            return 0;
        }
        int whole = (int) x;
        double scaled = (x - whole) * STEPS;
        int step = (int) scaled;
        double rest = (scaled - step) / STEPS * LN_2;
        double power = TABLE[step] * (1 - rest * (1 - rest * (0.5 - rest / 6)));
        return whole == 0 ? power : Math.scalb(power, -whole);
    }
}
