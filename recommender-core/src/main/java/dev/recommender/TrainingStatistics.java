package dev.recommender;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a training counted and how long it took.
 *
 * @param users distinct users
 * @param items distinct items among the events
 * @param events events that went in
 * @param pairs distinct (user, item) pairs
 * @param units distinct co-occurrence units: users, or baskets
 * @param neighbors similarities kept, over all items
 * @param durations time spent in each phase that was run
 */
public record TrainingStatistics(
        int users, int items, long events, long pairs, long units, long neighbors, Map<Phase, Duration> durations) {
    /** The phases of a training, in their order. */
    public enum Phase {
        /** Reading the usage events into columns. */
        READING,
        /** Grouping the events by user and by co-occurrence unit, and computing affinities. */
        GROUPING,
        /** Counting co-occurrences and computing similarities. */
        SIMILARITY,
        /** Laying out the model. */
        MODEL
    }

    public TrainingStatistics {
        EnumMap<Phase, Duration> copy = new EnumMap<>(Phase.class);
        copy.putAll(durations);
        durations = Collections.unmodifiableMap(copy);
    }

    /** The part of all (user, item) pairs that has an event, from 0 to 1. */
    public double density() {
        return users == 0 || items == 0 ? 0 : (double) pairs / users / items;
    }

    /** The durations of all phases together. */
    public Duration totalDuration() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d users, %,d items, %,d events, %,d pairs (density %.4f), %,d units, %,d neighbours, %.3f s",
                users,
                items,
                events,
                pairs,
                density(),
                units,
                neighbors,
                totalDuration().toNanos() / 1e9);
    }
}
