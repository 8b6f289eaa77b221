package dev.recommender.internal.util;

/** Selection of the largest of distinct longs (Hoare, 1961, with the median of three as pivot). */
public final class LongSelect {
    private static final int INSERTION = 16;

    private LongSelect() {}

    /** Moves the given number of largest values to the front, in no particular order. */
    public static void largest(long[] values, int length, int count) {
        int from = 0;
        int to = length;
        while (to - from > INSERTION) {
            long pivot = median(values[from], values[from + to >>> 1], values[to - 1]);
            int left = from;
            int right = to - 1;
            while (left <= right) {
                while (values[left] > pivot) {
                    left++;
                }
                while (values[right] < pivot) {
                    right--;
                }
                if (left <= right) {
                    long value = values[left];
                    values[left++] = values[right];
                    values[right--] = value;
                }
            }
            if (count <= right + 1) {
                to = right + 1;
            } else if (count >= left) {
                from = left;
            } else {
                return;
            }
        }
        for (int at = from + 1; at < to; at++) {
            long value = values[at];
            int hole = at;
            for (; hole > from && values[hole - 1] < value; hole--) {
                values[hole] = values[hole - 1];
            }
            values[hole] = value;
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
