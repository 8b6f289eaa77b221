package dev.recommender.spi;

/**
 * Where an {@link ItemScorer} writes the scores of one query. Whatever it changes it reports, item by item or as ranges:
 * only reported items are ranked, and only they are cleared afterwards. Valid during the call that it is passed to.
 */
public interface ScoreBoard {
    /** A score for each item index, 0 at first, to be added to in place. */
    double[] scores();

    /** Reports that the score of one item is known; reporting it again does nothing. */
    void reached(int item);

    /** Reports that the scores of some items are known: the first so many of an array, each as {@link #reached(int)} does. */
    default void reached(int[] items, int count) {
        for (int at = 0; at < count; at++) {
            reached(items[at]);
        }
    }

    /**
     * Reports that the scores of a range of items are known. Ranges do not overlap, and no item of a range is reported by
     * itself.
     *
     * @param to exclusive
     */
    void reached(int from, int to);
}
