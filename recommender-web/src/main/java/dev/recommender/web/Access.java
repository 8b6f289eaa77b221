package dev.recommender.web;

/** What a key opens. */
public enum Access {
    /** Asking for recommendations, similar and popular items, and what the catalog says of items. */
    RECOMMENDATIONS,
    /** Everything. */
    ADMINISTRATION;

    /** Whether it opens what another one opens. */
    boolean includes(Access other) {
        return compareTo(other) >= 0;
    }
}
