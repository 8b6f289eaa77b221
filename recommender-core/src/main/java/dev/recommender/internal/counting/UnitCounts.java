package dev.recommender.internal.counting;

/** How often items are counted together, whichever way. Shared between threads. */
public sealed interface UnitCounts permits Cooccurrence, Successions {
    /** What the seed has in common with itself: what a unit counts at most, summed up over all units that hold the seed. */
    double own(int seed);

    /** The least that a unit counts for two items. */
    double leastCount();

    /**
     * Where tasks of the first items end that are about as many as asked for and take about equally long. A row can be a
     * task alone.
     */
    int[] taskEnds(int tasks, int items);

    /** The counters of one thread that takes whole rows. */
    CountRow row();
}
