package dev.recommender.internal.ranking;

import dev.recommender.ScoreScale;
import dev.recommender.internal.model.Scale;

/** The scale of one query's scores: raw scores go in, scores on the model's scale come out. Monotone. */
public final class Scaling {
    private static final Scaling RAW = new Scaling(ScoreScale.RAW, 0, 1, 0);

    private final ScoreScale scale;
    private final double low;
    private final double factor;
    private final double offset;

    private Scaling(ScoreScale scale, double low, double factor, double offset) {
        this.scale = scale;
        this.low = low;
        this.factor = factor;
        this.offset = offset;
    }

    public static Scaling raw() {
        return RAW;
    }

    static Scaling unitInterval(double factor) {
        return new Scaling(ScoreScale.UNIT_INTERVAL, 0, factor, 0);
    }

    /** The rating scale, for the smallest and largest count over all items. */
    static Scaling rating(Scale learnt, double minCount, double maxCount) {
        double low = minCount * learnt.ratingMin();
        double high = maxCount * learnt.ratingMax();
        double width = learnt.ratingMax() - learnt.ratingMin();
        double factor = high == low ? 0 : width / (high - low);
        return new Scaling(ScoreScale.RATING, low, factor, learnt.ratingMin());
    }

    public double score(double raw) {
        return switch (scale) {
            case RAW -> raw;
            case UNIT_INTERVAL -> Math.max(0, Math.min(1, raw * factor));
            case RATING -> (raw - low) * factor + offset;
        };
    }

    /** What a contribution to a raw score amounts to on the scale, so that contributions still add up. */
    double contribution(double part, double raw) {
        return switch (scale) {
            case RAW -> part;
            case UNIT_INTERVAL -> raw == 0 ? 0 : part / raw * score(raw);
            case RATING -> part * factor;
        };
    }
}
