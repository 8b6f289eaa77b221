package dev.recommender.internal.events;

import dev.recommender.EventWeights;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How events are read and grouped, for any algorithm that is trained on them.
 *
 * @param eventWeights what events weigh that have no weight of their own
 * @param weighted whether events weigh by their weight or type, and not 1
 * @param halfLife after which time an event weighs half; empty if it keeps its weight
 * @param referenceTime the moment that affinities are decayed to; empty for that which {@link EventTimes} finds
 * @param unitGap the longest time between one event of a co-occurrence unit and the next, in milliseconds: 0 for what a
 *     user took at one instant; empty for all that a user took
 * @param maxItemsPerUnit how many items of each unit are counted; empty for all
 * @param maxDistance how many moments of a unit later an item still follows another; empty where order does not count
 * @param supportThreshold how many units an item must be in to be compared by its use
 * @param timesKept whether the time of each pair's newest event is needed
 * @param countsKept whether event counts are needed: what affinities would be if each event weighed 1
 * @param averaged whether an affinity is the mean weight of a pair's events, as a rating is, and not their sum
 */
public record EventOptions(
        EventWeights eventWeights,
        boolean weighted,
        Optional<Duration> halfLife,
        Optional<Instant> referenceTime,
        OptionalLong unitGap,
        OptionalInt maxItemsPerUnit,
        OptionalInt maxDistance,
        int supportThreshold,
        boolean timesKept,
        boolean countsKept,
        boolean averaged) {
    /** Whether the times of events matter, beyond that of the newest. */
    public boolean timed() {
        return halfLife.isPresent() || timesKept || ownUnits();
    }

    /** The reference time in milliseconds since 1970, if it is given. */
    OptionalLong referenceMillis() {
        return referenceTime.isPresent() ? OptionalLong.of(referenceTime.get().toEpochMilli()) : OptionalLong.empty();
    }

    /** Whether units are not simply the users' items. */
    public boolean ownUnits() {
        return everyInstant() || maxItemsPerUnit.isPresent();
    }

    /** Whether it matters at which moments an item was taken, and not only when last. */
    public boolean everyInstant() {
        return unitGap.isPresent() || maxDistance.isPresent();
    }
}
