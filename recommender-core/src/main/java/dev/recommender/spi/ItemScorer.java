package dev.recommender.spi;

/**
 * Scores the items of one model for the seeds of a query: all that ranking needs to know of an algorithm. Rules, exact
 * top-k, back-filling, scales and explanations are the same for every algorithm, and are not the scorer's to apply.
 *
 * <p>Scores are sums over the seeds, each in proportion to its affinity. So affinities can be given in another unit, or
 * some of the seeds after the others, where affinities are too far apart for doubles.
 *
 * <p>A scorer is used by one thread at a time, for one query after the other, and may hold working space of its own.
 */
public interface ItemScorer {
    /**
     * Scores items for the seeds, including the seeds themselves. Scores all items with a positive or negative score,
     * or at least the items that must be known before {@link #scoreMore} can be asked for others.
     */
    void score(Seeds seeds, ScoreBoard board);

    /** Scores all items for the seeds, at once. */
    default void scoreAll(Seeds seeds, ScoreBoard board) {
        score(seeds, board);
    }

    /**
     * Scores the most promising items that are left, unless none of them can be among the best.
     *
     * @return whether items were scored; false if no items are left, or if no item that is left is admitted
     */
    default boolean scoreMore(Seeds seeds, ScoreBoard board, Cutoff cutoff) {
        return false;
    }

    /**
     * What one unit of affinity to a seed adds to the score of an item. The score is the sum of affinity × weight over
     * all seeds. Explanations are made of it.
     *
     * @param at which of the seeds
     */
    double weight(Seeds seeds, int at, int item);

    /** How alike two items are, from 0 to 1, where a query wants a varied list. */
    default double likeness(int left, int right) {
        return 0;
    }

    /** Forgets the query. */
    default void clear() {}
}
