package dev.recommender;

import java.util.Iterator;
import java.util.List;

/** Feeds event objects to a sink. */
final class ProgrammaticEvents {
    private ProgrammaticEvents() {}

    static ParsingReport feed(Iterator<UsageEvent> events, UsageEvents.Sink sink) {
        long count = 0;
        long refused = 0;
        long firstRefused = 0;
        String firstItem = "";
        while (events.hasNext()) {
            UsageEvent event = events.next();
            long time = event.time().isPresent() ? event.time().get().toEpochMilli() : UsageEvents.NO_TIME;
            double weight = event.weight().orElse(UsageEvents.NO_WEIGHT);
            count++;
            if (!sink.event(event.user(), event.item(), time, event.type(), weight) && refused++ == 0) {
                firstRefused = count;
                firstItem = event.item();
            }
        }
        if (refused == 0) {
            return ParsingReport.clean(count);
        }
        ParsingProblem unknown = new ParsingProblem(
                ParsingReason.UNKNOWN_ITEM_ID, refused, "events", firstRefused, "item \"" + firstItem + "\"");
        return new ParsingReport(count, count - refused, List.of(), List.of(unknown));
    }
}
