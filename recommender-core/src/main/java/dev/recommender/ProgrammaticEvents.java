package dev.recommender;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Feeds event objects to a sink. */
final class ProgrammaticEvents {
    private static final int EVENTS_PER_PART = 1 << 18;

    private ProgrammaticEvents() {}

    static ParsingReport feed(Iterator<UsageEvent> events, UsageEvents.Sink sink) {
        return feed(events, 0, sink);
    }

    /** A list that is read in ranges by several threads. */
    static UsageEvents listed(List<UsageEvent> events) {
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) {
                return feed(events.iterator(), sink);
            }

            @Override
            public List<UsageEvents> parts() {
                List<UsageEvents> parts = new ArrayList<>();
                for (int start = 0; start == 0 || start < events.size(); start += EVENTS_PER_PART) {
                    int before = start;
                    List<UsageEvent> part =
                            events.subList(start, start + Math.min(EVENTS_PER_PART, events.size() - start));
                    parts.add(sink -> feed(part.iterator(), before, sink));
                }
                return parts;
            }
        };
    }

    /**
     * Feeds what an iterator has left.
     *
     * @param before how many events come before those
     */
    private static ParsingReport feed(Iterator<UsageEvent> events, long before, UsageEvents.Sink sink) {
        long count = 0;
        long refused = 0;
        long firstRefused = 0;
        String firstItem = "";
        while (events.hasNext()) {
            UsageEvent event = events.next();
            if (event == null) {
                throw new TrainingException("usage event " + (before + count + 1) + " is null; leave it out");
            }
            long time = event.time().isPresent() ? event.time().get().toEpochMilli() : UsageEvents.NO_TIME;
            double weight = event.weight().orElse(UsageEvents.NO_WEIGHT);
            count++;
            if (!sink.event(event.user(), event.item(), time, event.type(), weight) && refused++ == 0) {
                firstRefused = before + count;
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
