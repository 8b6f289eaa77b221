package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.ScoreScale;
import dev.recommender.internal.util.Numbers;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The validated options of a training, as {@link SarTrainer.Builder} collects them. */
public record SarOptions(
        Similarity similarity,
        CooccurrenceUnit cooccurrenceUnit,
        OptionalInt maxItemsPerUnit,
        int supportThreshold,
        Optional<Duration> halfLife,
        Optional<Instant> referenceTime,
        OptionalInt maxNeighbors,
        EventWeights eventWeights,
        boolean weighted,
        OptionalInt historyLimit,
        OptionalInt coldNeighbors,
        boolean coldToCold,
        ScoreScale scoreScale) {
    /** These options with another number of neighbours. */
    SarOptions maxNeighbors(int count) {
        return with(maxItemsPerUnit, supportThreshold, OptionalInt.of(count));
    }

    /** These options with another threshold. */
    SarOptions supportThreshold(int units) {
        return with(maxItemsPerUnit, units, maxNeighbors);
    }

    /** These options with smaller units. */
    SarOptions maxItemsPerUnit(int items) {
        return with(OptionalInt.of(items), supportThreshold, maxNeighbors);
    }

    private SarOptions with(OptionalInt unitItems, int threshold, OptionalInt neighbors) {
        return new SarOptions(
                similarity,
                cooccurrenceUnit,
                unitItems,
                threshold,
                halfLife,
                referenceTime,
                neighbors,
                eventWeights,
                weighted,
                historyLimit,
                coldNeighbors,
                coldToCold,
                scoreScale);
    }

    /** Whether the model holds histories at all. */
    public boolean histories() {
        return historyLimit.orElse(1) > 0;
    }

    /** Whether the times of events matter, beyond that of the newest. */
    public boolean timed() {
        return halfLife.isPresent()
                || cooccurrenceUnit == CooccurrenceUnit.TIMESTAMP
                || historyLimit.orElse(0) > 0
                || maxItemsPerUnit.isPresent();
    }

    /** The options by name, as a model remembers them. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("similarity", similarity.toString());
        map.put("cooccurrenceUnit", cooccurrenceUnit.name().toLowerCase(Locale.ROOT));
        map.put("maxItemsPerUnit", maxItemsPerUnit.isPresent() ? "newest " + maxItemsPerUnit.getAsInt() : "all");
        map.put("supportThreshold", Integer.toString(supportThreshold));
        map.put("halfLife", halfLife.map(Duration::toString).orElse("none"));
        map.put("referenceTime", referenceTime.map(Instant::toString).orElse("newest event"));
        map.put("maxNeighbors", maxNeighbors.isPresent() ? Integer.toString(maxNeighbors.getAsInt()) : "all");
        map.put("eventWeights", weighted ? text(eventWeights) : "none");
        map.put(
                "histories",
                historyLimit.isEmpty()
                        ? "all"
                        : historyLimit.getAsInt() == 0 ? "none" : "newest " + historyLimit.getAsInt());
        map.put(
                "coldItems",
                coldNeighbors.isEmpty()
                        ? "off"
                        : coldNeighbors.getAsInt() + " neighbours" + (coldToCold ? ", cold to cold" : ""));
        map.put("scoreScale", scoreScale.name().toLowerCase(Locale.ROOT));
        return map;
    }

    private static String text(EventWeights weights) {
        return weights.asMap().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + Numbers.text(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
