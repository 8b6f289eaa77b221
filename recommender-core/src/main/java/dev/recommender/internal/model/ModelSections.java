package dev.recommender.internal.model;

/** The numbers of the sections that every kind of model has; a kind's own begin at {@link #FIRST_OWN}. */
public final class ModelSections {
    static final int METADATA = 1;
    static final int ITEM_IDS = 2;
    static final int USER_IDS = 3;
    static final int FREQUENCIES = 4;
    static final int HISTORY_DIRECTORY = 5;
    static final int HISTORY_BLOCKS = 6;
    static final int HISTORY_EXPONENTS = 7;
    static final int EVENT_COUNT_DIRECTORY = 8;
    static final int EVENT_COUNT_BLOCKS = 9;
    static final int TEXTS = 10;
    static final int FEATURES = 11;
    /** Only if a history has cells with exponents of their own. */
    static final int CELL_EXPONENTS = 12;

    /** The first number that a kind can give to a section of its own. */
    public static final int FIRST_OWN = 32;

    private ModelSections() {}
}
