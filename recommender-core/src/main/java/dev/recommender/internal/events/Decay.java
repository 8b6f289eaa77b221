package dev.recommender.internal.events;

import java.time.Duration;
import java.util.Optional;

/**
 * Exponential decay with a half-life: an event that is t older than the reference time weighs 2<sup>−t / half-life</sup>
 * of its weight. Events at or after the reference time, and events without a time, weigh in full.
 *
 * <p>Powers of two come from a table of 4,096 steps of the fraction, with a cubic between two steps. The result is
 * exact to about one unit in the last place and the same on every machine.
 */
public final class Decay {
    private static final int STEPS = 1 << 12;
    private static final double LN_2 = StrictMath.log(2);
    private static final double[] TABLE = new double[STEPS];

    static {
        for (int step = 0; step < STEPS; step++) {
            TABLE[step] = StrictMath.pow(2, -(double) step / STEPS);
        }
    }

    private final double halfLifeMillis;

    private Decay(double halfLifeMillis) {
        this.halfLifeMillis = halfLifeMillis;
    }

    /** Decay with this half-life, or none. */
    public static Decay of(Optional<Duration> halfLife) {
        return new Decay(halfLife.map(duration -> (double) duration.toMillis()).orElse(Double.POSITIVE_INFINITY));
    }

    /** What remains, from 0 to 1, of an event of this age in milliseconds. */
    public double factor(double ageMillis) {
        return ageMillis <= 0 ? 1 : powerOfHalf(ageMillis / halfLifeMillis);
    }

    /** 2<sup>−x</sup> for x ≥ 0. */
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
