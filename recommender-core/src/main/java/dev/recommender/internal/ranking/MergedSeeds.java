package dev.recommender.internal.ranking;

import dev.recommender.spi.Seeds;
import java.util.Arrays;

/**
 * The seeds of one query: item index and affinity, ascending by item once {@linkplain #merge merged}. Ascending order
 * makes the sum of a score independent of how the query was put together. Used by one thread at a time.
 */
final class MergedSeeds implements Seeds {
    private long[] keys = new long[64];
    private double[] given = new double[64];
    private int[] items = new int[64];
    private double[] affinities = new double[64];
    private int offered;
    private int size;

    void clear() {
        offered = 0;
        size = 0;
    }

    void add(int item, double affinity) {
        if (offered == keys.length) {
            int larger = offered * 2;
            keys = Arrays.copyOf(keys, larger);
            given = Arrays.copyOf(given, larger);
            items = new int[larger];
            affinities = new double[larger];
        }
        keys[offered] = (long) item << 32 | offered;
        given[offered++] = affinity;
    }

    /** Adds up the affinities of each item. */
    void merge() {
        Arrays.sort(keys, 0, offered);
        size = 0;
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
