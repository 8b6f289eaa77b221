package dev.recommender.internal.ranking;

import dev.recommender.spi.Seeds;

/** Seeds that know whether they are simply the history of one of the model's users, and the unit of their affinities. */
public interface HistorySeeds extends Seeds {
    /** The index of the user whose history these are, with the affinities that the model has; −1 if they are not. */
    int user();

    /** Two to the power of this is one unit of the affinities; 0 unless some are beyond the range of doubles. */
    long exponent();
}
