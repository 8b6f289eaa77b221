package dev.recommender.spi;

/**
 * The items that a query starts from: the distinct items of the user's history and of its live events. They ascend by
 * item index, and each has an affinity, its weight after decay. Valid during the call that it is passed to.
 */
public interface Seeds {
    /** How many there are. */
    int size();

    /** The index of a seed's item. */
    int item(int at);

    /** How much a seed counts; 0 or negative if it is no evidence, or evidence against similar items. */
    double affinity(int at);
}
