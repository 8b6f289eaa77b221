package dev.recommender.internal.model;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.ModelMetadata;
import dev.recommender.Parameters;
import dev.recommender.TimeSpan;
import dev.recommender.internal.events.Decay;
import dev.recommender.internal.util.LibraryVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The metadata section of every model, as JSON: what the model was trained from and how, and what it needs to answer.
 * Holds nothing that depends on when or where the model was trained.
 *
 * @param libraryVersion the version of this library
 * @param algorithm the algorithm's name; absent if the model was put together from elsewhere
 * @param parameters the parameters of the training
 * @param keepUnknownItems whether events of items that the catalog lacks were trained on; absent if not
 * @param events usage events that went in
 * @param users distinct users, with or without a history in the model
 * @param items items of the model
 * @param counts what else was counted
 * @param firstTime the time of the first event, in milliseconds since 1970; absent without times
 * @param lastTime the time of the last event, in the same way
 * @param referenceTime the moment that affinities are as of, in milliseconds since 1970; absent without times
 * @param halfLifeMillis after which time a live event weighs half; absent if they keep their weight
 * @param eventWeights what live events weigh by type
 * @param weighted whether live events weigh by their weight or type, and not 1
 * @param supportThreshold how many units an item must be in to be compared by its use
 * @param scale the scale of scores
 * @param featureWeights the weights by which items were placed by their features
 */
public record ModelHeader(
        String libraryVersion,
        @Nullable String algorithm,
        Parameters parameters,
        boolean keepUnknownItems,
        long events,
        int users,
        int items,
        Map<String, Long> counts,
        @Nullable Long firstTime,
        @Nullable Long lastTime,
        @Nullable Long referenceTime,
        @Nullable Long halfLifeMillis,
        Map<String, Double> eventWeights,
        boolean weighted,
        int supportThreshold,
        Scale scale,
        Map<String, Double> featureWeights) {
    /**
     * The header of a new model, with raw scores.
     *
     * @param eventTimes from when to when the events happened
     * @param live how live events count
     */
    public static ModelHeader of(
            Optional<String> algorithm,
            Parameters parameters,
            Counts counts,
            int items,
            Optional<TimeSpan> eventTimes,
            OptionalLong referenceTime,
            LiveEvents live,
            int supportThreshold,
            Map<String, Double> featureWeights) {
        Map<String, Double> weights = new LinkedHashMap<>();
        live.weights().asMap().forEach((type, weight) -> weights.put(type.name(), weight));
        return new ModelHeader(
                LibraryVersion.current(),
                algorithm.orElse(null),
                parameters,
                false,
                counts.events(),
                counts.users(),
                items,
                counts.others(),
                eventTimes.map(span -> span.first().toEpochMilli()).orElse(null),
                eventTimes.map(span -> span.last().toEpochMilli()).orElse(null),
                referenceTime.isPresent() ? referenceTime.getAsLong() : null,
                live.halfLife().map(Duration::toMillis).orElse(null),
                weights,
                live.weighted(),
                supportThreshold,
                Scale.RAW,
                featureWeights);
    }

    /**
     * What was counted.
     *
     * @param events usage events
     * @param users distinct users
     * @param others by name
     */
    public record Counts(long events, int users, Map<String, Long> others) {}

    /**
     * How live events count.
     *
     * @param weights what they weigh by type
     * @param weighted whether they weigh by their weight or type, and not 1
     * @param halfLife after which time they weigh half; empty if they keep their weight
     */
    public record LiveEvents(EventWeights weights, boolean weighted, Optional<Duration> halfLife) {}

    /** The header with the numbers that the training determined for its scale. */
    public ModelHeader withScale(Scale learnt) {
        return new ModelHeader(
                libraryVersion,
                algorithm,
                parameters,
                keepUnknownItems,
                events,
                users,
                items,
                counts,
                firstTime,
                lastTime,
                referenceTime,
                halfLifeMillis,
                eventWeights,
                weighted,
                supportThreshold,
                learnt,
                featureWeights);
    }

    /** The header of a model that was trained on events of items that the catalog lacks, too, or was not. */
    public ModelHeader withUnknownItems(boolean kept) {
        return new ModelHeader(
                libraryVersion,
                algorithm,
                parameters,
                kept,
                events,
                users,
                items,
                counts,
                firstTime,
                lastTime,
                referenceTime,
                halfLifeMillis,
                eventWeights,
                weighted,
                supportThreshold,
                scale,
                featureWeights);
    }

    /** Reads the section; throws an {@link IOException} with the reason if it is not what this class writes. */
    static ModelHeader parse(byte[] json) throws IOException {
        ModelHeader header = HeaderJson.read(json);
        if (!header.scale.finite()
                || header.halfLifeMillis != null && header.halfLifeMillis <= 0
                || !header.timesAgree()) {
            throw new IOException("metadata contradicts itself");
        }
        return header;
    }

    private boolean timesAgree() {
        return firstTime == null || lastTime == null
                ? firstTime == null && lastTime == null
                : firstTime > Long.MIN_VALUE && firstTime <= lastTime;
    }

    byte[] toJson() {
        return HeaderJson.write(this);
    }

    /** The metadata of a model with so many histories, as applications see it. */
    public ModelMetadata metadata(int histories) {
        return new ModelMetadata(
                Optional.ofNullable(algorithm),
                parameters,
                libraryVersion,
                events,
                users,
                items,
                histories,
                counts,
                firstTime == null || lastTime == null
                        ? Optional.empty()
                        : Optional.of(new TimeSpan(Instant.ofEpochMilli(firstTime), Instant.ofEpochMilli(lastTime))),
                Optional.ofNullable(referenceTime).map(Instant::ofEpochMilli),
                keepUnknownItems);
    }

    /** What live events weigh by type. */
    public EventWeights weights() {
        EventWeights weights = EventWeights.standard();
        for (Map.Entry<String, Double> entry : eventWeights.entrySet()) {
            weights = weights.with(EventType.of(entry.getKey()), Objects.requireNonNull(entry.getValue()));
        }
        return weights;
    }

    /** How live events decay. */
    public Decay decay() {
        return Decay.of(Optional.ofNullable(halfLifeMillis).map(Duration::ofMillis));
    }
}
