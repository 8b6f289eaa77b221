package dev.recommender;

/** Why a column was perhaps not meant to be read as it was; told by the first records of a file. */
public enum ColumnDoubt {
    /** The column is not used, and no other is the time, but it seems to hold times. */
    UNUSED_TIMES("seems to hold times"),
    /** The column was taken for weights, which nobody said, and some are negative. */
    NEGATIVE_WEIGHTS("some negative"),
    /** All ids end in {@code .0}, as whole numbers do that were written as decimal ones. */
    DECIMAL_IDS("ids end in .0"),
    /** The column was taken for the names of a catalog's items by what it holds, as none is called so. */
    GUESSED_NAMES("by what it holds"),
    /** The column has the ids of a catalog in which no column has names, though some are not used. */
    NO_NAMES(""),
    /** Most cells of a catalog's category or feature hold several values with {@code |} between them. */
    SEVERAL_VALUES("several, separated by |"),
    /** The column of a catalog is not used, though its words repeat, as those of features do. */
    UNUSED_FEATURE(""),
    /** The column of a catalog is not used, though it is called as pictures are and has addresses. */
    UNUSED_PICTURES("seems to hold addresses of pictures");

    private final String words;

    ColumnDoubt(String words) {
        this.words = words;
    }

    /** What is said of it beside the column's name; empty if nothing. */
    String words() {
        return words;
    }
}
