package dev.recommender.sar;

/** The phases of a training, in their order. */
final class Phases {
    /** Reading the usage events into columns. */
    static final String READING = "reading";

    /** Grouping the events by user and by co-occurrence unit, and computing affinities. */
    static final String GROUPING = "grouping";

    /** Counting co-occurrences and computing similarities. */
    static final String SIMILARITY = "similarity";

    /** Placing cold items by their features. */
    static final String COLD_ITEMS = "cold items";

    /** Laying out histories and catalog, and learning the scale of scores. */
    static final String MODEL = "model";

    private Phases() {}
}
