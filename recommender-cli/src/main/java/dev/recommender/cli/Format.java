package dev.recommender.cli;

/** How results are written. */
enum Format {
    /** For people. */
    TABLE,
    /** With a header line. */
    CSV,
    /** An object for one question, or a line with one for each of many users. */
    JSON;

    /**
     * Refuses CSV, for a command that prints more than rows of one kind.
     *
     * @throws UsageException if this is it
     */
    void refuseCsv() {
        if (this == CSV) {
            throw new UsageException("--format must be table or json: csv");
        }
    }
}
