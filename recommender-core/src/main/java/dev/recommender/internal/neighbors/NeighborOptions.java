package dev.recommender.internal.neighbors;

import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.internal.model.ModelHeader.LiveEvents;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * By which options the rows of a model were computed.
 *
 * @param algorithm the algorithm's name
 * @param parameters all parameters of the algorithm
 * @param supportThreshold how many units an item must be in to have similarities
 * @param maxNeighbors how many neighbours an item can have; empty for any number
 * @param packed whether weights have 8 bits
 * @param historyLimit how many items a history can have; 0 for no histories, empty for any number
 * @param coldItems whether items of little use are placed by their features
 * @param scoreScale the scale of scores
 * @param live how live events count
 * @param referenceTime the moment that affinities are as of, if it is not that of the newest event
 */
public record NeighborOptions(
        String algorithm,
        Parameters parameters,
        int supportThreshold,
        OptionalInt maxNeighbors,
        boolean packed,
        OptionalInt historyLimit,
        boolean coldItems,
        ScoreScale scoreScale,
        LiveEvents live,
        Optional<Instant> referenceTime) {
    /** Whether there are histories at all. */
    public boolean histories() {
        return historyLimit.orElse(1) > 0;
    }
}
