package dev.recommender.cli;

/** How results are written. */
enum Format {
    /** For people. */
    TABLE,
    /** With a header line. */
    CSV,
    /** An array for one question, a line for each of many users. */
    JSON
}
