package dev.recommender;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.Stream;

/**
 * A source of usage events: files, a query, a collection. A trainer reads it once, event by event, so that no source
 * has to hold its events in memory.
 *
 * <p>Events from code are {@code UsageEvents.of(events)}; files are read by {@code dev.recommender.csv.UsageCsv}. To
 * connect another source, implement {@link #forEach}.
 */
public interface UsageEvents {
    /** Stands for the time of an event that has none. */
    long NO_TIME = Long.MIN_VALUE;

    /** Stands for the weight of an event that has none of its own, so that its type decides. */
    double NO_WEIGHT = Double.NaN;

    /**
     * Gives every event to the sink, from the calling thread. A source that has to wait should respond to the
     * interruption of that thread. A reader that gives up asks the source in this way to return.
     *
     * @return what was read and what was rejected
     * @throws ParsingException if more was rejected than the source tolerates
     * @throws IOException if the source cannot be read
     */
    ParsingReport forEach(Sink sink) throws IOException;

    /**
     * Parts that together hold the same events and may be read at the same time by different threads: for example one
     * for each file. A source that cannot be divided is its own single part.
     */
    default List<UsageEvents> parts() throws IOException {
        return List.of(this);
    }

    /**
     * The given events, read as often as the iterable can be iterated. Several threads read a list with random access;
     * it must not change during that time.
     */
    static UsageEvents of(Iterable<UsageEvent> events) {
        if (events instanceof List<UsageEvent> list && list instanceof RandomAccess) {
            return ProgrammaticEvents.listed(list);
        }
        return sink -> ProgrammaticEvents.feed(events.iterator(), sink);
    }

    /** The remaining events of an iterator; can be read once. */
    static UsageEvents of(Iterator<UsageEvent> events) {
        return sink -> ProgrammaticEvents.feed(events, sink);
    }

    /** The events of a stream; can be read once, which closes the stream. */
    static UsageEvents of(Stream<UsageEvent> events) {
        return sink -> {
            try (events) {
                return ProgrammaticEvents.feed(events.iterator(), sink);
            }
        };
    }

    /** Receives events; not shared between threads. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one event. The sequences are only valid during the call: their owner may reuse them for the next
         * event.
         *
         * @param user the user's id; not blank
         * @param item the item's id; not blank
         * @param epochMillis milliseconds since 1970-01-01T00:00Z, or {@link #NO_TIME}
         * @param type what kind of interaction it was
         * @param weight finite, or {@link #NO_WEIGHT}
         * @return whether the event was taken; false if its item is not in the sink's catalog. The source reports that
         *     as a warning with the event's place in the source
         */
        boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight);
    }
}
