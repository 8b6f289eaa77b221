package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An item that a recommendation starts from, as a live event: something just clicked, put into the cart, rated.
 *
 * @param item the item's id; not blank
 * @param type what kind of interaction it was; gives the seed its weight if it has none of its own
 * @param weight an explicit weight, which wins over the type's; within the range of floats, may be zero or negative
 * @param time when it happened, within 292 million years of 1970; a seed without a time does not decay
 */
public record Seed(String item, EventType type, OptionalDouble weight, Optional<Instant> time) {
    public Seed {
        Arguments.requireId("item", item);
        Arguments.requireNonNull("type", type);
        Arguments.requireNonNull("weight", weight);
        Arguments.requireNonNull("time", time);
        weight.ifPresent(given -> Arguments.requireWeight("weight", given));
        time.ifPresent(given -> Arguments.requireMillis("time", given));
    }

    /** A seed of type {@link EventType#CUSTOM}, which weighs 1 by default, without a time. */
    public static Seed of(String item) {
        return new Seed(item, EventType.CUSTOM, OptionalDouble.empty(), Optional.empty());
    }

    /** For people: the item, with what is not the default: {@code p12 Purchase × 2.0 at 2026-11-01T10:00:00Z}. */
    @Override
    public String toString() {
        return item
                + (type.equals(EventType.CUSTOM) ? "" : " " + type)
                + (weight.isPresent() ? " × " + weight.getAsDouble() : "")
                + time.map(given -> " at " + given).orElse("");
    }

    /** This seed with the given type. */
    public Seed type(EventType type) {
        return new Seed(item, type, weight, time);
    }

    /** This seed with an explicit weight. */
    public Seed weight(double weight) {
        return new Seed(item, type, OptionalDouble.of(weight), time);
    }

    /** This seed at the given time. */
    public Seed at(Instant time) {
        return new Seed(item, type, weight, Optional.of(Arguments.requireNonNull("time", time)));
    }
}
