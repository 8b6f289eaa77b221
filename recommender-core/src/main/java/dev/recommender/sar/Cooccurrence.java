package dev.recommender.sar;

import java.util.Arrays;

/**
 * Counts, for one seed item at a time, how many units it shares with every later item: for each unit that holds the
 * seed, each item of the unit after the seed gets one more. Since units are sorted and items are indexed by popularity,
 * every pair is counted once, from its more popular item, and the counters of the unpopular seeds are few.
 *
 * <p>The counters are dense, one per item. A seed with much to count finds its non-zero counters by scanning them; one
 * with little notes those it touches, so that rows of a sparse catalog do not pay for the whole width.
 *
 * <p>Cost: Σ d<sub>u</sub>² / 2 additions over all units u with d<sub>u</sub> items. Memory: 8 bytes per unit entry, and
 * 8 to 16 bytes per item and thread.
 */
final class Cooccurrence {
    /** Noting a counter costs as much as scanning about so many. */
    private static final int SCANS_PER_NOTE = 4;

    private final int[] unitStart;
    private final int[] unitItem;
    private final int[] postingStart;
    private final int[] postingUnit;
    private final int[] postingNext;
    private final double[] unitWeight;
    private final boolean counted;
    private final Work work;

    /**
     * Prepares counting, with weights where the similarity damps large units; then plain counts are kept beside the
     * weighted ones only if a support threshold needs them.
     */
    Cooccurrence(Interactions interactions, SarOptions options, Work work) {
        this.work = work;
        this.unitStart = interactions.unitStart;
        this.unitItem = interactions.unitItem;
        this.postingStart = new int[interactions.items() + 1];
        for (int item : unitItem) {
            postingStart[item + 1]++;
        }
        for (int item = 0; item < interactions.items(); item++) {
            postingStart[item + 1] += postingStart[item];
        }
        this.postingUnit = new int[unitItem.length];
        this.postingNext = new int[unitItem.length];
        int[] next = postingStart.clone();
        for (int unit = 0; unit < interactions.units(); unit++) {
            if ((unit & 0xFFF) == 0) {
                work.check();
            }
            for (int at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
                int posting = next[unitItem[at]]++;
                postingUnit[posting] = unit;
                postingNext[posting] = at + 1;
            }
        }
        boolean weighted = options.similarity().unitDamping() != 0;
        this.unitWeight = weighted ? unitWeights(options.similarity()) : new double[0];
        this.counted = !weighted || options.supportThreshold() > 1;
    }

    private double[] unitWeights(Similarity similarity) {
        double[] weights = new double[unitStart.length - 1];
        for (int unit = 0; unit < weights.length; unit++) {
            weights[unit] = similarity.unitWeight(unitStart[unit + 1] - unitStart[unit]);
        }
        return weights;
    }

    boolean weighted() {
        return unitWeight.length > 0;
    }

    /** The counters of one thread. */
    Row row() {
        return new Row(postingStart.length - 1, counted, weighted());
    }

    /** What the seed has in common with itself: its frequency, or the sum of its units' weights. */
    double own(int seed) {
        if (!weighted()) {
            return postingStart[seed + 1] - postingStart[seed];
        }
        double sum = 0;
        for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
            sum += unitWeight[postingUnit[posting]];
        }
        return sum;
    }

    /** Fills a clear row with the seed's co-occurrences with all later items, and lists those, ascending. */
    void count(int seed, Row row) {
        long additions = 0;
        for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
            additions += unitStart[postingUnit[posting] + 1] - postingNext[posting];
        }
        int width = postingStart.length - 1 - seed;
        boolean noting = additions * SCANS_PER_NOTE < width;
        for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
            if ((posting & 0xFF) == 0) {
                work.check();
            }
            int unit = postingUnit[posting];
            int from = postingNext[posting];
            int to = unitStart[unit + 1];
            if (noting) {
                row.note(unitItem, from, to);
            }
            if (counted) {
                row.count(unitItem, from, to);
            }
            if (weighted()) {
                row.add(unitItem, from, to, unitWeight[unit]);
            }
        }
        if (!noting) {
            row.list(seed + 1);
        } else {
            row.sortList();
        }
    }

    /** The counters of one row; used by one thread, for one row after the other. */
    static final class Row {
        /** The items that occur with the seed, ascending; as many as {@link #size} says. */
        final int[] items;

        private final int[] counts;
        private final double[] sums;
        private int size;

        private Row(int width, boolean counted, boolean weighted) {
            items = new int[width];
            counts = new int[counted ? width : 0];
            sums = new double[weighted ? width : 0];
        }

        int size() {
            return size;
        }

        /** Whether an item shares at least so many units with the seed. */
        boolean supported(int item, int threshold) {
            return counts.length == 0 || counts[item] >= threshold;
        }

        /** The count, or the sum of weights where units are weighted. */
        double cooccurrence(int item) {
            return sums.length > 0 ? sums[item] : counts[item];
        }

        void clear() {
            for (int at = 0; at < size; at++) {
                if (counts.length > 0) {
                    counts[items[at]] = 0;
                }
                if (sums.length > 0) {
                    sums[items[at]] = 0;
                }
            }
            size = 0;
        }

        private void count(int[] unitItem, int from, int to) {
            int[] counters = counts;
            for (int at = from; at < to; at++) {
                counters[unitItem[at]]++;
            }
        }

        private void add(int[] unitItem, int from, int to, double weight) {
            double[] counters = sums;
            for (int at = from; at < to; at++) {
                counters[unitItem[at]] += weight;
            }
        }

        /** Notes the items that have not been touched yet; comes before they are counted. */
        private void note(int[] unitItem, int from, int to) {
            for (int at = from; at < to; at++) {
                int item = unitItem[at];
                if (counts.length > 0 ? counts[item] == 0 : sums[item] == 0) {
                    items[size++] = item;
                }
            }
        }

        private void list(int from) {
            if (counts.length > 0) {
                for (int item = from; item < counts.length; item++) {
                    if (counts[item] != 0) {
                        items[size++] = item;
                    }
                }
            } else {
                for (int item = from; item < sums.length; item++) {
                    if (sums[item] != 0) {
                        items[size++] = item;
                    }
                }
            }
        }

        private void sortList() {
            Arrays.sort(items, 0, size);
        }
    }
}
