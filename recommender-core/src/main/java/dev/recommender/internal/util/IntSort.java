package dev.recommender.internal.util;

/** A stable merge sort of ints by an order of the caller's, which the JDK has only for boxed ones. */
public final class IntSort {
    private static final int INSERTION = 16;
    private static final int CHECKED = 1 << 12;

    private IntSort() {}

    /** An order of ints. */
    @FunctionalInterface
    public interface Order {
        int compare(int left, int right);
    }

    public static void sort(int[] values, Order order) {
        sort(values, order, () -> {});
    }

    /** Sorts; asks the check every few thousand comparisons, which may end the sort by throwing. */
    public static void sort(int[] values, Order order, Runnable check) {
        sort(values.clone(), values, 0, values.length, order, check);
    }

    /** Sorts the target range; source holds the same values and is scratch. */
    private static void sort(int[] source, int[] target, int from, int to, Order order, Runnable check) {
        if (to - from > CHECKED) {
            check.run();
        }
        if (to - from <= INSERTION) {
            for (int at = from + 1; at < to; at++) {
                int value = target[at];
                int hole = at;
                for (; hole > from && order.compare(target[hole - 1], value) > 0; hole--) {
                    target[hole] = target[hole - 1];
                }
                target[hole] = value;
            }
            return;
        }
        int middle = from + to >>> 1;
        sort(target, source, from, middle, order, check);
        sort(target, source, middle, to, order, check);
        if (order.compare(source[middle - 1], source[middle]) <= 0) {
            System.arraycopy(source, from, target, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = right >= to || left < middle && order.compare(source[left], source[right]) <= 0;
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }

    /** The inverse of a permutation: where each value stands. */
    public static int[] inverse(int[] permutation) {
        int[] positions = new int[permutation.length];
        for (int at = 0; at < permutation.length; at++) {
            positions[permutation[at]] = at;
        }
        return positions;
    }
}
