package dev.recommender.internal.events;

/** What co-occurrence units come to, and what they would if none had more than a few items. */
public final class UnitTally {
    /** How many items few are. */
    public static final int FEW_ITEMS = 1000;

    private long largest;
    private double cells;
    private long entriesOfFew;
    private double cellsOfFew;

    /** Adds a unit of so many items. */
    void add(int size) {
        largest = Math.max(largest, size);
        cells += size * (size - 1.0);
        long few = Math.min(size, FEW_ITEMS);
        entriesOfFew += few;
        cellsOfFew += few * (few - 1.0);
    }

    /** Adds what another has counted. */
    void add(UnitTally other) {
        largest = Math.max(largest, other.largest);
        cells += other.cells;
        entriesOfFew += other.entriesOfFew;
        cellsOfFew += other.cellsOfFew;
    }

    /** The items of the largest unit. */
    long largest() {
        return largest;
    }

    /** How many cells the units count, two for each pair of items in each. */
    double cells() {
        return cells;
    }

    /** The items of all units, if each had few. */
    long entriesOfFew() {
        return entriesOfFew;
    }

    /** The cells, if each unit had few items. */
    double cellsOfFew() {
        return cellsOfFew;
    }
}
