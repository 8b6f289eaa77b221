package dev.recommender.internal.neighbors;

import java.util.Arrays;

/**
 * The ranges of {@link RowBounds} that a query has not scored yet, the one with the highest bound first. It is a heap,
 * since most ranges are never asked for. Used by one thread at a time.
 */
final class BoundQueue {
    private final double[] bounds;
    private final int[] heap;
    private int size;

    BoundQueue(int ranges) {
        bounds = new double[ranges];
        heap = new int[ranges];
    }

    /** The bounds, to be added up before {@link #open}. */
    double[] bounds() {
        return bounds;
    }

    /** Starts with every range whose bound is positive. */
    void open() {
        size = 0;
        for (int range = 0; range < bounds.length; range++) {
            if (bounds[range] > 0) {
                heap[size++] = range;
            }
        }
        for (int at = size / 2 - 1; at >= 0; at--) {
            down(at);
        }
    }

    int size() {
        return size;
    }

    /** The range with the highest bound; of equal ones the first. */
    int first() {
        return heap[0];
    }

    /** No item of the range has a higher score. */
    double bound(int range) {
        return bounds[range];
    }

    void removeFirst() {
        heap[0] = heap[--size];
        down(0);
    }

    void clear() {
        size = 0;
        Arrays.fill(bounds, 0);
    }

    private void down(int start) {
        int at = start;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[at])) {
                return;
            }
            int range = heap[at];
            heap[at] = heap[child];
            heap[child] = range;
            at = child;
        }
    }

    private boolean before(int left, int right) {
        return bounds[left] > bounds[right] || bounds[left] == bounds[right] && left < right;
    }
}
