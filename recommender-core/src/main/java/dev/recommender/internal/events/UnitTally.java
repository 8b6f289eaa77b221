package dev.recommender.internal.events;

/** What co-occurrence units come to, and what they would if none had more than a few items. */
public final class UnitTally {
    /** How many items few are. */
    public static final int FEW_ITEMS = 1000;

    private long largest;
    private double cells;
    private long entriesOfFew;
    private double cellsOfFew;

    /** Adds a unit of so many items, each of which counts with each other. */
    void add(int size) {
        add(size, size, size * (size - 1.0));
    }

    /**
     * Adds a unit.
     *
     * @param distinct how many different items it has
     * @param entries how many there are, repeated ones included
     * @param count how many cells it counts at most
     */
    void add(int distinct, long entries, double count) {
        largest = Math.max(largest, distinct);
        cells += count;
        long few = Math.min(distinct, FEW_ITEMS);
        entriesOfFew += entries == distinct ? few : entries;
        cellsOfFew += distinct == few ? count : few * (few - 1.0);
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
