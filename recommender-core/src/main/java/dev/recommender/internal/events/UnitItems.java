package dev.recommender.internal.events;

import dev.recommender.internal.util.IntSort;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The co-occurrence units of one user after the other, as item numbers. A unit is all items of a user, or all items of
 * a user at one instant. Each unit has at most so many items, the newest ones. Used by one thread.
 */
public final class UnitItems {
    private final boolean byInstant;
    private final int limit;
    private final int[] rankOfNumber;
    private int[] items = new int[256];
    private int[] ends = new int[16];
    private long[] keys = new long[256];
    private long[] instants = new long[256];
    private int size;
    private int units;
    private int cut;

    /**
     * Prepares.
     *
     * @param rankOfNumber the rank of each item by id, where units are limited
     */
    public UnitItems(boolean byInstant, OptionalInt limit, int[] rankOfNumber) {
        this.byInstant = byInstant;
        this.limit = limit.orElse(Integer.MAX_VALUE);
        this.rankOfNumber = rankOfNumber;
    }

    /** Goes on to a user, whose events are in a range. */
    public void of(int[] eventItems, long[] eventTimes, int start, int end) {
        int length = end - start;
        ensure(length);
        size = 0;
        units = 0;
        cut = 0;
        int distinct = byInstant ? distinctInstants(eventTimes, start, end) : 0;
        for (int at = 0; at < length; at++) {
            long instant = byInstant ? Arrays.binarySearch(instants, 0, distinct, eventTimes[start + at]) : 0;
            keys[at] = instant << 32 | eventItems[start + at];
        }
        Arrays.sort(keys, 0, length);
        int unitStart = 0;
        for (int at = 0; at < length; at++) {
            if (at == 0 || keys[at] != keys[at - 1]) {
                items[size++] = (int) keys[at];
            }
            if (at == length - 1 || keys[at] >>> 32 != keys[at + 1] >>> 32) {
                if (size - unitStart > limit) {
                    cut++;
                    keepNewest(unitStart, eventItems, eventTimes, start, end);
                    size = unitStart + limit;
                }
                ends = units == ends.length ? Arrays.copyOf(ends, units * 2) : ends;
                ends[units++] = size;
                unitStart = size;
            }
        }
    }

    /** The items of all units, one after the other; as many as {@link #size} says. */
    public int[] items() {
        return items;
    }

    public int size() {
        return size;
    }

    public int units() {
        return units;
    }

    /** Where a unit's items end, exclusive. */
    public int end(int unit) {
        return ends[unit];
    }

    /** How many units had more items than the limit. */
    int cut() {
        return cut;
    }

    /** Moves the items that stay to the front of the last unit: those with the newest events, then by id. */
    private void keepNewest(int from, int[] eventItems, long[] eventTimes, int start, int end) {
        int[] candidates = Arrays.copyOfRange(items, from, size);
        long[] newest = new long[candidates.length];
        Arrays.fill(newest, Long.MIN_VALUE);
        for (int at = start; at < end && !byInstant; at++) {
            int candidate = Arrays.binarySearch(candidates, eventItems[at]);
            newest[candidate] = Math.max(newest[candidate], eventTimes[at]);
        }
        int[] order = new int[candidates.length];
        Arrays.setAll(order, candidate -> candidate);
        IntSort.sort(order, (left, right) -> {
            int byTime = Long.compare(newest[right], newest[left]);
            return byTime != 0
                    ? byTime
                    : Integer.compare(rankOfNumber[candidates[left]], rankOfNumber[candidates[right]]);
        });
        for (int at = 0; at < limit; at++) {
            items[from + at] = candidates[order[at]];
        }
    }

    private int distinctInstants(long[] eventTimes, int start, int end) {
        System.arraycopy(eventTimes, start, instants, 0, end - start);
        Arrays.sort(instants, 0, end - start);
        int distinct = 0;
        for (int at = 0; at < end - start; at++) {
            if (at == 0 || instants[at] != instants[at - 1]) {
                instants[distinct++] = instants[at];
            }
        }
        return distinct;
    }

    private void ensure(int length) {
        if (keys.length < length) {
            int larger = Math.max(length, keys.length * 2);
            keys = new long[larger];
            instants = new long[larger];
            items = new int[larger];
        }
    }
}
