package dev.recommender.evaluation;

/** Which of a user's relevant items a ranking metric counts. The lists are the same for all. */
public enum Relevant {
    /** All of them. */
    ALL,

    /**
     * Those that the user had taken before the test. Users without any are left out. There are some only where a query
     * may return seen items.
     */
    REPEATED,

    /** Those that are new to the user. Users without any are left out. */
    NEW
}
