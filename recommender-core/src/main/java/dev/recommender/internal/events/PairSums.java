package dev.recommender.internal.events;

import dev.recommender.UsageEvents;
import dev.recommender.internal.util.IntSort;
import dev.recommender.internal.util.WideNumber;
import java.util.Arrays;

/**
 * Sums up the events of one user after the other: one pair per item, by item. A user's events can come in pieces, each
 * with all events of its items. Used by one thread.
 */
public final class PairSums {
    private static final int INSERTION = 32;

    /** Next to what is so many half-lives newer, no product of a weight counts, unless the newer ones add up to 0. */
    private static final int WINDOW = 500;

    private final Decay decay;
    private final long reference;
    private final boolean eventCounts;
    private final boolean longAgo;
    private long[] keys = new long[256];
    private int[] items = new int[256];
    private long[] times = new long[256];
    private double[] sums = new double[256];
    private double[] factors = new double[256];
    private long[] sumBases = new long[0];
    private long[] factorBases = new long[0];
    private int size;
    private int pieces;
    private boolean wide;
    private int exponent;
    private boolean ownExponents;
    private long[] eventTimes = new long[0];
    private float[] eventWeights = new float[0];
    private int[] eventRepeats = new int[0];

    /**
     * Prepares sums.
     *
     * @param first the time of the first of all events
     * @param eventCounts whether the eventCounts will be asked for, too
     */
    PairSums(Decay decay, long first, long reference, boolean eventCounts) {
        this.decay = decay;
        this.eventCounts = eventCounts;
        this.reference = reference;
        this.longAgo = !decay.isShort((double) reference - first);
    }

    /** Goes on to the next user. */
    void begin() {
        size = 0;
        pieces = 0;
        wide = false;
    }

    /** Adds events of the user. */
    void add(EventBuckets.Unpacked events, int start, int end, int[] indexOfNumber) {
        add(events.items, events.times, events.weights, events.repeats, start, end, indexOfNumber);
    }

    /**
     * Adds events of the user.
     *
     * @param eventItems the numbers of their items
     * @param repeats how often each event happened; empty if each happened once
     */
    void add(
            int[] eventItems,
            long[] newTimes,
            float[] newWeights,
            int[] repeats,
            int start,
            int end,
            int[] indexOfNumber) {
        eventTimes = newTimes;
        eventWeights = newWeights;
        eventRepeats = repeats;
        pieces++;
        int length = end - start;
        ensureKeys(length);
        for (int at = 0; at < length; at++) {
            keys[at] = (long) indexOfNumber[eventItems[start + at]] << 32 | (start + at);
        }
        Arrays.sort(keys, 0, length);
        for (int at = 0; at < length; size++) {
            int item = itemAt(at);
            int next = at + 1;
            while (next < length && itemAt(next) == item) {
                next++;
            }
            sortByTimeAndWeight(at, next);
            ensurePairs(size + 1);
            items[size] = item;
            times[size] = eventTimes[(int) keys[next - 1]];
            if (longAgo) {
                sumByExponents(at, next);
            } else {
                sum(at, next);
            }
            at = next;
        }
    }

    private void sum(int from, int to) {
        double sum = 0;
        double factorSum = 0;
        for (int at = from; at < to; at++) {
            int event = (int) keys[at];
            long when = eventTimes[event];
            double factor = when == UsageEvents.NO_TIME ? 1 : decay.factor((double) reference - when);
            double part = eventWeights[event] * factor;
            // As often as the event happened, so that the digits are those of events one by one.
            for (int time = repeats(event); time > 0; time--) {
                sum += part;
                factorSum += factor;
            }
        }
        sums[size] = sum;
        factors[size] = factorSum;
    }

    /** Sums up events some of which may be so old that what is left of them is beyond the range of doubles. */
    private void sumByExponents(int from, int to) {
        int oldest = from;
        while (oldest < to - 1 && eventTimes[(int) keys[oldest]] == UsageEvents.NO_TIME) {
            oldest++;
        }
        long first = eventTimes[(int) keys[oldest]];
        sumBases[size] = 0;
        factorBases[size] = 0;
        if (first == UsageEvents.NO_TIME || decay.isShort((double) reference - first)) {
            sum(from, to);
            return;
        }
        wide = true;
        // Events without a time come first, and count as now. The newest of the others come last.
        int timed = oldest;
        int end = to;
        boolean counted = false;
        do {
            int untimed = counted ? timed : from;
            long top = untimed < timed ? 0 : wholeHalfLives((int) keys[end - 1]);
            int start = end;
            while (start > timed && wholeHalfLives((int) keys[start - 1]) <= top + WINDOW) {
                start--;
            }
            sumWindow(untimed, timed, start, end, top, counted);
            counted = true;
            end = start;
        } while (sums[size] == 0 && end > timed);
    }

    /**
     * Sums up the events of so many half-lives and a window more, relative to the newest of them.
     *
     * @param untimed where those without a time start
     * @param timed where they end, and those with a time start of all windows
     * @param start where those with a time start of this window
     */
    private void sumWindow(int untimed, int timed, int start, int end, long top, boolean counted) {
        double sum = 0;
        double factorSum = 0;
        for (int at = untimed < timed ? untimed : start; at < end; at = at + 1 == timed ? start : at + 1) {
            int event = (int) keys[at];
            long when = eventTimes[event];
            double left = when == UsageEvents.NO_TIME ? 1 : decay.mantissa(when, reference);
            double factor = WideNumber.scaled(left, top - wholeHalfLives(event));
            double part = eventWeights[event] * factor;
            for (int time = repeats(event); time > 0; time--) {
                sum += part;
                factorSum += factor;
            }
        }
        sums[size] = sum;
        sumBases[size] = -top;
        if (!counted) {
            factors[size] = factorSum;
            factorBases[size] = -top;
        }
    }

    private long wholeHalfLives(int event) {
        long when = eventTimes[event];
        return when == UsageEvents.NO_TIME ? 0 : decay.wholeHalfLives(when, reference);
    }

    /** Ends with the user's last events. */
    void end() {
        if (pieces > 1) {
            sortPairs();
        }
        long mostAffinity = Exponents.NONE;
        long mostCount = Exponents.NONE;
        long least = Long.MAX_VALUE;
        for (int pair = 0; pair < size; pair++) {
            long affinity = sumExponent(pair);
            long count = countExponent(pair);
            mostAffinity = Math.max(mostAffinity, affinity);
            mostCount = Math.max(mostCount, count);
            long leading = Exponents.leading(affinity, count);
            least = leading == Exponents.NONE ? least : Math.min(least, leading);
        }
        exponent = Exponents.ofUser(mostAffinity, mostCount);
        ownExponents = least != Long.MAX_VALUE && Exponents.differs(exponent, least);
    }

    private long sumExponent(int pair) {
        return sums[pair] == 0 ? Exponents.NONE : Math.getExponent(sums[pair]) + (wide ? sumBases[pair] : 0);
    }

    private long countExponent(int pair) {
        return !eventCounts || factors[pair] == 0
                ? Exponents.NONE
                : Math.getExponent(factors[pair]) + (wide ? factorBases[pair] : 0);
    }

    int size() {
        return size;
    }

    /** The exponent of the largest affinity. */
    int exponent() {
        return exponent;
    }

    int item(int pair) {
        return items[pair];
    }

    /** The time of a pair's newest event. */
    long newest(int pair) {
        return times[pair];
    }

    /** Whether some pairs have another exponent than the user. */
    boolean ownExponents() {
        return ownExponents;
    }

    /** The exponent of a pair: the user's, or its own. */
    long exponent(int pair) {
        return ownExponents ? Exponents.ofCell(exponent, sumExponent(pair), countExponent(pair)) : exponent;
    }

    /** The affinity, divided by two to the power of the pair's exponent. */
    float affinity(int pair) {
        return (float) WideNumber.scaled(sums[pair], (wide ? sumBases[pair] : 0) - exponent(pair));
    }

    /** What the affinity would be if each event weighed 1, divided in the same way. */
    float eventCount(int pair) {
        return (float) WideNumber.scaled(factors[pair], (wide ? factorBases[pair] : 0) - exponent(pair));
    }

    private int repeats(int event) {
        return eventRepeats.length == 0 ? 1 : eventRepeats[event];
    }

    private int itemAt(int at) {
        return (int) (keys[at] >>> 32);
    }

    /** Puts the pairs of several pieces in the order of items. */
    private void sortPairs() {
        int[] order = new int[size];
        Arrays.setAll(order, pair -> pair);
        IntSort.sort(order, (left, right) -> Integer.compare(items[left], items[right]));
        items = ordered(items, order);
        times = ordered(times, order);
        sums = ordered(sums, order);
        factors = ordered(factors, order);
        if (longAgo) {
            sumBases = ordered(sumBases, order);
            factorBases = ordered(factorBases, order);
        }
    }

    private static int[] ordered(int[] values, int[] order) {
        int[] sorted = new int[values.length];
        for (int at = 0; at < order.length; at++) {
            sorted[at] = values[order[at]];
        }
        return sorted;
    }

    private static long[] ordered(long[] values, int[] order) {
        long[] sorted = new long[values.length];
        for (int at = 0; at < order.length; at++) {
            sorted[at] = values[order[at]];
        }
        return sorted;
    }

    private static double[] ordered(double[] values, int[] order) {
        double[] sorted = new double[values.length];
        for (int at = 0; at < order.length; at++) {
            sorted[at] = values[order[at]];
        }
        return sorted;
    }

    /** Orders the events of one pair, mostly one or a few. */
    private void sortByTimeAndWeight(int from, int to) {
        if (to - from > INSERTION) {
            int[] sorted = new int[to - from];
            Arrays.setAll(sorted, at -> (int) keys[from + at]);
            IntSort.sort(sorted, this::compare);
            long item = keys[from] & ~0xFFFFFFFFL;
            for (int at = from; at < to; at++) {
                keys[at] = item | sorted[at - from];
            }
            return;
        }
        for (int at = from + 1; at < to; at++) {
            long key = keys[at];
            int hole = at;
            for (; hole > from && compare((int) keys[hole - 1], (int) key) > 0; hole--) {
                keys[hole] = keys[hole - 1];
            }
            keys[hole] = key;
        }
    }

    private int compare(int left, int right) {
        int byTime = Long.compare(eventTimes[left], eventTimes[right]);
        return byTime != 0 ? byTime : Float.compare(eventWeights[left], eventWeights[right]);
    }

    private void ensureKeys(int length) {
        if (keys.length < length) {
            keys = new long[Math.max(length, keys.length * 2)];
        }
    }

    private void ensurePairs(int count) {
        if (items.length < count) {
            int larger = items.length * 2;
            items = Arrays.copyOf(items, larger);
            times = Arrays.copyOf(times, larger);
            sums = Arrays.copyOf(sums, larger);
            factors = Arrays.copyOf(factors, larger);
        }
        if (longAgo && sumBases.length < items.length) {
            sumBases = Arrays.copyOf(sumBases, items.length);
            factorBases = Arrays.copyOf(factorBases, items.length);
        }
    }
}
