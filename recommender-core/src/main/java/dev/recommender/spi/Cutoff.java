package dev.recommender.spi;

/** What it takes to be among the best items found so far. */
@FunctionalInterface
public interface Cutoff {
    /**
     * Whether one of some items could still be among the best.
     *
     * @param firstItem the smallest index of the items
     * @param bound no score of the items is larger
     */
    boolean admits(int firstItem, double bound);
}
