package dev.recommender.sar;

import dev.recommender.internal.counting.CooccurrenceTable;
import dev.recommender.internal.events.Sizes;

/** How the pairs of items are counted where each row keeps a limited number of neighbours. */
enum Counted {
    /** Each row as a whole: the units are too short for all pairs of items to meet, so most of the matrix is empty. */
    ROW_BY_ROW,
    /** All pairs of few items at once. */
    IN_A_TABLE,
    /** Each pair once, for both rows. */
    PAIR_BY_PAIR;

    static Counted of(SarOptions options, Sizes sizes) {
        if (sizes.cells() < (double) sizes.warm() * Math.max(0, sizes.warm() - 1)) {
            return ROW_BY_ROW;
        }
        return CooccurrenceTable.fits(options.counting(), sizes.items()) ? IN_A_TABLE : PAIR_BY_PAIR;
    }
}
