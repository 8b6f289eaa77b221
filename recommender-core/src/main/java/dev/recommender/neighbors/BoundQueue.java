package dev.recommender.neighbors;

import java.util.Arrays;

/**
 * The {@link RowBounds} that a query has not scored yet, the one with the highest bound first: a heap, since most of them
 * are never asked for. Used by one thread at a time.
 */
final class BoundQueue {
    private final double[] bounds;
    private final int[] heap;
    private int size;

    BoundQueue(int stretches) {
        bounds = new double[stretches];
        heap = new int[stretches];
    }

    /** The bounds, to be added up before {@link #open}. */
    double[] bounds() {
        return bounds;
    }

    /** Starts with every stretch whose bound is positive. */
    void open() {
        size = 0;
        for (int stretch = 0; stretch < bounds.length; stretch++) {
            if (bounds[stretch] > 0) {
                heap[size++] = stretch;
            }
        }
        for (int at = size / 2 - 1; at >= 0; at--) {
            down(at);
        }
    }

    int size() {
        return size;
    }

    /** The stretch with the highest bound; of equal ones the first. */
    int first() {
        return heap[0];
    }

    /** No item of the stretch has a higher score. */
    double bound(int stretch) {
        return bounds[stretch];
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
            int stretch = heap[at];
            heap[at] = heap[child];
            heap[child] = stretch;
            at = child;
        }
    }

    private boolean before(int left, int right) {
        return bounds[left] > bounds[right] || bounds[left] == bounds[right] && left < right;
    }
}
