package dev.recommender.internal.counting;

import org.jspecify.annotations.Nullable;

/**
 * Counts how many units a seed shares with every other item, more popular ones included: one row of the whole matrix at a
 * time. This counts each pair twice, once from either item. In return a row is complete at once, while its cells are in
 * the cache. That pays where few of the possible pairs occur.
 * Rows of a {@link CooccurrenceTable} are counted already. Used by one thread, for one row after the other.
 */
public final class CooccurrenceRow implements CountRow {
    /** Cancellation is noticed after about so many additions, in much less than a millisecond. */
    private static final int CHECK_INTERVAL = 1 << 18;

    /** The items that occur with the seed counted last, in no particular order; as many as {@link #size} says. */
    public final int[] items;

    private final Cooccurrence all;
    private final @Nullable CooccurrenceTable table;
    private int[] counts;
    private double[] sums;
    private int size;
    private long unchecked;

    CooccurrenceRow(Cooccurrence all) {
        this(all, null);
        int width = all.postingStart.length - 1;
        counts = new int[all.counted ? width : 0];
        sums = new double[all.weighted() ? width : 0];
    }

    CooccurrenceRow(Cooccurrence all, @Nullable CooccurrenceTable table) {
        this.all = all;
        this.table = table;
        items = new int[all.postingStart.length];
        counts = new int[0];
        sums = new double[0];
    }

    @Override
    public void count(int seed) {
        size = 0;
        if (table != null) {
            counts = table.counts[seed];
            sums = table.sums[seed];
            size = all.counted ? list(counts) : list(sums);
            return;
        }
        if (all.weighted() && !all.counted && dense(seed)) {
            addAll(seed);
            size = list(sums);
            return;
        }
        for (int posting = all.postingStart[seed]; posting < all.postingStart[seed + 1]; posting++) {
            int unit = all.postingUnit[posting];
            checkAfter(all.unitStart[unit + 1] - all.unitStart[unit]);
            int next = all.postingNext[posting];
            add(unit, all.unitStart[unit], next - 1);
            add(unit, next, all.unitStart[unit + 1]);
        }
    }

    private void checkAfter(int additions) {
        unchecked += additions;
        if (unchecked >= CHECK_INTERVAL) {
            all.work.check();
            unchecked = 0;
        }
    }

    /** Whether so much is added that listing all sums takes less than noting each one that is touched. */
    private boolean dense(int seed) {
        long additions = 0;
        for (int posting = all.postingStart[seed]; posting < all.postingStart[seed + 1]; posting++) {
            int unit = all.postingUnit[posting];
            additions += all.unitStart[unit + 1] - all.unitStart[unit];
        }
        return additions * Cooccurrence.SCANS_PER_NOTE >= sums.length;
    }

    private void addAll(int seed) {
        for (int posting = all.postingStart[seed]; posting < all.postingStart[seed + 1]; posting++) {
            int unit = all.postingUnit[posting];
            checkAfter(all.unitStart[unit + 1] - all.unitStart[unit]);
            int from = all.unitStart[unit];
            int to = all.unitStart[unit + 1];
            if (all.shortUnitItem.length > 0) {
                addAll(all.shortUnitItem, from, to, all.unitWeight[unit]);
            } else {
                addAll(all.unitItem, from, to, all.unitWeight[unit]);
            }
        }
        sums[seed] = 0;
    }

    private void addAll(char[] unitItem, int from, int to, double weight) {
        double[] target = sums;
        for (int at = from; at < to; at++) {
            target[unitItem[at]] += weight;
        }
    }

    private void addAll(int[] unitItem, int from, int to, double weight) {
        double[] target = sums;
        for (int at = from; at < to; at++) {
            target[unitItem[at]] += weight;
        }
    }

    /** Has no branches, which the processor could not predict. */
    private int list(int[] counters) {
        int found = 0;
        for (int item = 0; item < counters.length; item++) {
            items[found] = item;
            found += -counters[item] >>> 31;
        }
        return found;
    }

    private int list(double[] counters) {
        int found = 0;
        for (int item = 0; item < counters.length; item++) {
            items[found] = item;
            found += counters[item] != 0 ? 1 : 0;
        }
        return found;
    }

    private void add(int unit, int from, int to) {
        if (all.weighted()) {
            add(from, to, all.unitWeight[unit]);
        } else if (all.shortUnitItem.length > 0) {
            size = count(all.shortUnitItem, from, to, size);
        } else {
            size = count(all.unitItem, from, to, size);
        }
    }

    /** Has no branches, which the processor could not predict. */
    private int count(char[] unitItem, int from, int to, int before) {
        int found = before;
        for (int at = from; at < to; at++) {
            int item = unitItem[at];
            int count = counts[item];
            items[found] = item;
            found += count - 1 >>> 31;
            counts[item] = count + 1;
        }
        return found;
    }

    private int count(int[] unitItem, int from, int to, int before) {
        int found = before;
        for (int at = from; at < to; at++) {
            int item = unitItem[at];
            int count = counts[item];
            items[found] = item;
            found += count - 1 >>> 31;
            counts[item] = count + 1;
        }
        return found;
    }

    private void add(int from, int to, double weight) {
        for (int at = from; at < to; at++) {
            int item = all.unitItem[at];
            items[size] = item;
            size += sums[item] == 0 ? 1 : 0;
            sums[item] += weight;
            if (all.counted) {
                counts[item]++;
            }
        }
    }

    @Override
    public int[] items() {
        return items;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean supported(int item, int threshold) {
        return !all.counted || counts[item] >= threshold;
    }

    @Override
    public double take(int item) {
        double cooccurrence = all.weighted() ? sums[item] : counts[item];
        if (all.weighted()) {
            sums[item] = 0;
        }
        if (all.counted) {
            counts[item] = 0;
        }
        return cooccurrence;
    }
}
