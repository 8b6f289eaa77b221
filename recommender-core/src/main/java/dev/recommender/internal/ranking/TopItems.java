package dev.recommender.internal.ranking;

import dev.recommender.spi.Cutoff;
import java.util.Arrays;

/**
 * The k best of the items offered, by score descending, then item index ascending: a bounded min-heap whose root is the
 * worst item kept. The order is total, so the result depends neither on the order of offers nor on k.
 */
public final class TopItems implements Cutoff {
    private int[] items = new int[16];
    private double[] scores = new double[16];
    private int limit;
    private int size;
    private double maxFactor = 1;

    /** Starts over, to keep so many. */
    public void reset(int limit) {
        reset(limit, 1);
    }

    /**
     * Starts over, to keep so many.
     *
     * @param factor no offered score is multiplied by more, compared with the bounds that {@link #admits} is asked about
     */
    void reset(int limit, double factor) {
        this.limit = limit;
        this.size = 0;
        this.maxFactor = factor;
    }

    public int size() {
        return size;
    }

    public int item(int rank) {
        return items[rank];
    }

    public double score(int rank) {
        return scores[rank];
    }

    public void offer(int item, double score) {
        if (size < limit) {
            if (size == items.length) {
                int larger = (int) Math.min(limit, size * 2L);
                items = Arrays.copyOf(items, larger);
                scores = Arrays.copyOf(scores, larger);
            }
            items[size] = item;
            scores[size++] = score;
            up(size - 1);
        } else if (worse(items[0], scores[0], item, score)) {
            items[0] = item;
            scores[0] = score;
            down(0, size);
        }
    }

    @Override
    public boolean admits(int firstItem, double bound) {
        return accepts(firstItem, bound * maxFactor);
    }

    /** Whether an offer would be kept. */
    public boolean accepts(int item, double score) {
        return size < limit || worse(items[0], scores[0], item, score);
    }

    /** The lowest score that could be kept: that of the worst item, or, while there is room, the smallest positive one. */
    public double threshold() {
        return size < limit ? Double.MIN_VALUE : scores[0];
    }

    /** Whether nothing was turned away for lack of room. */
    boolean complete() {
        return size < limit;
    }

    /** Keeps only the given ranks, in the given order; after {@link #sort}. */
    void keep(int[] ranks, int count) {
        int[] keptItems = new int[Math.max(16, count)];
        double[] keptScores = new double[Math.max(16, count)];
        for (int at = 0; at < count; at++) {
            keptItems[at] = items[ranks[at]];
            keptScores[at] = scores[ranks[at]];
        }
        items = keptItems;
        scores = keptScores;
        size = count;
    }

    /** Orders what was kept, best first; no offers may follow. */
    public void sort() {
        for (int end = size - 1; end > 0; end--) {
            swap(0, end);
            down(0, end);
        }
    }

    /** A key that orders as (value ascending, index descending) do. */
    public static long key(float value, int index) {
        int bits = Float.floatToIntBits(value == 0 ? 0f : value);
        int ordered = bits ^ bits >> 31 & 0x7FFFFFFF;
        return (long) ordered << 32 | ~index & 0xFFFFFFFFL;
    }

    public static int indexOfKey(long key) {
        return (int) ~key;
    }

    public static float valueOfKey(long key) {
        int ordered = (int) (key >> 32);
        return Float.intBitsToFloat(ordered ^ ordered >> 31 & 0x7FFFFFFF);
    }

    private void up(int start) {
        int at = start;
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (!worse(items[at], scores[at], items[parent], scores[parent])) {
                return;
            }
            swap(at, parent);
            at = parent;
        }
    }

    private void down(int start, int end) {
        int at = start;
        while (2 * at + 1 < end) {
            int child = 2 * at + 1;
            if (child + 1 < end && worse(items[child + 1], scores[child + 1], items[child], scores[child])) {
                child++;
            }
            if (!worse(items[child], scores[child], items[at], scores[at])) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private void swap(int left, int right) {
        int item = items[left];
        items[left] = items[right];
        items[right] = item;
        double score = scores[left];
        scores[left] = scores[right];
        scores[right] = score;
    }

    private static boolean worse(int item, double score, int than, double thanScore) {
        return score < thanScore || score == thanScore && item > than;
    }
}
