package dev.recommender.models;

import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.TimeSpan;
import dev.recommender.internal.model.CollectedParts;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.util.Arguments;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a builder of models has collected for the header. Used by one thread. */
final class RankedHeader {
    private final String algorithm;
    private final Parameters parameters;
    final Map<String, Long> counts = new LinkedHashMap<>();
    long events;
    int users;
    Optional<TimeSpan> eventTimes = Optional.empty();
    OptionalLong referenceTime = OptionalLong.empty();
    Optional<EventWeights> eventWeights = Optional.empty();
    boolean unweighted;
    Optional<Duration> halfLife = Optional.empty();
    ScoreScale scoreScale = ScoreScale.RAW;
    int supportThreshold;

    RankedHeader(String algorithm, Parameters parameters) {
        this.algorithm = Arguments.requireId("algorithm", algorithm);
        this.parameters = parameters;
    }

    /**
     * Checks that what was collected goes together.
     *
     * @param ratedUsers how many histories have event counts
     * @throws IllegalStateException if it does not
     */
    void requireSense(CollectedParts collected, int ratedUsers) {
        int histories = collected.users();
        require(collected.items().size() > 0, "there are no items");
        require(histories <= users, "there are " + histories + " histories of " + users + " users");
        require(
                !unweighted || eventWeights.isEmpty(),
                "eventWeights have no effect on unweighted events; leave one of the two out");
        require(
                scoreScale == ScoreScale.RATING || ratedUsers == 0,
                "event counts of ratedHistory have no effect without scores on the rating scale; use history");
        require(
                scoreScale != ScoreScale.RATING || ratedUsers == histories,
                "scores on the rating scale need event counts; add every history by ratedHistory");
        require(
                scoreScale == ScoreScale.RAW || collected.holdsAffinities(),
                "there are no histories to learn the scale of scores from; leave scoreScale out");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }

    /** The header of a model of so many items, with raw scores. */
    ModelHeader of(int items) {
        return ModelHeader.of(
                Optional.of(algorithm),
                parameters,
                new ModelHeader.Counts(events, users, counts),
                items,
                eventTimes,
                referenceTime,
                new ModelHeader.LiveEvents(eventWeights.orElse(EventWeights.standard()), !unweighted, halfLife),
                supportThreshold,
                Map.of());
    }
}
