package dev.recommender.training;

import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.training.RowSpec;
import dev.recommender.internal.util.Arguments;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Collects the options that all trainers of rows have; each is checked when it is given. Trainers add their own. Not shared
 * between threads. Extended by the library's trainers alone.
 *
 * @param <B> the builder of the trainer
 */
public abstract class RowTrainerBuilder<B extends RowTrainerBuilder<B>> {
    private Parameters parameters;
    private TrainingResources resources = TrainingResources.ofThisMachine();

    /**
     * A builder that holds the defaults.
     *
     * @param spec all parameters of the trainer
     */
    protected RowTrainerBuilder(RowSpec spec) {
        this.parameters = spec.all().defaults();
    }

    /**
     * Sets a parameter.
     *
     * @throws IllegalArgumentException if the value is not allowed
     */
    protected final <T> B set(Parameter<T> parameter, T value) {
        parameters = parameter.put(parameters, parameter.require(value));
        return self();
    }

    /** All parameters as they are now. */
    protected final Parameters parameters() {
        return parameters;
    }

    /** What a training may take. */
    protected final TrainingResources resources() {
        return resources;
    }

    /** This builder. */
    protected abstract B self();

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
     * After which time an event weighs half in a user's affinities; default: 30 days. With age t and half-life h an
     * event weighs 2<sup>−t/h</sup> of its weight.
     *
     * @throws IllegalArgumentException if it is less than a millisecond, or more than 292 million years
     */
    public final B decayHalfLife(Duration halfLife) {
        try {
            Arguments.requirePositiveMillis("decayHalfLife", halfLife);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; use withoutDecay() for events that keep their weight", e);
        }
        return set(RowParameters.HALF_LIFE, Optional.of(halfLife));
    }

    /** Lets events keep their weight forever. */
    public final B withoutDecay() {
        return set(RowParameters.HALF_LIFE, Optional.empty());
    }

    /**
     * The moment that affinities are decayed to. Later events count as if they happened at it; the statistics say how
     * many they are, and which. Default: the time of the newest event that is neither in the future nor an outlier.
     *
     * <p>In the future are events on a later day (of UTC) than tomorrow, seen from the start of the training. Where all
     * events are, none counts as such. Outliers are the newest of the other events, if they are at most one in a
     * thousand (but one at least) and far from the rest: the gap before them is more than 365 days and longer than the
     * time from the first event to the last one before the gap, which are on different days.
     *
     * @throws IllegalArgumentException if it is more than 292 million years from 1970
     */
    public final B referenceTime(Instant time) {
        return set(
                RowParameters.REFERENCE_TIME,
                Optional.of(Instant.ofEpochMilli(
                        Arguments.requireMillis("referenceTime", time).toEpochMilli())));
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
     * What events weigh that have no weight of their own, in training and as live events later; default:
     * {@link EventWeights#standard()}. Has no influence on rows.
     */
    public final B eventWeights(EventWeights weights) {
        return set(RowParameters.EVENT_WEIGHTS, weights);
    }

    /** Counts each event as 1 regardless of its weight and type, in training and as a live event later. */
    public final B unweighted() {
        return set(RowParameters.UNWEIGHTED, true);
    }

    /** Leaves the users' histories out of the model, which then answers for live events and items only. */
    public final B withoutHistories() {
        return set(RowParameters.HISTORIES, OptionalInt.of(0));
    }

    /**
     * Limits how many items of each user's history are kept: those used last; default: all. It has no influence on rows.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B historyLimit(int items) {
        return set(RowParameters.HISTORIES, OptionalInt.of(Arguments.requireAtLeast("historyLimit", items, 1)));
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

    /** The scale on which the model gives its scores; default: {@link ScoreScale#RAW}. */
    public final B scoreScale(ScoreScale scale) {
        return set(RowParameters.SCORE_SCALE, scale);
    }

    /**
     * How many threads a training may use; default: the number of processors. It has no influence on the model.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B threads(int count) {
        this.resources = resources.threads(count);
        return self();
    }

    /**
     * How much heap a training may take, in bytes; default: three quarters of what the JVM has. A SAR
     * training of all neighbours that would need more keeps its rows in a temporary file. A training that does not fit even
     * then fails before the work starts. The budget has no influence on the model.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B memoryBudget(long bytes) {
        this.resources = resources.memoryBudget(bytes);
        return self();
    }
}
