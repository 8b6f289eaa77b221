package dev.recommender.internal.training;

/** The phases of every training of rows, in their order; an algorithm computes rows between grouping and cold items. */
public final class Phases {
    /** Reading the usage events into columns. */
    public static final String READING = "reading";

    /** Grouping the events by user and by co-occurrence unit, and computing affinities. */
    public static final String GROUPING = "grouping";

    /** Turning the values that neighbours are chosen by into weights; not where they are the weights. */
    public static final String WEIGHTS = "weights";

    /** Placing cold items by their features. */
    public static final String COLD_ITEMS = "cold items";

    /** Laying out histories and catalog, and learning the scale of scores. */
    public static final String MODEL = "model";

    private Phases() {}
}
