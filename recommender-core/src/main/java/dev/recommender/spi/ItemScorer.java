package dev.recommender.spi;

/**
 * Scores the items of one model for the seeds of a query: all that ranking needs to know of an algorithm. Rules, exact
 * top-k, back-filling, scales and explanations are the same for every algorithm, and are not the scorer's to apply.
 *
 * <p>A scorer is used by one thread at a time, for one query after the other, and may hold working space of its own. For
 * each query the order of calls is this:
 *
 * <ol>
 *   <li>{@link #score} or {@link #scoreAll}, once; or neither, where only a prediction is wanted; where similar items are
 *       wanted, {@link #scoreSimilar} before;
 *   <li>{@link #scoreMore}, any number of times after {@code score};
 *   <li>{@link #weight}, {@link #scoreOf}, {@link #knows} and {@link #likeness}, any number of times, between the calls above or without
 *       any of them: they must not depend on what {@code score} left behind;
 *   <li>{@link #clear}, unless the query failed: then the scorer is not used again.
 * </ol>
 *
 * <p>From one {@code clear} to the next all calls are given the same seeds.
 *
 * <p>Affinities that are beyond the range of doubles are given in another unit: scores should be in proportion to affinities.
 * Where they are too far apart for doubles, some seeds are given after the others, and their scores are added up; a scorer
 * that is not {@link #additive} gets all at once, those that are too small with an affinity of 0.
 *
 * <p>Seeds are all that a scorer learns of a user. So live events count at once, and what a model keeps of a user follows from
 * the history.
 *
 * <p>A scorer asks its model for what it needs by index. A model that is being closed lets queries under way end, but
 * refuses to begin others: its methods by id would fail in the middle of a query.
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
     * Scores items by how similar they are to the only seed, instead of {@link #score}, where an algorithm compares items
     * in another way than it scores them for users.
     *
     * @return whether the scores are of that kind, which no scale applies to; false by default, and nothing is scored:
     *     then {@code score} is asked
     */
    default boolean scoreSimilar(Seeds seeds, ScoreBoard board) {
        return false;
    }

    /** Whether a score is a sum over the seeds, to which none adds more or less because of another; true by default. */
    default boolean additive() {
        return true;
    }

    /**
     * Whether affinities are ratings, which scores predict; false by default. Then the seeds of one item become one by their
     * mean, not by their sum. What the query says of an item itself counts in place of the history. A recency, which makes
     * affinities smaller, is refused.
     */
    default boolean rated() {
        return false;
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
     * What one unit of affinity to a seed adds to the score of an item. Explanations are made of it: they add up to the
     * score if that is the sum of affinity × weight over all seeds.
     *
     * @param at which of the seeds
     */
    double weight(Seeds seeds, int at, int item);

    /**
     * The score of one item, as {@link #scoreAll} would give it, without scoring others. By default it is the sum of
     * affinity × weight over all seeds; a scorer whose scores have other terms, such as a bias, says so here.
     */
    default double scoreOf(Seeds seeds, int item) {
        double score = 0;
        for (int at = 0; at < seeds.size(); at++) {
            score += seeds.affinity(at) * weight(seeds, at, item);
        }
        return score;
    }

    /**
     * Whether anything is known from which the score of an item follows; true by default. If not, the item has the score 0
     * in lists, and nothing is predicted of it.
     */
    default boolean knows(Seeds seeds, int item) {
        return true;
    }

    /**
     * How alike two items are, from 0 to 1, where a query wants a varied list.
     *
     * @throws UnsupportedOperationException by default; then queries that want a varied list are refused
     */
    default double likeness(int left, int right) {
        throw new UnsupportedOperationException();
    }

    /** Forgets the query. */
    default void clear() {}
}
