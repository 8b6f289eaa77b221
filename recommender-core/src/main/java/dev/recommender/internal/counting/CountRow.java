package dev.recommender.internal.counting;

/** The counts of one seed after the other, each with all items that it is counted with. Used by one thread. */
public interface CountRow {
    /** Counts the row of a seed. All items of the row before must have been taken. */
    void count(int seed);

    /** The items that are counted with the seed, in no particular order; as many as {@link #size} says. */
    int[] items();

    int size();

    /** Whether an item is counted in at least so many units. */
    boolean supported(int item, int threshold);

    /** Gives the count, weighted where it is, and clears it. */
    double take(int item);
}
