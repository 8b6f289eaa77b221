package dev.recommender;

import java.util.Iterator;

/** Feeds event objects to a sink. */
final class ProgrammaticEvents {
    private ProgrammaticEvents() {}

    static ParsingReport feed(Iterator<UsageEvent> events, UsageEvents.Sink sink) {
        long count = 0;
        while (events.hasNext()) {
            UsageEvent event = events.next();
            long time = event.time().isPresent() ? event.time().get().toEpochMilli() : UsageEvents.NO_TIME;
            sink.event(
                    event.user(),
                    event.item(),
                    time,
                    event.type(),
                    event.weight().orElse(UsageEvents.NO_WEIGHT));
            count++;
        }
        return ParsingReport.clean(count);
    }
}
