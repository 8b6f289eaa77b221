package dev.recommender.spi;

/**
 * What a query starts from: the distinct items of the user's history and of its live events, ascending by item index, each
 * with an affinity, its weight after decay. Valid during the call that it is passed to.
 */
public interface Seeds {
    /** How many there are. */
    int size();

    /** The index of a seed's item. */
    int item(int at);

    /** How much a seed counts; 0 or negative if it is no evidence, or evidence against similar items. */
    double affinity(int at);
}
