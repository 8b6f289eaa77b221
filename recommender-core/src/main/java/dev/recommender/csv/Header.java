package dev.recommender.csv;

/** Whether files start with a line of column names. */
public enum Header {
    /**
     * A file has a header if columns are given by name. It also has one if its first record consists of well-known
     * column names, such as {@code userId} and {@code item_id} for the mandatory columns.
     */
    AUTO,
    /** Every file has one. */
    YES,
    /** No file has one. */
    NO;

    void requireFits(boolean columnsByName) {
        if (this == NO && columnsByName) {
            throw new IllegalArgumentException(
                    "header must not be NO where columns are given by the names of a header; give them by position");
        }
    }
}
