package dev.recommender;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a training counted and how long it took.
 *
 * @param users distinct users
 * @param items distinct items among the events
 * @param events events that went in
 * @param pairs distinct (user, item) pairs
 * @param units distinct co-occurrence units: users, or baskets
 * @param cutUnits units with more items than {@code maxItemsPerUnit}, of which the newest were counted
 * @param neighbors similarities kept, over all items
 * @param catalogItems items of the catalog, if there was one
 * @param coldItems items below the support threshold, with those of the catalog that have no events
 * @param featureWeights the weights that place cold items, by feature name: by how much a full match of the feature
 *     raises the predicted similarity (its log-odds, where the similarity is bounded by 1); empty if none were placed
 * @param durations time spent in each phase that was run; what a phase started to wait for is its own
 */
public record TrainingStatistics(
        int users,
        int items,
        long events,
        long pairs,
        long units,
        long cutUnits,
        long neighbors,
        OptionalInt catalogItems,
        int coldItems,
        Map<String, Double> featureWeights,
        Map<Phase, Duration> durations) {
    /** The phases of a training, in their order. */
    public enum Phase {
        /** Reading the usage events into columns. */
        READING,
        /** Grouping the events by user and by co-occurrence unit, and computing affinities. */
        GROUPING,
        /** Counting co-occurrences and computing similarities. */
        SIMILARITY,
        /** Placing cold items by their features. */
        COLD_ITEMS,
        /** Laying out histories and catalog, and learning the scale of scores. */
        MODEL
    }

    public TrainingStatistics {
        EnumMap<Phase, Duration> copy = new EnumMap<>(Phase.class);
        copy.putAll(durations);
        featureWeights = Collections.unmodifiableMap(new LinkedHashMap<>(featureWeights));
        durations = Collections.unmodifiableMap(copy);
    }

    /** The part of all (user, item) pairs that has an event, from 0 to 1. */
    public double density() {
        return users == 0 || items == 0 ? 0 : (double) pairs / users / items;
    }

    /**
     * The part of the catalog's items that has events, from 0 to 1; empty without a catalog. Too high if events of items
     * that the catalog does not have were kept, since these are counted, too.
     */
    public OptionalDouble catalogCoverage() {
        return catalogItems.isEmpty() || catalogItems.getAsInt() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) items / catalogItems.getAsInt()));
    }

    /** The durations of all phases together. */
    public Duration totalDuration() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d users, %,d items, %,d events, %,d pairs (density %.4f), %,d units%s, %,d neighbours, %.3f s",
                users,
                items,
                events,
                pairs,
                density(),
                units,
                cutUnits == 0 ? "" : String.format(Locale.ROOT, " (%,d of them cut)", cutUnits),
                neighbors,
                totalDuration().toNanos() / 1e9);
    }
}
