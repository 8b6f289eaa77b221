package dev.recommender.internal.events;

import dev.recommender.internal.util.IntSort;
import java.util.Arrays;

/**
 * What co-occurrence units need to know of a user's events, collected piece by piece: each item once, with the time of its
 * newest event, or each item once for every instant. Used by one thread.
 */
final class DistinctTakes {
    private final boolean everyInstant;
    private int[] items = new int[0];
    private long[] times = new long[0];
    private int size;

    DistinctTakes(boolean everyInstant) {
        this.everyInstant = everyInstant;
    }

    void clear() {
        size = 0;
    }

    /** Adds a piece of the user's events, which has all events of its items. */
    void add(int[] eventItems, long[] eventTimes, int start, int end) {
        int[] order = new int[end - start];
        Arrays.setAll(order, at -> start + at);
        IntSort.sort(order, (left, right) -> {
            int byItem = Integer.compare(eventItems[left], eventItems[right]);
            return byItem != 0 ? byItem : Long.compare(eventTimes[right], eventTimes[left]);
        });
        int first = size;
        for (int event : order) {
            boolean known = size > first
                    && items[size - 1] == eventItems[event]
                    && (!everyInstant || times[size - 1] == eventTimes[event]);
            if (!known) {
                ensure(size + 1);
                items[size] = eventItems[event];
                times[size++] = eventTimes[event];
            }
        }
    }

    /** The items; as many as {@link #size} says. */
    int[] items() {
        return items;
    }

    /** The time of each item. */
    long[] times() {
        return times;
    }

    int size() {
        return size;
    }

    private void ensure(int count) {
        if (items.length < count) {
            int larger = Math.max(256, items.length * 2);
            items = Arrays.copyOf(items, larger);
            times = Arrays.copyOf(times, larger);
        }
    }
}
