package dev.recommender.ridge;

/**
 * What the equations of all targets are made of, but for the penalty and the limit of candidates. Immutable, and shared by
 * trainings that differ in nothing else.
 *
 * @param factors what depends on one item alone
 * @param pattern the candidates for each target
 * @param counts the co-occurrences of candidates with one another; none without a penalty
 * @param most the most other items that an item occurs with
 */
record Equations(Factors factors, Pattern pattern, CountTriangle counts, int most) {
    /** Takes the counted rows over, which hold neither proposals nor co-occurrences afterwards. */
    static Equations of(Factors factors, CountedRows rows, Runnable check) {
        return new Equations(factors, Pattern.of(rows), CountTriangle.of(rows, factors, check), rows.most());
    }

    /** The heap that they take. */
    long bytes() {
        return Factors.bytes(factors.warm) + pattern.bytes() + counts.bytes();
    }
}
