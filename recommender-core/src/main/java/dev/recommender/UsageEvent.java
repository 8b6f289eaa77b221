package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One interaction of a user with an item.
 *
 * @param user the user's id, as given; not blank
 * @param item the item's id, as given; not blank
 * @param time when it happened, counted in whole milliseconds, within 292 million years of 1970; an event without a time does not decay
 * @param type what kind of interaction it was; gives the event its weight if it has none of its own
 * @param weight an explicit weight, which wins over the type's; within the range of floats, may be zero or negative
 */
public record UsageEvent(String user, String item, Optional<Instant> time, EventType type, OptionalDouble weight) {
    public UsageEvent {
        Arguments.requireId("user", user);
        Arguments.requireId("item", item);
        Arguments.requireNonNull("type", type);
        Arguments.requireNonNull("weight", weight);
        Arguments.requireNonNull("time", time);
        weight.ifPresent(given -> Arguments.requireWeight("weight", given));
        time.ifPresent(given -> Arguments.requireMillis("time", given));
    }

    /** An event without time or weight, of type {@link EventType#CUSTOM}, which weighs 1 by default. */
    public static UsageEvent of(String user, String item) {
        return new UsageEvent(user, item, Optional.empty(), EventType.CUSTOM, OptionalDouble.empty());
    }

    /** This event at the given time. */
    public UsageEvent at(Instant time) {
        return new UsageEvent(user, item, Optional.of(Arguments.requireNonNull("time", time)), type, weight);
    }

    /** This event with the given type. */
    public UsageEvent type(EventType type) {
        return new UsageEvent(user, item, time, type, weight);
    }

    /** This event with an explicit weight. */
    public UsageEvent weight(double weight) {
        return new UsageEvent(user, item, time, type, OptionalDouble.of(weight));
    }
}
