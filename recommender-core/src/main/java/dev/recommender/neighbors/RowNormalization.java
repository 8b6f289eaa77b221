package dev.recommender.neighbors;

/**
 * What the weights of a model's rows are divided by, after rows are cut to their neighbours: the sum of their absolute
 * values on one side (the L<sub>1</sub> norm).
 */
public enum RowNormalization {
    /** Nothing. */
    NONE,
    /**
     * The sum over the seed's row. Each seed then has a weight of 1 to share among its targets, as in a random walk
     * (P3<sub>α</sub>, Cooper et al. 2014; RP3<sub>β</sub>, Paudel et al. 2017).
     */
    SEED,
    /** The sum over the target's column. A target that all its seeds speak for scores 1, however many there are. */
    TARGET
}
