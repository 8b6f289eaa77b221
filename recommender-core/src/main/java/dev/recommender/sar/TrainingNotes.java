package dev.recommender.sar;

import dev.recommender.TrainingStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a training noticed that is no error, in sentences that name the parameters that would help. */
final class TrainingNotes {
    private TrainingNotes() {}

    static List<String> of(TrainingStatistics statistics) {
        List<String> notes = new ArrayList<>();
        if (statistics.count(TrainingStatistics.EVENTS_AFTER_REFERENCE) > 0
                && !statistics.laterEvents().isEmpty()) {
            notes.add(laterEvents(statistics));
        }
        if (statistics.count(Training.NEIGHBORS) == 0) {
            notes.add("no two items occur together often enough to be similar, so everybody gets popular items;"
                    + " a lower supportThreshold would help");
        }
        return notes;
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
