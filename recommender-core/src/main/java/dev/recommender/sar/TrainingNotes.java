package dev.recommender.sar;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.internal.events.TypeCounts;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds the options that have no effect with the events of a training. */
final class TrainingNotes {
    private static final SarOptions DEFAULTS = SarOptions.of(Parameters.empty());

    private TrainingNotes() {}

    /**
     * What to say, a sentence for each reason.
     *
     * @param types how many events there are of each type
     * @param timed whether an event has a time
     */
    static List<String> of(SarOptions options, Map<String, Long> types, boolean timed) {
        List<String> notes = new ArrayList<>();
        List<String> untimed = timed ? List.of() : ofTimes(options);
        if (!untimed.isEmpty()) {
            notes.add("no event has a time, so " + String.join(" and ", untimed)
                    + (untimed.size() == 1 ? " has" : " have") + " no effect");
        }
        List<String> missing = missing(options.eventWeights(), types);
        if (!missing.isEmpty()) {
            notes.add("no event is of type " + String.join(", ", missing) + ", which eventWeights names; the types are "
                    + types.entrySet().stream()
                            .sorted(Map.Entry.<String, Long>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .map(type -> type.getKey() + " (" + type.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return notes;
    }

    /** The options about times that differ from the defaults. */
    private static List<String> ofTimes(SarOptions options) {
        List<String> given = new ArrayList<>();
        if (options.halfLife().isPresent() && !options.halfLife().equals(DEFAULTS.halfLife())) {
            given.add("halfLife");
        }
        if (options.referenceTime().isPresent()) {
            given.add("referenceTime");
        }
        if (options.cooccurrenceUnit() == CooccurrenceUnit.TIMESTAMP) {
            given.add("cooccurrenceUnit");
        }
        return given;
    }

    /** The types with a weight of their own that no event has; none if there are too many types to know. */
    private static List<String> missing(EventWeights weights, Map<String, Long> types) {
        if (types.containsKey(TypeCounts.OTHERS)) {
            return List.of();
        }
        Map<EventType, Double> standard = EventWeights.standard().asMap();
        return weights.asMap().entrySet().stream()
                .filter(weight -> !weight.getValue().equals(standard.get(weight.getKey())))
                .map(weight -> weight.getKey().name())
                .filter(type -> !types.containsKey(type))
                .toList();
    }
}
