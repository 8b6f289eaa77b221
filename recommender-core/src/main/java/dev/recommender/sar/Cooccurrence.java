package dev.recommender.sar;

/**
 * Counts, for one seed item at a time, how many units it shares with every other item: for each unit that holds the
 * seed, each item of the unit gets one more. The counters are dense, one per item, so that a pair costs one addition;
 * the list of items touched keeps rows of a sparse catalog from paying for the whole width.
 *
 * <p>Cost: Σ d<sub>u</sub>² additions over all units u with d<sub>u</sub> items. Memory: the units once more by item,
 * and 8 or 16 bytes per item and thread.
 */
final class Cooccurrence {
    private final int[] unitStart;
    private final int[] unitItem;
    private final int[] unitsStart;
    private final int[] unitsOfItem;
    private final double[] unitWeight;
    private final Work work;

    /** Prepares counting; with weights that differ from 1 where the similarity damps large units. */
    Cooccurrence(Interactions interactions, Similarity similarity, Work work) {
        this.work = work;
        this.unitStart = interactions.unitStart;
        this.unitItem = interactions.unitItem;
        this.unitsStart = new int[interactions.items() + 1];
        for (int item : unitItem) {
            unitsStart[item + 1]++;
        }
        for (int item = 0; item < interactions.items(); item++) {
            unitsStart[item + 1] += unitsStart[item];
        }
        this.unitsOfItem = new int[unitItem.length];
        int[] next = unitsStart.clone();
        for (int unit = 0; unit < interactions.units(); unit++) {
            for (int at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
                unitsOfItem[next[unitItem[at]]++] = unit;
            }
        }
        this.unitWeight = similarity.unitDamping() == 0 ? new double[0] : unitWeights(similarity);
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

    /** An upper bound of the number of cells in all rows: Σ d². */
    long maxCells() {
        long cells = 0;
        for (int unit = 0; unit + 1 < unitStart.length; unit++) {
            long size = (long) unitStart[unit + 1] - unitStart[unit];
            cells += size * size;
        }
        long items = unitsStart.length - 1L;
        return Math.min(cells, items * items);
    }

    /** Fills the row with the seed's co-occurrences, the seed itself included; the row must be clear. */
    void count(int seed, Row row) {
        for (int at = unitsStart[seed]; at < unitsStart[seed + 1]; at++) {
            if ((at & 0xFF) == 0) {
                work.check();
            }
            int unit = unitsOfItem[at];
            int end = unitStart[unit + 1];
            if (weighted()) {
                double weight = unitWeight[unit];
                for (int entry = unitStart[unit]; entry < end; entry++) {
                    row.add(unitItem[entry], weight);
                }
            } else {
                for (int entry = unitStart[unit]; entry < end; entry++) {
                    row.add(unitItem[entry]);
                }
            }
        }
    }

    /** The counters of one row; used by one thread, for one row after the other. */
    static final class Row {
        final int[] counts;
        final double[] sums;
        final int[] touched;
        int size;

        Row(int items, boolean weighted) {
            counts = new int[items];
            sums = new double[weighted ? items : 0];
            touched = new int[items];
        }

        void add(int item) {
            if (counts[item]++ == 0) {
                touched[size++] = item;
            }
        }

        void add(int item, double weight) {
            add(item);
            sums[item] += weight;
        }

        /** The count, or the sum of weights where units are weighted. */
        double cooccurrence(int item) {
            return sums.length > 0 ? sums[item] : counts[item];
        }

        void clear() {
            for (int at = 0; at < size; at++) {
                counts[touched[at]] = 0;
                if (sums.length > 0) {
                    sums[touched[at]] = 0;
                }
            }
            size = 0;
        }
    }
}
