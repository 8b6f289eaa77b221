package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.internal.counting.CountingOptions;
import dev.recommender.internal.events.EventOptions;
import dev.recommender.internal.model.ModelHeader.LiveEvents;
import dev.recommender.internal.neighbors.NeighborOptions;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** The valid options of a training, as types; {@link SarParameters} says what they are. */
record SarOptions(
        Similarity similarity,
        int supportThreshold,
        Optional<Duration> halfLife,
        Optional<Instant> referenceTime,
        CooccurrenceUnit cooccurrenceUnit,
        OptionalInt maxItemsPerUnit,
        OptionalInt maxNeighbors,
        EventWeights eventWeights,
        boolean unweighted,
        OptionalInt historyLimit,
        OptionalInt coldItems,
        boolean coldToCold,
        ScoreScale scoreScale) {
    /**
     * The options that parameters give. A parameter that is not given takes its default.
     *
     * @throws dev.recommender.InvalidParametersException naming every violation
     */
    static SarOptions of(Parameters given) {
        Parameters all = SarParameters.SPEC.complete(given);
        return new SarOptions(
                SarParameters.SIMILARITY.of(all),
                SarParameters.SUPPORT_THRESHOLD.of(all),
                SarParameters.HALF_LIFE.of(all),
                SarParameters.REFERENCE_TIME.of(all),
                SarParameters.COOCCURRENCE_UNIT.of(all),
                SarParameters.MAX_ITEMS_PER_UNIT.of(all),
                SarParameters.MAX_NEIGHBORS.of(all),
                SarParameters.EVENT_WEIGHTS.of(all),
                SarParameters.UNWEIGHTED.of(all),
                SarParameters.HISTORIES.of(all),
                SarParameters.COLD_ITEMS.of(all),
                SarParameters.COLD_TO_COLD.of(all),
                SarParameters.SCORE_SCALE.of(all));
    }

    /** All parameters. */
    Parameters toParameters() {
        Parameters all = SarParameters.SIMILARITY.put(Parameters.empty(), similarity);
        all = SarParameters.SUPPORT_THRESHOLD.put(all, supportThreshold);
        all = SarParameters.HALF_LIFE.put(all, halfLife);
        all = SarParameters.REFERENCE_TIME.put(all, referenceTime);
        all = SarParameters.COOCCURRENCE_UNIT.put(all, cooccurrenceUnit);
        all = SarParameters.MAX_ITEMS_PER_UNIT.put(all, maxItemsPerUnit);
        all = SarParameters.MAX_NEIGHBORS.put(all, maxNeighbors);
        all = SarParameters.EVENT_WEIGHTS.put(all, eventWeights);
        all = SarParameters.UNWEIGHTED.put(all, unweighted);
        all = SarParameters.HISTORIES.put(all, historyLimit);
        all = SarParameters.COLD_ITEMS.put(all, coldItems);
        all = SarParameters.COLD_TO_COLD.put(all, coldToCold);
        return SarParameters.SCORE_SCALE.put(all, scoreScale);
    }

    /** These options with another similarity, which may be one of the caller's. */
    SarOptions similarity(Similarity other) {
        return with(other, maxItemsPerUnit, supportThreshold, maxNeighbors);
    }

    /** These options with another number of neighbours. */
    SarOptions maxNeighbors(int count) {
        return with(similarity, maxItemsPerUnit, supportThreshold, OptionalInt.of(count));
    }

    /** These options with another threshold. */
    SarOptions supportThreshold(int units) {
        return with(similarity, maxItemsPerUnit, units, maxNeighbors);
    }

    /** These options with smaller units. */
    SarOptions maxItemsPerUnit(int items) {
        return with(similarity, OptionalInt.of(items), supportThreshold, maxNeighbors);
    }

    private SarOptions with(Similarity other, OptionalInt unitItems, int threshold, OptionalInt neighbors) {
        return new SarOptions(
                other,
                threshold,
                halfLife,
                referenceTime,
                cooccurrenceUnit,
                unitItems,
                neighbors,
                eventWeights,
                unweighted,
                historyLimit,
                coldItems,
                coldToCold,
                scoreScale);
    }

    /** Whether the model holds histories at all. */
    boolean histories() {
        return historyLimit.orElse(1) > 0;
    }

    /** How events are read and grouped. */
    EventOptions events() {
        return new EventOptions(
                eventWeights,
                !unweighted,
                halfLife,
                referenceTime,
                cooccurrenceUnit == CooccurrenceUnit.TIMESTAMP,
                maxItemsPerUnit,
                supportThreshold,
                historyLimit.orElse(0) > 0,
                scoreScale == ScoreScale.RATING);
    }

    /** What is counted. */
    CountingOptions counting() {
        return new CountingOptions(
                similarity.unitDamping() == 0 ? Optional.empty() : Optional.of(similarity::unitWeightOf),
                supportThreshold);
    }

    /** What rows that were computed elsewhere must agree with. */
    NeighborOptions rows() {
        return new NeighborOptions(
                SarAlgorithm.NAME,
                toParameters(),
                supportThreshold,
                maxNeighbors,
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
