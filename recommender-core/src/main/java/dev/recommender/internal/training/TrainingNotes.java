package dev.recommender.internal.training;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.FileLayout;
import dev.recommender.Parameters;
import dev.recommender.TrainingStatistics;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a training noticed that is no error, in sentences that name the parameters that would help. */
final class TrainingNotes {
    private TrainingNotes() {}

    /**
     * What is noted of events.
     *
     * @param moreTypes whether they have more types than the statistics name
     * @param allWeighted whether every one has a weight of its own
     * @param files what was read
     * @param catalog what was read of the catalog; empty if there is none
     */
    record Events(boolean moreTypes, boolean allWeighted, List<FileLayout> files, List<FileLayout> catalog) {}

    static List<String> of(RowOptions options, TrainingStatistics statistics, Events events) {
        List<String> notes = new ArrayList<>();
        if (statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE) > 0
                && !statistics.laterEvents().isEmpty()) {
            notes.add(laterEvents(statistics));
        }
        if (statistics.counts().getOrDefault(Training.NEIGHBORS, 1L) == 0) {
            notes.add(nothingSimilar(options, statistics));
        }
        if (options.cooccurrenceUnit() == CooccurrenceUnit.SESSION
                && statistics.count(GroupedEvents.UNITS) == statistics.users()) {
            notes.add("no session ends: no user's events are further apart than sessionGap, which is "
                    + RowParameters.SESSION_GAP.text(
                            RowParameters.SESSION_GAP.put(Parameters.empty(), options.sessionGap()))
                    + ", so all events of a user are one session");
        }
        boolean timed = statistics.eventTimes().isPresent();
        Map<String, Long> types = statistics.eventTypes();
        List<String> untimed = timed ? List.of() : ofTimes(options);
        if (!untimed.isEmpty()) {
            notes.add("no event has a time, so " + String.join(" and ", untimed)
                    + (untimed.size() == 1 ? " has" : " have") + " no effect");
        }
        if (events.files.stream().anyMatch(file -> file.times().isPresent())) {
            events.files.stream()
                    .filter(TrainingNotes::isUntimed)
                    .map(TrainingNotes::untimed)
                    .forEach(notes::add);
        }
        Stream.concat(events.files.stream(), events.catalog.stream())
                .flatMap(file -> file.doubts().stream())
                .distinct()
                .forEach(notes::add);
        boolean ownWeights = events.allWeighted && !options.eventWeights().equals(EventWeights.standard());
        if (ownWeights) {
            notes.add("every event has a weight of its own, so eventWeights has no effect");
        }
        List<String> missing = ownWeights || events.moreTypes ? List.of() : missing(options.eventWeights(), types);
        if (!missing.isEmpty()) {
            notes.add("no event is of type " + String.join(", ", missing) + ", which eventWeights names; the types are "
                    + types.entrySet().stream()
                            .map(type -> type.getKey() + " (" + type.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return notes;
    }

    /** Whether files have events and no time. */
    private static boolean isUntimed(FileLayout file) {
        return file.times().isEmpty() && file.blankTimes() > 0;
    }

    private static String untimed(FileLayout file) {
        return file.blankTimes() + (file.blankTimes() == 1 ? " event of " : " events of ") + file.file()
                + (file.files() > 1 ? " and " + (file.files() - 1) + " more files" : "")
                + (file.blankTimes() == 1 ? " has no time and counts as now" : " have no time and count as now")
                + ", while other files have times";
    }

    /** Why there are no similarities; a lower threshold helps only where some items do occur together. */
    private static String nothingSimilar(RowOptions options, TrainingStatistics statistics) {
        if (statistics.count(GroupedEvents.PAIRS) == statistics.users()) {
            return "no user has events of two items, so no items are similar, and everybody gets popular items";
        }
        if (options.supportThreshold() == 1) {
            return "no two items are counted "
                    + (options.maxDistance().isPresent() ? "one after the other " : "")
                    + switch (options.cooccurrenceUnit()) {
                        case USER -> "for the same user";
                        case SESSION -> "in one session of the same user";
                        case TIMESTAMP -> "at the same moment of the same user";
                    }
                    + ", so no items are similar, and everybody gets popular items";
        }
        return "no two items occur together often enough to be similar, so everybody gets popular items;"
                + " a lower supportThreshold would help";
    }

    /** The options about times that differ from the defaults. */
    private static List<String> ofTimes(RowOptions options) {
        List<String> given = new ArrayList<>();
        if (options.halfLife().isPresent() && !options.halfLife().equals(RowParameters.HALF_LIFE.defaultValue())) {
            given.add("halfLife");
        }
        if (options.referenceTime().isPresent()) {
            given.add("referenceTime");
        }
        if (options.cooccurrenceUnit() != CooccurrenceUnit.USER) {
            given.add("cooccurrenceUnit");
        }
        return given;
    }

    /** The types with a weight of their own that no event has. */
    private static List<String> missing(EventWeights weights, Map<String, Long> types) {
        Map<EventType, Double> standard = EventWeights.standard().asMap();
        return weights.asMap().entrySet().stream()
                .filter(weight -> !weight.getValue().equals(standard.get(weight.getKey())))
                .map(weight -> weight.getKey().name())
                .filter(type -> !types.containsKey(type))
                .toList();
    }

    private static String laterEvents(TrainingStatistics statistics) {
        long count = statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE);
        String which = statistics.laterEvents().stream()
                .map(event -> "user " + event.user() + ", item " + event.item()
                        + event.time().map(time -> ", " + time).orElse(""))
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "%,d event%s later than the reference time %s and count%s as if %s happened at it: %s%s;"
                        + " referenceTime sets another",
                count,
                count == 1 ? " is" : "s are",
                statistics.referenceTime().map(Instant::toString).orElse("none"),
                count == 1 ? "s" : "",
                count == 1 ? "it" : "they",
                which,
                count > statistics.laterEvents().size() ? "; and others" : "");
    }
}
