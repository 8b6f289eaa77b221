package dev.recommender.web;

/** What a key opens. */
public enum Access {
    /** Asking for recommendations, similar and popular items, and what the catalog says of items. */
    RECOMMENDATIONS,
    /** Reading the server's metrics. */
    METRICS,
    /** Everything. */
    ADMINISTRATION;

    /** Whether it opens what another one opens: administration what all open, and the others what they are for. */
    boolean includes(Access other) {
        return this == ADMINISTRATION || this == other;
    }
}
