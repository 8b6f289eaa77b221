package dev.recommender.internal.training;

import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingException;
import dev.recommender.internal.events.EventOptions;
import dev.recommender.internal.events.EventTimes;
import dev.recommender.internal.model.ModelHeader.LiveEvents;
import dev.recommender.internal.neighbors.NeighborOptions;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The valid options that all algorithms of item-to-item rows have, as types; {@link RowParameters} says what they are.
 *
 * @param maxDistance how many moments of a unit later an item still follows another; empty where order does not count
 * @param averaged whether an affinity is the mean weight of a pair's events, and not their sum
 */
public record RowOptions(
        int supportThreshold,
        Optional<Duration> halfLife,
        Optional<Instant> referenceTime,
        CooccurrenceUnit cooccurrenceUnit,
        Duration sessionGap,
        OptionalInt maxItemsPerUnit,
        OptionalInt maxDistance,
        OptionalInt maxNeighbors,
        RowWeights weights,
        EventWeights eventWeights,
        boolean unweighted,
        OptionalInt historyLimit,
        OptionalInt coldItems,
        boolean coldToCold,
        ScoreScale scoreScale,
        boolean averaged) {
    /** These options with another number of neighbours. */
    public RowOptions maxNeighbors(int count) {
        return with(maxItemsPerUnit, supportThreshold, OptionalInt.of(count), weights);
    }

    /** These options with another threshold. */
    public RowOptions supportThreshold(int units) {
        return with(maxItemsPerUnit, units, maxNeighbors, weights);
    }

    /** These options with smaller units. */
    public RowOptions maxItemsPerUnit(int items) {
        return with(OptionalInt.of(items), supportThreshold, maxNeighbors, weights);
    }

    /** These options with other weights of neighbours. */
    public RowOptions weights(RowWeights others) {
        return with(maxItemsPerUnit, supportThreshold, maxNeighbors, others);
    }

    private RowOptions with(OptionalInt unitItems, int threshold, OptionalInt neighbors, RowWeights others) {
        return new RowOptions(
                threshold,
                halfLife,
                referenceTime,
                cooccurrenceUnit,
                sessionGap,
                unitItems,
                maxDistance,
                neighbors,
                others,
                eventWeights,
                unweighted,
                historyLimit,
                coldItems,
                coldToCold,
                scoreScale,
                averaged);
    }

    /** Whether the model holds histories at all. */
    public boolean histories() {
        return historyLimit.orElse(1) > 0;
    }

    /** Whether co-occurrence units are not simply the users' items. */
    boolean ownUnits() {
        return events().ownUnits();
    }

    private OptionalLong unitGap() {
        return switch (cooccurrenceUnit) {
            case USER -> OptionalLong.empty();
            case SESSION -> OptionalLong.of(sessionGap.toMillis());
            case TIMESTAMP -> OptionalLong.of(0);
        };
    }

    /**
     * Checks that events have times where their order counts, or the pauses between them.
     *
     * @param events how many there are
     * @throws TrainingException if some have no time where order counts, or none has where pauses end sessions
     */
    void requireTimes(EventTimes times, long events) {
        if (cooccurrenceUnit == CooccurrenceUnit.SESSION && times.untimed() == events) {
            throw new TrainingException("no event has a time, and sessions end by the time between two events; name the"
                    + " column of times, or leave cooccurrenceUnit out");
        }
        if (maxDistance.isPresent() && times.untimed() > 0) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "%,d of %,d events have no time, and sequential counting needs the order of all; name the column of"
                            + " times, leave such events out, or leave counting out",
                    times.untimed(),
                    events));
        }
    }

    /** How events are read and grouped. */
    public EventOptions events() {
        return new EventOptions(
                eventWeights,
                !unweighted,
                halfLife,
                referenceTime,
                unitGap(),
                maxItemsPerUnit,
                maxDistance,
                supportThreshold,
                historyLimit.orElse(0) > 0,
                scoreScale == ScoreScale.RATING,
                averaged);
    }

    /** What rows that were computed elsewhere must agree with. */
    NeighborOptions rows(String algorithm, Parameters parameters) {
        return new NeighborOptions(
                algorithm,
                parameters,
                supportThreshold,
                maxNeighbors,
                weights.packed(),
                historyLimit,
                coldItems.isPresent(),
                scoreScale,
                live(),
                referenceTime);
    }

    /** How live events count. */
    LiveEvents live() {
        return new LiveEvents(eventWeights, !unweighted, halfLife);
    }
}
