package dev.recommender.sar;

import dev.recommender.TrainingException;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.counting.CooccurrenceTable;
import dev.recommender.internal.counting.Successions;
import dev.recommender.internal.counting.UnitCounts;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.RowWeights;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The similarity of each item that reaches the support threshold to every other such item, times the preference of popular
 * neighbours. There is a row per seed, ascending by item, without zeros. Each item's similarity to itself is kept apart from the rows.
 *
 * <p>Without a limit of neighbours each pair comes once, from the more popular item. The upper triangle is kept as it is
 * found, and then copied into rows of exactly the right length. With a limit, each row keeps only its best candidates. If
 * the units are so short that most pairs of items never meet, rows are counted one by one, each as a whole. If there
 * are few items, all pairs are counted in a table. Otherwise each pair comes once and goes into both items' rows.
 *
 * <p>Where order counts, each row is counted as a whole.
 */
final class SimilarityRows {
    private static final int SAMPLED_SEEDS = 256;

    private final Similarity similarity;
    private final int supportThreshold;
    private final int[] frequency;
    private final int itemsWithEvents;
    private final int warm;
    private final UnitCounts counts;
    private final Optional<Cooccurrence> pairs;
    private final int seedsPerTask;
    private final double[] seedFactor;
    private final double[] targetFactor;
    private final double[] preference;
    private final boolean symmetric;

    SimilarityRows(SarOptions options, Interactions interactions, Cooccurrence counts) {
        this(options, interactions, counts, Optional.of(counts));
    }

    SimilarityRows(SarOptions options, Interactions interactions, Successions counts) {
        this(options, interactions, counts, Optional.empty());
    }

    /** @param pairs the counts, if they are the same in both directions */
    private SimilarityRows(
            SarOptions options, Interactions interactions, UnitCounts counts, Optional<Cooccurrence> pairs) {
        this.similarity = options.similarity();
        this.supportThreshold = options.shared().supportThreshold();
        this.frequency = interactions.frequency;
        this.itemsWithEvents = interactions.itemsWithEvents;
        this.counts = counts;
        this.pairs = pairs;
        this.seedsPerTask = Cooccurrence.seedsPerBlock(options.counting(), interactions.items());
        this.warm = interactions.heldBy(supportThreshold);
        this.seedFactor = similarity.seedFactors(frequency, warm);
        this.targetFactor = similarity.targetFactors(frequency, warm);
        RowWeights weights = options.shared().weights();
        this.preference = new double[weights.popularity() == 0 ? 0 : warm];
        Arrays.setAll(preference, item -> weights.preference(frequency[item]));
        this.symmetric = options.symmetric();
    }

    /**
     * Computes whole rows.
     *
     * @param spilled whether they go to a temporary file
     */
    RowBlocks all(boolean spilled, TrainingThreads work) {
        return spilled
                ? new SpilledTriangle(this, frequency.length).rows(work)
                : new UpperTriangle(this, frequency.length).rows(work);
    }

    /**
     * Computes whole rows where order counts.
     *
     * @param spills whether so many similarities go to a temporary file
     */
    RowBlocks sequential(LongPredicate spills, TrainingThreads work) {
        return new SequentialRows(this, counts::row, frequency.length).rows(spills, work);
    }

    /** Computes the best neighbours of each row. */
    RowBlocks limited(Counted counted, int neighbors, TrainingThreads work) {
        int items = frequency.length;
        int limit = Math.min(neighbors, Math.max(1, items));
        return switch (counted) {
            case ROW_BY_ROW -> new NeighborsByRow(this, counts::row, items, limit).rows(work);
            case IN_A_TABLE -> {
                CooccurrenceTable table = CooccurrenceTable.of(pairs.orElseThrow(), warm, work);
                yield new NeighborsByRow(this, table::row, items, limit).rows(work);
            }
            case PAIR_BY_PAIR -> new NeighborsByPair(this, items, limit).rows(work);
        };
    }

    /** Fills in the similarity of each item to itself, which stays 0 below the support threshold. */
    void fillSelfSimilarities(float[] self) {
        for (int item = 0; item < warm; item++) {
            self[item] = value(item, item, counts.own(item));
        }
    }

    int tasks() {
        return (warm + seedsPerTask - 1) / seedsPerTask;
    }

    int firstSeed(int task) {
        return task * seedsPerTask;
    }

    int lastSeed(int task) {
        return Math.min(warm, (task + 1) * seedsPerTask);
    }

    /** Whether the similarity of seed and target is that of target and seed. */
    boolean symmetric() {
        return symmetric;
    }

    Cells cells() {
        return new Cells(pairs.orElseThrow().block(seedsPerTask));
    }

    /** How many similarities there are, before neighbours are limited, judged by seeds of all degrees of popularity. */
    long estimatedCells() {
        Cells cells = new Cells(pairs.orElseThrow().block(1));
        int sampled = Math.min(warm, SAMPLED_SEEDS);
        long found = 0;
        for (int at = 0; at < sampled; at++) {
            int seed = (int) ((2L * at + 1) * warm / (2L * sampled));
            cells.open(seed, seed + 1);
            cells.compute(seed);
            found += cells.size();
        }
        return sampled == 0 ? 0 : 2 * (found * warm / sampled);
    }

    /** How many items reach the support threshold; they are the first. */
    int warm() {
        return warm;
    }

    int supportThreshold() {
        return supportThreshold;
    }

    /** Where tasks end that are about as many as asked for and take about equally long; a row can be a task alone. */
    int[] taskEnds(int tasks) {
        return counts.taskEnds(tasks, warm);
    }

    /**
     * What a target's co-occurrence with a seed is multiplied by to order the seed's targets as their similarities do, up
     * to rounding. Empty if the similarity has no such factors, or if it can be too small for a float in full precision:
     * then rounding makes different ones equal.
     */
    float[] targetFactors() {
        double[] divisors = similarity.orderingDivisors(frequency, warm);
        if (divisors.length == 0 || leastValue() < Float.MIN_NORMAL) {
            return new float[0];
        }
        float[] factors = new float[divisors.length];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = (float) ((preference.length == 0 ? 1 : preference[item]) / divisors[item]);
        }
        return factors;
    }

    /** At most the smallest value of a pair, where values are quotients by powers of popularity. */
    private float leastValue() {
        double common = counts.leastCount();
        return Math.min(value(0, 0, common), value(0, warm - 1, common));
    }

    float value(int seed, int target, double common) {
        double plain = seedFactor.length > 0
                ? common / (seedFactor[seed] * targetFactor[target])
                : similarity.of(common, frequency[seed], frequency[target], itemsWithEvents);
        double value = preference.length == 0 ? plain : plain * preference[target];
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new TrainingException("similarity " + similarity + " is not finite: " + value + " for co-occurrence "
                    + common + ", frequencies " + frequency[seed] + " and " + frequency[target]);
        }
        return (float) value;
    }

    /**
     * The similarities of one seed to all later items. One thread uses it for one task after the other, and within a
     * task once for each of the task's seeds.
     */
    final class Cells {
        final int[] targets;
        /** The similarity of each target to the seed. */
        final float[] values;
        /** The similarity of the seed to each target; the same array where that is the same. */
        final float[] backward;

        private final Cooccurrence.Block block;
        private int size;

        private Cells(Cooccurrence.Block block) {
            this.block = block;
            this.targets = block.items;
            this.values = new float[frequency.length];
            this.backward = symmetric() ? values : new float[frequency.length];
        }

        /** How many cells there are; some of them may be 0 in one direction. */
        int size() {
            return size;
        }

        /** Goes on to the seeds of a task. */
        void open(int task) {
            open(firstSeed(task), lastSeed(task));
        }

        private void open(int firstSeed, int lastSeed) {
            block.count(firstSeed, lastSeed);
        }

        void compute(int seed) {
            block.select(seed);
            int found = block.size();
            size = 0;
            for (int at = 0; at < found; at++) {
                int target = targets[at];
                if (block.supported(target, supportThreshold)) {
                    double common = block.cooccurrence(target);
                    values[at] = value(seed, target, common);
                    if (backward != values) {
                        backward[at] = value(target, seed, common);
                    }
                } else {
                    values[at] = 0;
                    backward[at] = 0;
                }
            }
            block.clear();
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
