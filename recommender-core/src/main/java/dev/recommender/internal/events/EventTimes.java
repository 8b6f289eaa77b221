package dev.recommender.internal.events;

import dev.recommender.UsageEvents;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When the events of a log happened: how many on each day, and when the newest of each day. From it comes the moment
 * that a training takes for now if none is given, which no wrong clock sets. Used by one thread.
 *
 * <p>Days are those of UTC. Those from 1970 to 2100 are counted in an array, others in a map.
 */
public final class EventTimes {
    private static final long DAY = 86_400_000;

    /** The day after the last one in the array: 2100-01-01. */
    private static final int DAYS = 47_482;

    /** A day's cell holds the number of events, and in the lowest bits the newest one's millisecond of the day. */
    private static final int MILLIS_BITS = 27;

    private static final long MILLIS = (1 << MILLIS_BITS) - 1;
    private static final long ONE = 1 << MILLIS_BITS;

    /** Clocks and time zones may be off by so much. */
    private static final long TOLERANCE = DAY;

    /** One event in so many may be an outlier. */
    private static final int ORDINARY_PER_OUTLIER = 1000;

    /** Outliers are at least so many days away from all other events. */
    private static final long LEAST_GAP = 365;

    private final long now;
    private final OptionalLong given;
    private final Map<Long, Long> otherDays = new HashMap<>();
    private long[] days = new long[0];
    private long first = Long.MAX_VALUE;
    private long last = UsageEvents.NO_TIME;
    private long afterGiven;
    private long untimed;

    /**
     * No events.
     *
     * @param now the present, in milliseconds since 1970
     * @param given the reference time, if it is given
     */
    public EventTimes(long now, OptionalLong given) {
        this.now = now;
        this.given = given;
    }

    /** Counts an event. */
    public void add(long millis) {
        if (millis == UsageEvents.NO_TIME) {
            untimed++;
            return;
        }
        first = Math.min(first, millis);
        last = Math.max(last, millis);
        if (given.isPresent() && millis > given.getAsLong()) {
            afterGiven++;
        }
        if (millis >= 0 && millis < DAYS * DAY) {
            if (days.length == 0) {
                days = new long[DAYS];
            }
            int day = (int) (millis / DAY);
            days[day] = merged(days[day], ONE | millis - day * DAY);
        } else {
            otherDays.merge(Math.floorDiv(millis, DAY), ONE | Math.floorMod(millis, DAY), EventTimes::merged);
        }
    }

    /** Adds the events of others. */
    public void absorb(EventTimes other) {
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        afterGiven += other.afterGiven;
        untimed += other.untimed;
        other.otherDays.forEach((day, cell) -> otherDays.merge(day, cell, EventTimes::merged));
        if (days.length == 0) {
            days = other.days.clone();
        } else if (other.days.length > 0) {
            Arrays.setAll(days, day -> merged(days[day], other.days[day]));
        }
    }

    /** How many events have no time. */
    public long untimed() {
        return untimed;
    }

    /** The time of the first event; empty if none has a time. */
    public OptionalLong first() {
        return last == UsageEvents.NO_TIME ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** The time of the last event; empty if none has a time. */
    public OptionalLong last() {
        return last == UsageEvents.NO_TIME ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /**
     * The reference time: the one given, or else the time of the newest event that is neither in the future nor an
     * outlier; empty if there is none.
     *
     * <p>In the future are events on a later day than that of the present plus one day, unless all events are. Outliers
     * are the newest events of the others, if they are at most one in a thousand (but one at least), and if the days
     * from the event before them are more than a year, and more than from the first event to that one, which are not on
     * the same day.
     */
    public OptionalLong reference() {
        if (given.isPresent() || last == UsageEvents.NO_TIME) {
            return given;
        }
        NavigableMap<Long, Long> all = all();
        long latest = Math.floorDiv(now + TOLERANCE, DAY);
        SortedMap<Long, Long> past = all.headMap(latest, true);
        SortedMap<Long, Long> ordinary = past.isEmpty() ? all : past;
        long[] numbers = ordinary.keySet().stream().mapToLong(Long::longValue).toArray();
        long[] cells = ordinary.values().stream().mapToLong(Long::longValue).toArray();
        long allowed = Math.max(1, Arrays.stream(cells).map(EventTimes::count).sum() / ORDINARY_PER_OUTLIER);
        int newest = numbers.length - 1;
        long cut = 0;
        for (int at = newest; at >= 2; at--) {
            cut += count(cells[at]);
            long before = numbers[at - 1];
            if (cut <= allowed && numbers[at] - before > Math.max(LEAST_GAP, before - numbers[0])) {
                newest = at - 1;
            }
        }
        return OptionalLong.of(numbers[newest] * DAY + (cells[newest] & MILLIS));
    }

    /** How many events are after the reference time. */
    public long afterReference() {
        if (given.isPresent() || last == UsageEvents.NO_TIME) {
            return afterGiven;
        }
        long day = Math.floorDiv(reference().getAsLong(), DAY);
        return all().tailMap(day, false).values().stream()
                .mapToLong(EventTimes::count)
                .sum();
    }

    private NavigableMap<Long, Long> all() {
        NavigableMap<Long, Long> all = new TreeMap<>(otherDays);
        for (int day = 0; day < days.length; day++) {
            if (days[day] != 0) {
                all.put((long) day, days[day]);
            }
        }
        return all;
    }

    private static long count(long cell) {
        return cell >>> MILLIS_BITS;
    }

    private static long merged(long left, long right) {
        return (left & ~MILLIS) + (right & ~MILLIS) | Math.max(left & MILLIS, right & MILLIS);
    }
}
