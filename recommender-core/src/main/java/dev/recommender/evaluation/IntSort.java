package dev.recommender.evaluation;

import java.util.Arrays;

/** Sorts numbers by an order of their own, stably, without boxing. */
final class IntSort {
    private static final int SMALL = 12;

    private IntSort() {}

    /** Compares two numbers: negative, zero or positive as in {@link java.util.Comparator}. */
    @FunctionalInterface
    public interface Order {
        int compare(int left, int right);
    }

    public static void sort(int[] numbers, Order order) {
        sort(Arrays.copyOf(numbers, numbers.length), numbers, 0, numbers.length, order);
    }

    /** Sorts a range of the source, which equals the target there, into the target. */
    private static void sort(int[] source, int[] target, int from, int to, Order order) {
        if (to - from <= SMALL) {
            insertionSort(target, from, to, order);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(target, source, from, middle, order);
        sort(target, source, middle, to, order);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = right == to || left < middle && order.compare(source[left], source[right]) <= 0;
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }

    private static void insertionSort(int[] numbers, int from, int to, Order order) {
        for (int next = from + 1; next < to; next++) {
            int number = numbers[next];
            int at = next;
            for (; at > from && order.compare(numbers[at - 1], number) > 0; at--) {
                numbers[at] = numbers[at - 1];
            }
            numbers[at] = number;
        }
    }
}
