package dev.recommender.internal.training;

import java.util.Arrays;

/**
 * Counts numbers by their leading bits, to find from where on the largest are. In numbers of {@link NeighborKeys#order} these
 * are the sign, the exponent and three bits of the fraction. So similarities of one bin differ by less than an eighth, unless
 * they are too small to be in full precision. Used by one thread.
 */
public final class LeadingBits {
    private static final int BITS = 12;
    private static final int SHIFT = Integer.SIZE - BITS;
    private static final int BINS = 1 << BITS;

    private final int[] bins = new int[BINS];
    private int lowest = BINS;
    private int highest = -1;

    /** The bin of a number. */
    public static int bin(int number) {
        return (number >> SHIFT) + BINS / 2;
    }

    public void add(int number) {
        int bin = bin(number);
        bins[bin]++;
        lowest = Math.min(lowest, bin);
        highest = Math.max(highest, bin);
    }

    /** The highest bin such that it and those above hold at least so many numbers; the lowest if there are fewer. */
    public int boundary(int wanted) {
        int bin = highest;
        for (int held = 0; bin > lowest; bin--) {
            held += bins[bin];
            if (held >= wanted) {
                return bin;
            }
        }
        return bin;
    }

    public void clear() {
        if (highest >= 0) {
            Arrays.fill(bins, lowest, highest + 1, 0);
        }
        lowest = BINS;
        highest = -1;
    }
}
