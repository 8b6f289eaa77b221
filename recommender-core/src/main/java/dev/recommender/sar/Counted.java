package dev.recommender.sar;

/** How the pairs of items are counted where each row keeps a limited number of neighbours. All ways give the same rows. */
enum Counted {
    /** Each row as a whole. The fastest where units are so short that most pairs of items never meet. */
    ROW_BY_ROW,
    /** All pairs of few items at once. */
    IN_A_TABLE,
    /** Each pair once, for both rows. */
    PAIR_BY_PAIR
}
