package dev.recommender.internal.ranking;

import dev.recommender.ScoreScale;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.util.WideNumber;

/** The scale of one query's scores: raw scores go in, scores on the model's scale come out. Monotone. */
public final class Scaling {
    private static final Scaling RAW = new Scaling(ScoreScale.RAW, 0, 1, 0, 0, ScoreUnit.ONE);

    private final ScoreScale scale;
    private final double low;
    private final double factor;
    private final double offset;
    private final long exponent;
    private final ScoreUnit unit;

    private Scaling(ScoreScale scale, double low, double factor, double offset, long exponent, ScoreUnit unit) {
        this.scale = scale;
        this.low = low;
        this.factor = factor;
        this.offset = offset;
        this.exponent = exponent;
        this.unit = unit;
    }

    public static Scaling raw() {
        return RAW;
    }

    static Scaling unitInterval(double factor) {
        return new Scaling(ScoreScale.UNIT_INTERVAL, 0, factor, 0, 0, ScoreUnit.ONE);
    }

    /**
     * The rating scale, for the smallest and largest count over all items.
     *
     * @param exponent counts are divided by two to the power of this
     */
    static Scaling rating(Scale learnt, double minCount, double maxCount, long exponent) {
        double low = minCount * learnt.ratingMin();
        double high = maxCount * learnt.ratingMax();
        double width = learnt.ratingMax() - learnt.ratingMin();
        double factor = high == low ? 0 : width / (high - low);
        return new Scaling(ScoreScale.RATING, low, finite(factor), learnt.ratingMin(), exponent, ScoreUnit.ONE);
    }

    /** This scale for numbers in another unit. */
    Scaling in(ScoreUnit other) {
        return other.isOne() && unit.isOne() ? this : new Scaling(scale, low, factor, offset, exponent, other);
    }

    /** The score of a number that items are ranked by. */
    public double score(double number) {
        if (!unit.isOne()) {
            return score(unit.score(number));
        }
        return switch (scale) {
            case RAW -> number;
            case UNIT_INTERVAL -> Math.max(0, Math.min(1, number * factor));
            case RATING -> rated(exponent == 0 ? number : WideNumber.scaled(number, -exponent));
        };
    }

    /** The score of a raw score. */
    double score(WideNumber raw) {
        return switch (scale) {
            case RAW -> raw.toDouble();
            case UNIT_INTERVAL ->
                Math.max(
                        0,
                        Math.min(
                                1,
                                new WideNumber(raw.mantissa(), raw.exponent())
                                        .times(factor)
                                        .toDouble()));
            case RATING -> rated(raw.relativeTo(exponent));
        };
    }

    private double rated(double relative) {
        return finite((finite(relative) - low) * factor + offset);
    }

    /** What a contribution to a number amounts to on the scale, so that contributions still add up. */
    double contribution(double part, double number) {
        return switch (scale) {
            case RAW -> part;
            case UNIT_INTERVAL -> number == 0 ? 0 : part / number * score(number);
            case RATING -> finite((exponent == 0 ? part : WideNumber.scaled(part, -exponent)) * factor);
        };
    }

    /** As {@link #contribution(double, double)}, for a part of a raw score. */
    double contribution(WideNumber part, double number) {
        return switch (scale) {
            case RAW -> part.toDouble();
            case UNIT_INTERVAL -> number == 0 ? 0 : part.over(unit.score(number)) * score(number);
            case RATING -> finite(part.relativeTo(exponent) * factor);
        };
    }

    private static double finite(double value) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }
}
