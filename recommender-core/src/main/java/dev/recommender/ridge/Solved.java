package dev.recommender.ridge;

/**
 * The weights of all targets' seeds, before they are divided by the targets' popularity and cut.
 *
 * @param factors what depends on one item alone
 * @param columns for each target, the cells of its seeds
 * @param most the most other items that an item occurs with
 * @param damped of how many targets the equations had no solution
 */
@SuppressWarnings("ArrayRecordComponent")
record Solved(Factors factors, long[][] columns, int most, int damped) {
    /** The heap that they take. */
    long bytes() {
        return Cell.bytesOf(columns);
    }
}
