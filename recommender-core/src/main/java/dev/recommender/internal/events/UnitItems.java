package dev.recommender.internal.events;

import dev.recommender.UsageEvents;
import dev.recommender.internal.util.IntSort;
import java.util.Arrays;

/**
 * The co-occurrence units of one user after the other, as item numbers. A unit is all items of a user, or what a user took
 * at one instant, or in one session. Each unit has at most so many items, the newest ones. Used by one thread.
 *
 * <p>Where order counts, a unit is a sequence of moments, and an item comes once in each moment at which it was taken. A
 * moment with the same items as the one before it only repeats it, and is left out.
 */
public final class UnitItems {
    private final boolean wholeUser;
    private final long gap;
    private final int distance;
    private final int limit;
    private final int[] rankOfNumber;
    private int[] items = new int[256];
    private boolean[] startsMoment = new boolean[256];
    private boolean[] repeated = new boolean[256];
    private long[] keys = new long[256];
    private long[] instants = new long[256];
    private int[] held = new int[256];
    private int heldCount;
    private int[] ends = new int[16];
    private int[] distinct = new int[16];
    private double[] links = new double[16];
    private int size;
    private int units;
    private int cut;

    /**
     * Prepares.
     *
     * @param rankOfNumber the rank of each item by id, where units are limited
     */
    public UnitItems(EventOptions options, int[] rankOfNumber) {
        this.wholeUser = options.unitGap().isEmpty();
        this.gap = options.unitGap().orElse(0);
        this.distance = options.maxDistance().orElse(0);
        this.limit = options.maxItemsPerUnit().orElse(Integer.MAX_VALUE);
        this.rankOfNumber = rankOfNumber;
    }

    /** Goes on to a user, whose events are in a range. */
    public void of(int[] eventItems, long[] eventTimes, int start, int end) {
        ensure(end - start);
        size = 0;
        units = 0;
        cut = 0;
        if (wholeUser && distance == 0 && limit == Integer.MAX_VALUE) {
            System.arraycopy(eventItems, start, held, 0, end - start);
            keepDistinct(end - start);
            addHeld();
            return;
        }
        int count = sortByInstant(eventItems, eventTimes, start, end);
        for (int from = 0, to = 0; from < count; from = to) {
            do {
                to++;
            } while (to < count && sameUnit(instant(to - 1), instant(to)));
            addUnit(from, to);
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

    /** Whether an item is the first of its moment, where order counts. */
    boolean startsMoment(int at) {
        return distance > 0 && startsMoment[at];
    }

    /** Whether an item was in its unit before. */
    public boolean repeated(int at) {
        return distance > 0 && repeated[at];
    }

    /** How many different items a unit has. */
    public int distinct(int unit) {
        return distinct[unit];
    }

    /** How many cells a unit counts at most: two for each pair of items, or one for each item that follows another. */
    public double cells(int unit) {
        double all = distinct[unit] * (distinct[unit] - 1.0);
        return distance > 0 ? Math.min(links[unit], all) : all;
    }

    /** What it takes to count a unit: half of the cells, or how often something follows. */
    public double additions(int unit) {
        return distance > 0 ? links[unit] : cells(unit) / 2;
    }

    /** How many units had more items than the limit. */
    int cut() {
        return cut;
    }

    /** Puts each item of each instant once into the keys, by instant. Returns how many they are. */
    private int sortByInstant(int[] eventItems, long[] eventTimes, int start, int end) {
        int distinctInstants = distinctInstants(eventTimes, start, end);
        for (int at = start; at < end; at++) {
            long instant = Arrays.binarySearch(instants, 0, distinctInstants, eventTimes[at]);
            keys[at - start] = instant << 32 | eventItems[at];
        }
        Arrays.sort(keys, 0, end - start);
        int count = 0;
        for (int at = 0; at < end - start; at++) {
            if (count == 0 || keys[at] != keys[count - 1]) {
                keys[count++] = keys[at];
            }
        }
        return count;
    }

    private int distinctInstants(long[] eventTimes, int start, int end) {
        System.arraycopy(eventTimes, start, instants, 0, end - start);
        Arrays.sort(instants, 0, end - start);
        int count = 0;
        for (int at = 0; at < end - start; at++) {
            if (count == 0 || instants[at] != instants[count - 1]) {
                instants[count++] = instants[at];
            }
        }
        return count;
    }

    private long instant(int key) {
        return instants[(int) (keys[key] >>> 32)];
    }

    /** Whether two instants, one after the other, are of one unit; the distance of two longs is an unsigned long. */
    private boolean sameUnit(long before, long after) {
        return wholeUser
                || before == after
                || before != UsageEvents.NO_TIME && Long.compareUnsigned(after - before, gap) <= 0;
    }

    private void addUnit(int from, int to) {
        for (int at = from; at < to; at++) {
            held[at - from] = (int) keys[at];
        }
        keepDistinct(to - from);
        if (heldCount > limit) {
            cut++;
            keepNewest(from, to);
        }
        if (distance == 0) {
            addHeld();
        } else {
            addSequence(from, to);
        }
    }

    private void keepDistinct(int count) {
        Arrays.sort(held, 0, count);
        heldCount = 0;
        for (int at = 0; at < count; at++) {
            if (heldCount == 0 || held[at] != held[heldCount - 1]) {
                held[heldCount++] = held[at];
            }
        }
    }

    /** Keeps those with the newest events, then by id. */
    private void keepNewest(int from, int to) {
        int[] candidates = Arrays.copyOf(held, heldCount);
        int[] newest = new int[heldCount];
        for (int at = from; at < to; at++) {
            newest[Arrays.binarySearch(candidates, (int) keys[at])] = (int) (keys[at] >>> 32);
        }
        int[] order = new int[candidates.length];
        Arrays.setAll(order, candidate -> candidate);
        IntSort.sort(order, (left, right) -> {
            int byTime = Integer.compare(newest[right], newest[left]);
            return byTime != 0
                    ? byTime
                    : Integer.compare(rankOfNumber[candidates[left]], rankOfNumber[candidates[right]]);
        });
        heldCount = limit;
        for (int at = 0; at < limit; at++) {
            held[at] = candidates[order[at]];
        }
        Arrays.sort(held, 0, heldCount);
    }

    private void addHeld() {
        if (heldCount > 0) {
            System.arraycopy(held, 0, items, size, heldCount);
            size += heldCount;
            endUnit(0);
        }
    }

    private void addSequence(int from, int to) {
        int unitStart = size;
        int before = size;
        for (int at = from; at < to; ) {
            int momentStart = size;
            long instant = keys[at] >>> 32;
            for (; at < to && keys[at] >>> 32 == instant; at++) {
                if (Arrays.binarySearch(held, 0, heldCount, (int) keys[at]) >= 0) {
                    startsMoment[size] = size == momentStart;
                    items[size++] = (int) keys[at];
                }
            }
            if (momentStart > unitStart && Arrays.equals(items, before, momentStart, items, momentStart, size)) {
                size = momentStart;
            } else if (size > momentStart) {
                before = momentStart;
            }
        }
        boolean[] seen = new boolean[heldCount];
        for (int at = unitStart; at < size; at++) {
            int place = Arrays.binarySearch(held, 0, heldCount, items[at]);
            repeated[at] = seen[place];
            seen[place] = true;
        }
        endUnit(links(unitStart));
    }

    /** How many pairs of an item and one that follows it closely enough a unit has. */
    private double links(int unitStart) {
        double count = 0;
        int ahead = unitStart;
        int momentsAhead = 0;
        for (int at = unitStart; at < size; ) {
            int end = at + 1;
            while (end < size && !startsMoment[end]) {
                end++;
            }
            momentsAhead = Math.max(0, momentsAhead - 1);
            ahead = Math.max(ahead, end);
            while (ahead < size && (momentsAhead < distance || !startsMoment[ahead])) {
                momentsAhead += startsMoment[ahead] ? 1 : 0;
                ahead++;
            }
            count += (end - at) * (double) (ahead - end);
            at = end;
        }
        return count;
    }

    private void endUnit(double linksOfUnit) {
        if (units == ends.length) {
            ends = Arrays.copyOf(ends, units * 2);
            distinct = Arrays.copyOf(distinct, units * 2);
            links = Arrays.copyOf(links, units * 2);
        }
        distinct[units] = heldCount;
        links[units] = linksOfUnit;
        ends[units++] = size;
    }

    private void ensure(int length) {
        if (keys.length < length) {
            int larger = Math.max(length, keys.length * 2);
            keys = new long[larger];
            instants = new long[larger];
            items = new int[larger];
            held = new int[larger];
            startsMoment = new boolean[larger];
            repeated = new boolean[larger];
        }
    }
}
