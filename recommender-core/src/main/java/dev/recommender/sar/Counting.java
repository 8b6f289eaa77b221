package dev.recommender.sar;

/** How two items of a co-occurrence unit are counted. */
public enum Counting {
    /** A unit that holds both counts 1, in both directions: how often they go together. */
    SYMMETRIC,
    /**
     * A unit in which the target comes d moments after the seed counts 1/d, in this direction alone: how closely the target
     * follows. Events of one moment have no order among each other. Where a pair comes more than once, the smallest
     * distance counts. These are the sequential rules of Ludewig and Jannach (Evaluation of session-based recommendation
     * algorithms, 2018).
     */
    SEQUENTIAL
}
