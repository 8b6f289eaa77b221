package dev.recommender.internal.events;

import java.util.Arrays;
import java.util.List;

/**
 * The exponents of those pairs of {@link Interactions} whose affinities are too far below the largest of their user. In
 * ordinary data there are none. Filled by one thread; read by any number of threads.
 */
public final class PairExponents {
    private int[] pairs = new int[0];
    private long[] exponents = new long[0];
    private int size;

    /** None. */
    public PairExponents() {}

    /** Adds a pair, by its place. */
    void add(int pair, long exponent) {
        if (size == pairs.length) {
            int larger = Math.max(64, size + (size >> 1));
            pairs = Arrays.copyOf(pairs, larger);
            exponents = Arrays.copyOf(exponents, larger);
        }
        pairs[size] = pair;
        exponents[size++] = exponent;
    }

    /** Those of several threads, in the order of places. */
    static PairExponents merged(List<PairExponents> all) {
        PairExponents merged = new PairExponents();
        merged.size = all.stream().mapToInt(each -> each.size).sum();
        merged.pairs = new int[merged.size];
        merged.exponents = new long[merged.size];
        int from = 0;
        for (PairExponents each : all) {
            System.arraycopy(each.pairs, 0, merged.pairs, from, each.size);
            System.arraycopy(each.exponents, 0, merged.exponents, from, each.size);
            from += each.size;
        }
        merged.sort();
        return merged;
    }

    private void sort() {
        long[] keys = new long[size];
        Arrays.setAll(keys, at -> (long) pairs[at] << 32 | at);
        Arrays.sort(keys);
        int[] sortedPairs = new int[size];
        long[] sortedExponents = new long[size];
        for (int at = 0; at < size; at++) {
            sortedPairs[at] = pairs[(int) keys[at]];
            sortedExponents[at] = exponents[(int) keys[at]];
        }
        pairs = sortedPairs;
        exponents = sortedExponents;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether a range of pairs has any. */
    public boolean any(int from, int to) {
        int at = size == 0 ? 0 : place(from);
        return at < size && pairs[at] < to;
    }

    /** The exponent of a pair: its own, or else the user's. */
    public long of(int pair, int userExponent) {
        int at = size == 0 ? 0 : place(pair);
        return at < size && pairs[at] == pair ? exponents[at] : userExponent;
    }

    private int place(int pair) {
        int found = Arrays.binarySearch(pairs, 0, size, pair);
        return found >= 0 ? found : -found - 1;
    }
}
