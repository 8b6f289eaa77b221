package dev.recommender.internal.ranking;

import dev.recommender.spi.Seeds;

/** Seeds that know whether they are simply the history of one of the model's users. */
public interface HistorySeeds extends Seeds {
    /** The index of the user whose history these are, with the affinities that the model has; −1 if they are not. */
    int user();
}
