package dev.recommender.training;

import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.training.TrainerSpec;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Collects the options that all trainers of rows have; each is checked when it is given. Trainers add their own. Not shared
 * between threads. Extended by the library's trainers alone.
 *
 * @param <B> the builder of the trainer
 */
public abstract class RowTrainerBuilder<B extends RowTrainerBuilder<B>> extends TrainerBuilder<B> {
    /**
     * A builder that holds the defaults.
     *
     * @param spec all parameters of the trainer
     */
    protected RowTrainerBuilder(TrainerSpec spec) {
        super(spec);
    }

    /** What makes two items occur together; default: {@link CooccurrenceUnit#USER}. */
    public final B cooccurrenceUnit(CooccurrenceUnit unit) {
        return set(RowParameters.COOCCURRENCE_UNIT, unit);
    }

    /**
     * With {@link CooccurrenceUnit#SESSION}, the longest time between one event of a session and the next; default: 30
     * minutes.
     *
     * @throws IllegalArgumentException if it is less than a millisecond, or more than 292 million years
     */
    public final B sessionGap(Duration gap) {
        return set(RowParameters.SESSION_GAP, gap);
    }

    /**
     * Limits how many items of each co-occurrence unit are counted; default: all. The items with the newest events
     * are counted, and of equally new items those with the smaller ids. The cost of a unit is the square of its
     * number of items, so the limit bounds the cost of the few huge units. Histories and affinities stay whole.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B maxItemsPerUnit(int items) {
        return set(RowParameters.MAX_ITEMS_PER_UNIT, OptionalInt.of(items));
    }

    /**
     * How many neighbours to keep per item, those of the largest weight; default: all. Makes models smaller and scoring
     * faster.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B maxNeighbors(int count) {
        return set(RowParameters.MAX_NEIGHBORS, OptionalInt.of(count));
    }

    /**
     * How much popular items are preferred as neighbours where {@link #maxNeighbors} cuts rows; default: 0, not at all. A
     * row's neighbours are those of the largest weight · f<sup>δ</sup>, where f units hold the neighbour. The weights that
     * scores are made of stay as they are. Popular neighbours serve more users, so rows can be shorter. Refused with a
     * similarity that can be negative, as popular neighbours would lose by it.
     *
     * @param exponent the exponent δ
     * @throws IllegalArgumentException if it is not from 0 to 2
     */
    public final B neighborPopularity(double exponent) {
        return set(RowParameters.NEIGHBOR_POPULARITY, exponent);
    }

    /**
     * The power p to which weights are raised, after rows are cut; default: 1. A weight s becomes sgn(s) · |s|<sup>p</sup>.
     * Below 1, several weak neighbours say more than one strong one; above 1, less.
     *
     * @throws IllegalArgumentException if it is not from 0.1 to 4
     */
    public final B weightPower(double power) {
        return set(RowParameters.WEIGHT_POWER, power);
    }

    /**
     * Divides the weights of each seed's row by the sum of their absolute values (the L<sub>1</sub> norm), after rows are cut
     * and weights raised. Each seed then has a weight of 1 to share among its targets, as in a random walk
     * (P3<sub>α</sub>, Cooper et al. 2014; RP3<sub>β</sub>, Paudel et al. 2017).
     */
    public final B normalizeRows() {
        return set(RowParameters.NORMALIZE_ROWS, true);
    }

    /** How exact weights are in the model, and what they take; default: {@link RowPrecision#SINGLE}. */
    public final B rowPrecision(RowPrecision precision) {
        return set(RowParameters.ROW_PRECISION, precision);
    }

    /**
     * Places items below the support threshold, or without events, by their features; needs a catalog with features.
     *
     * @param neighbors how many such items each item keeps as neighbours; Product Recommendations used 10
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B coldItems(int neighbors) {
        return set(RowParameters.COLD_ITEMS, OptionalInt.of(neighbors));
    }

    /** Relates cold items to one another, too; needs {@link #coldItems}. */
    public final B coldToCold() {
        return set(RowParameters.COLD_TO_COLD, true);
    }
}
