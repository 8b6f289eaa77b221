package dev.recommender.internal.ranking;

import dev.recommender.internal.util.WideNumber;
import java.util.Arrays;

/**
 * The seeds of one query: item index and affinity, ascending by item once {@linkplain #merge merged}. Ascending order
 * makes the sum of a score independent of how the query was put together. Used by one thread at a time.
 *
 * <p>Affinities of one item are added up. Ratings are not: their mean counts, and that of the query's own seeds where there
 * are any, in place of what the history says.
 *
 * <p>Affinities are doubles, unless one that was added is beyond their range. Then the affinities are relative to the
 * largest: they are divided by two to the power of the {@link #exponent}, which is 0 otherwise. If some are too small
 * even so, the seeds are {@link #scattered}.
 */
final class MergedSeeds implements HistorySeeds {
    private static final int NOBODY = -1;

    /**
     * How many powers of two smaller than the largest an affinity can be: its products with similarities and boosts are
     * then doubles in full precision.
     */
    private static final int RANGE = 500;

    private static final long[] NO_EXPONENTS = new long[0];
    private static final WideNumber[] NO_WIDE = new WideNumber[0];

    private final boolean rated;
    private long[] keys = new long[64];
    private double[] given = new double[64];
    private int[] items = new int[64];
    private double[] affinities = new double[64];
    private int offered;
    private int size;
    private int user = NOBODY;

    /** How many of the seeds are of the history; they come first. */
    private int past;

    /** Of the affinities given; empty as long as all are doubles. */
    private long[] givenExponents = NO_EXPONENTS;

    /** The affinities in full, if some are not doubles. */
    private WideNumber[] wide = NO_WIDE;

    private long exponent;
    private boolean scattered;

    /**
     * No seeds yet.
     *
     * @param rated whether affinities are ratings
     */
    MergedSeeds(boolean rated) {
        this.rated = rated;
    }

    void clear() {
        offered = 0;
        past = 0;
        size = 0;
        user = NOBODY;
        givenExponents = NO_EXPONENTS;
        wide = NO_WIDE;
        exponent = 0;
        scattered = false;
    }

    void add(int item, double affinity) {
        user = NOBODY;
        if (offered == keys.length) {
            grow();
        }
        keys[offered] = (long) item << 32 | offered;
        given[offered++] = affinity;
    }

    /** Says that all seeds added so far are the history of a user as the model has it. */
    void areHistoryOf(int modelUser) {
        user = modelUser;
    }

    /** Says that all seeds added so far are of a history, and those to come are the query's own. */
    void endHistory() {
        past = offered;
    }

    /** Adds m · 2<sup>e</sup>, which may be beyond the range of doubles. */
    void add(int item, double mantissa, long exponentOfTwo) {
        add(item, mantissa);
        if (givenExponents.length < keys.length) {
            givenExponents = Arrays.copyOf(givenExponents, keys.length);
        }
        givenExponents[offered - 1] = exponentOfTwo;
    }

    private void grow() {
        int larger = offered * 2;
        keys = Arrays.copyOf(keys, larger);
        given = Arrays.copyOf(given, larger);
        items = new int[larger];
        affinities = new double[larger];
        if (givenExponents.length > 0) {
            givenExponents = Arrays.copyOf(givenExponents, larger);
        }
    }

    /** Makes one seed of all those of an item. */
    void merge() {
        Arrays.sort(keys, 0, offered);
        size = 0;
        if (rated) {
            mergeRatings();
            return;
        }
        if (givenExponents.length > 0) {
            mergeWide();
            return;
        }
        for (int at = 0; at < offered; at++) {
            int item = (int) (keys[at] >>> 32);
            double affinity = given[(int) keys[at]];
            if (size > 0 && items[size - 1] == item) {
                affinities[size - 1] += affinity;
            } else {
                items[size] = item;
                affinities[size++] = affinity;
            }
        }
    }

    /** Those of an item are in the order in which they were added. Ratings that are too small for doubles are 0. */
    private void mergeRatings() {
        for (int from = 0, to = 0; from < offered; from = to) {
            int item = (int) (keys[from] >>> 32);
            while (to < offered && (int) (keys[to] >>> 32) == item) {
                to++;
            }
            boolean live = (int) keys[to - 1] >= past;
            double sum = 0;
            int count = 0;
            for (int at = from; at < to; at++) {
                if (!live || (int) keys[at] >= past) {
                    sum += rating((int) keys[at]);
                    count++;
                }
            }
            items[size] = item;
            affinities[size++] = sum / count;
        }
    }

    private double rating(int place) {
        return givenExponents.length > 0 ? WideNumber.scaled(given[place], givenExponents[place]) : given[place];
    }

    private void mergeWide() {
        wide = new WideNumber[offered];
        for (int at = 0; at < offered; at++) {
            int item = (int) (keys[at] >>> 32);
            int place = (int) keys[at];
            if (size == 0 || items[size - 1] != item) {
                wide[size] = new WideNumber();
                items[size++] = item;
            }
            wide[size - 1].add(given[place], givenExponents[place]);
        }
        long most = Long.MIN_VALUE;
        long least = Long.MAX_VALUE;
        for (int at = 0; at < size; at++) {
            if (wide[at].mantissa() != 0) {
                most = Math.max(most, wide[at].exponent());
                least = Math.min(least, wide[at].exponent());
            }
        }
        exponent = most == Long.MIN_VALUE ? 0 : most;
        scattered = most - RANGE > least;
        for (int at = 0; at < size; at++) {
            affinities[at] = wide[at].relativeTo(exponent);
        }
    }

    @Override
    public long exponent() {
        return exponent;
    }

    /** Whether affinities are so far apart that doubles cannot hold them side by side. */
    boolean scattered() {
        return scattered;
    }

    /** Whether affinities are not simply what they are. */
    boolean relative() {
        return exponent != 0 || scattered;
    }

    /** A seed's affinity in full. */
    WideNumber wide(int at) {
        return wide.length > 0 ? wide[at] : new WideNumber(affinities[at], 0);
    }

    @Override
    public int user() {
        return user;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int item(int at) {
        return items[at];
    }

    @Override
    public double affinity(int at) {
        return affinities[at];
    }
}
