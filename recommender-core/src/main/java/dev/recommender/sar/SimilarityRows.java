package dev.recommender.sar;

import dev.recommender.TrainingException;

/**
 * The similarity of each item that reaches the support threshold to every other such item: a row per seed, ascending by
 * item, without zeros, and apart from the rows each item's similarity to itself.
 *
 * <p>Pairs come once each, from the more popular item, and go into both items' rows. Without a limit of neighbours the
 * upper triangle is kept as it is found and then copied into rows of exactly the right length; with one, each row keeps
 * only its best candidates.
 */
final class SimilarityRows {
    private static final int SEEDS_PER_TASK = 8;

    private final Similarity similarity;
    private final int supportThreshold;
    private final int[] frequency;
    private final int itemsWithEvents;
    private final int warm;
    private final Cooccurrence cooccurrence;
    private final boolean spilled;
    private final double[] seedFactor;
    private final double[] targetFactor;

    SimilarityRows(SarOptions options, Interactions interactions, Cooccurrence cooccurrence) {
        this.similarity = options.similarity();
        this.supportThreshold = options.supportThreshold();
        this.frequency = interactions.frequency;
        this.itemsWithEvents = interactions.itemsWithEvents;
        this.cooccurrence = cooccurrence;
        this.spilled = interactions.spillRows;
        int reaching = 0;
        while (reaching < frequency.length && frequency[reaching] >= supportThreshold) {
            reaching++;
        }
        this.warm = reaching;
        this.seedFactor = similarity.seedFactors(frequency, warm);
        this.targetFactor = similarity.targetFactors(frequency, warm);
    }

    /** Computes all rows. */
    RowBlocks compute(SarOptions options, Work work) {
        if (options.maxNeighbors().isPresent()) {
            return new NearestNeighbors(
                            this, frequency.length, options.maxNeighbors().getAsInt())
                    .rows(work);
        }
        return spilled
                ? new SpilledTriangle(this, frequency.length).rows(work)
                : new UpperTriangle(this, frequency.length).rows(work);
    }

    /** Fills in the similarity of each item to itself, which stays 0 below the support threshold. */
    void fillSelfSimilarities(float[] self) {
        for (int item = 0; item < warm; item++) {
            self[item] = value(item, item, cooccurrence.own(item));
        }
    }

    int tasks() {
        return (warm + SEEDS_PER_TASK - 1) / SEEDS_PER_TASK;
    }

    int firstSeed(int task) {
        return task * SEEDS_PER_TASK;
    }

    int lastSeed(int task) {
        return Math.min(warm, (task + 1) * SEEDS_PER_TASK);
    }

    /** Whether the similarity of seed and target is that of target and seed. */
    boolean symmetric() {
        return similarity.symmetric();
    }

    Cells cells() {
        return new Cells(cooccurrence.row());
    }

    private float value(int seed, int target, double common) {
        double value = seedFactor.length > 0
                ? common / (seedFactor[seed] * targetFactor[target])
                : similarity.of(common, frequency[seed], frequency[target], itemsWithEvents);
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new TrainingException("similarity " + similarity + " is not finite: " + value + " for co-occurrence "
                    + common + ", frequencies " + frequency[seed] + " and " + frequency[target]);
        }
        return (float) value;
    }

    /** The similarities of one seed to all later items; used by one thread, for one seed after the other. */
    final class Cells {
        final int[] targets;
        /** The similarity of each target to the seed. */
        final float[] values;
        /** The similarity of the seed to each target; the same array where that is the same. */
        final float[] backward;

        private final Cooccurrence.Row row;
        private int size;

        private Cells(Cooccurrence.Row row) {
            this.row = row;
            this.targets = row.items;
            this.values = new float[frequency.length];
            this.backward = symmetric() ? values : new float[frequency.length];
        }

        /** How many cells there are; some of them may be 0 in one direction. */
        int size() {
            return size;
        }

        void compute(int seed) {
            cooccurrence.count(seed, row);
            int found = row.size();
            size = 0;
            for (int at = 0; at < found; at++) {
                int target = row.items[at];
                if (row.supported(target, supportThreshold)) {
                    double common = row.cooccurrence(target);
                    values[at] = value(seed, target, common);
                    if (backward != values) {
                        backward[at] = value(target, seed, common);
                    }
                } else {
                    values[at] = 0;
                    backward[at] = 0;
                }
            }
            row.clear();
            for (int at = 0; at < found; at++) {
                if (values[at] != 0 || backward[at] != 0) {
                    targets[size] = targets[at];
                    values[size] = values[at];
                    backward[size++] = backward[at];
                }
            }
        }
    }
}
