package dev.recommender.internal.events;

import dev.recommender.UsageEvents;
import dev.recommender.internal.util.IntSort;
import java.util.Arrays;

/** Sums up the events of one user after the other: one pair per item, by item. Used by one thread. */
public final class PairSums {
    private static final int INSERTION = 32;

    private final Decay decay;
    private final double reference;
    private final boolean eventCounts;
    private long[] keys = new long[256];
    private int[] items = new int[256];
    private long[] times = new long[256];
    private double[] sums = new double[256];
    private double[] factors = new double[256];
    private int size;
    private int exponent;
    private long[] eventTimes = new long[0];
    private float[] eventWeights = new float[0];

    /**
     * Prepares sums.
     *
     * @param eventCounts whether the eventCounts will be asked for, too
     */
    PairSums(Decay decay, long reference, boolean eventCounts) {
        this.decay = decay;
        this.eventCounts = eventCounts;
        this.reference = reference;
    }

    /** Goes on to a user, whose events are in a range of columns. */
    void of(int[] eventItems, long[] whens, float[] weights, int start, int end, int[] indexOfNumber) {
        int length = end - start;
        ensure(length);
        eventTimes = whens;
        eventWeights = weights;
        for (int at = 0; at < length; at++) {
            keys[at] = (long) indexOfNumber[eventItems[start + at]] << 32 | (start + at);
        }
        Arrays.sort(keys, 0, length);
        size = 0;
        double largest = 0;
        double mostFactors = 0;
        for (int at = 0; at < length; size++) {
            int item = itemAt(at);
            int next = at + 1;
            while (next < length && itemAt(next) == item) {
                next++;
            }
            sortByTimeAndWeight(at, next);
            double sum = 0;
            double factorSum = 0;
            for (; at < next; at++) {
                int event = (int) keys[at];
                long when = eventTimes[event];
                double factor = when == UsageEvents.NO_TIME ? 1 : decay.factor(reference - when);
                sum += eventWeights[event] * factor;
                factorSum += factor;
            }
            items[size] = item;
            times[size] = eventTimes[(int) keys[next - 1]];
            sums[size] = sum;
            factors[size] = factorSum;
            largest = Math.max(largest, Math.abs(sum));
            mostFactors = Math.max(mostFactors, factorSum);
        }
        exponent = exponent(largest, eventCounts ? mostFactors : 0);
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

    /** The affinity, divided by two to the power of the exponent. */
    float affinity(int pair) {
        return (float) Math.scalb(sums[pair], -exponent);
    }

    /** What the affinity would be if each event weighed 1, divided in the same way. */
    float eventCount(int pair) {
        return (float) Math.scalb(factors[pair], -exponent);
    }

    /**
     * The exponent of a user whose largest numbers are these. It is the exponent of the affinity. Where affinities are
     * all 0, it is that of the event count. It is raised where the event count would otherwise leave the range of
     * floats.
     */
    public static int exponent(double largestAffinity, double largestEventCount) {
        if (largestAffinity == 0) {
            return largestEventCount == 0 ? 0 : Math.getExponent(largestEventCount);
        }
        int exponent = Math.getExponent(largestAffinity);
        return largestEventCount == 0
                ? exponent
                : Math.max(exponent, Math.getExponent(largestEventCount) - (Float.MAX_EXPONENT - 1));
    }

    private int itemAt(int at) {
        return (int) (keys[at] >>> 32);
    }

    /** Orders the events of one pair, mostly one or a few. */
    private void sortByTimeAndWeight(int from, int to) {
        if (to - from > INSERTION) {
            int[] events = new int[to - from];
            Arrays.setAll(events, at -> (int) keys[from + at]);
            IntSort.sort(events, this::compare);
            long item = keys[from] & ~0xFFFFFFFFL;
            for (int at = from; at < to; at++) {
                keys[at] = item | events[at - from];
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

    private void ensure(int length) {
        if (keys.length < length) {
            int larger = Math.max(length, keys.length * 2);
            keys = new long[larger];
            items = new int[larger];
            times = new long[larger];
            sums = new double[larger];
            factors = new double[larger];
        }
    }
}
