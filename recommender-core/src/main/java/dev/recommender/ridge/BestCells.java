package dev.recommender.ridge;

import dev.recommender.internal.training.LeadingBits;
import dev.recommender.internal.training.NeighborKeys;
import dev.recommender.internal.util.LongSelect;

/**
 * Chooses the items of a row whose co-occurrence times a factor of their own is largest; of equal ones the more popular.
 * Used by one thread.
 */
final class BestCells {
    private final LeadingBits leading = new LeadingBits();
    private final int[] orders;
    private final long[] keys;
    private int size;

    /** Makes room for rows of so many items. */
    BestCells(int items) {
        orders = new int[items];
        keys = new long[items];
    }

    /** The heap that this takes for so many items. */
    static long bytes(long items) {
        return 12 * items + (1 << 14);
    }

    /**
     * Chooses.
     *
     * @param items the row's items, as many as {@code length}
     * @param common the co-occurrence by item
     * @param factors the factor by item
     * @return how many are chosen: the limit, or all
     */
    int choose(int[] items, int length, float[] common, float[] factors, int limit) {
        if (length <= limit) {
            for (int at = 0; at < length; at++) {
                keys[at] = key(items[at], common, factors);
            }
            size = length;
            return size;
        }
        for (int at = 0; at < length; at++) {
            orders[at] = order(items[at], common, factors);
            leading.add(orders[at]);
        }
        int boundary = leading.boundary(limit);
        leading.clear();
        int kept = 0;
        for (int at = 0; at < length; at++) {
            if (LeadingBits.bin(orders[at]) >= boundary) {
                keys[kept++] = NeighborKeys.key(orders[at], items[at]);
            }
        }
        if (kept > limit) {
            LongSelect.largest(keys, kept, limit);
        }
        size = limit;
        return size;
    }

    /** One of the items chosen last. */
    int item(int at) {
        return NeighborKeys.item(keys[at]);
    }

    /** The items chosen last with their co-occurrences, in no particular order. */
    long[] cells(float[] common) {
        long[] cells = new long[size];
        for (int at = 0; at < size; at++) {
            cells[at] = Cell.of(item(at), common[item(at)]);
        }
        return cells;
    }

    /** The smallest key chosen last. */
    long least() {
        long least = Long.MAX_VALUE;
        for (int at = 0; at < size; at++) {
            least = Math.min(least, keys[at]);
        }
        return least;
    }

    /** A number in the order of choice. */
    static long key(int item, float common, float factor) {
        return NeighborKeys.key(NeighborKeys.order(common * factor), item);
    }

    private static long key(int item, float[] common, float[] factors) {
        return key(item, common[item], factors[item]);
    }

    private static int order(int item, float[] common, float[] factors) {
        return NeighborKeys.order(common[item] * factors[item]);
    }
}
