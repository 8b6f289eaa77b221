package dev.recommender.internal.events;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** A few of the events after the reference time: the latest, whatever the order of events. Used by one thread. */
final class LaterEvents {
    private static final int MOST = 3;

    private final TreeSet<Event> latest = new TreeSet<>(Comparator.comparingLong(Event::time)
            .reversed()
            .thenComparing(Event::user)
            .thenComparing(Event::item));

    private record Event(int user, int item, long time) {}

    /** Adds those of a user's events that are after the moment. */
    void add(int user, EventBuckets.Unpacked events, int start, int end, long moment, int[] indexOfNumber) {
        for (int at = start; at < end; at++) {
            long time = events.times[at];
            if (time != UsageEvents.NO_TIME && time > moment && wanted(time)) {
                add(new Event(user, indexOfNumber[events.items[at]], time));
            }
        }
    }

    void addAll(LaterEvents others) {
        others.latest.forEach(this::add);
    }

    private void add(Event event) {
        latest.add(event);
        if (latest.size() > MOST) {
            latest.pollLast();
        }
    }

    private boolean wanted(long time) {
        return latest.size() < MOST || time >= latest.last().time;
    }

    /** The events, the latest first. */
    List<UsageEvent> texts(IntFunction<String> users, IntFunction<String> items) {
        return latest.stream()
                .map(event -> UsageEvent.of(users.apply(event.user), items.apply(event.item))
                        .at(Instant.ofEpochMilli(event.time)))
                .toList();
    }
}
