package dev.recommender.evaluation;

/** How much a relevant item adds to {@link Metric#NDCG}. */
public enum Gain {
    /** 1 for each relevant item, regardless of its weight. */
    BINARY,
    /** The weight of the test event; negative weights count as 0. */
    WEIGHT,
    /** 2<sup>weight</sup> − 1, which stresses the best; negative weights count as 0. */
    EXPONENTIAL;

    double of(double weight) {
        return switch (this) {
            case BINARY -> 1;
            case WEIGHT -> Math.max(0, weight);
            case EXPONENTIAL -> Math.pow(2, Math.max(0, weight)) - 1;
        };
    }
}
