package dev.recommender.training;

import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.training.TrainerSpec;
import dev.recommender.internal.util.Arguments;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Collects the options that all trainers of this library have: what events weigh, what the model keeps of users, and what a
 * training may take. Each is checked when it is given. Trainers add their own. Not shared between threads. Extended by the
 * library's trainers alone.
 *
 * @param <B> the builder of the trainer
 */
public abstract class TrainerBuilder<B extends TrainerBuilder<B>> {
    private Parameters parameters;
    private TrainingResources resources = TrainingResources.ofThisMachine();

    /**
     * A builder that holds the defaults.
     *
     * @param spec all parameters of the trainer
     */
    protected TrainerBuilder(TrainerSpec spec) {
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

    /**
     * After which time an event weighs half in a user's affinities; default: 30 days for rows, none for vectors. With age t
     * and half-life h an event weighs 2<sup>−t/h</sup> of its weight.
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
     * Limits how many items of each user's history are kept: those used last; default: all. It has no influence on what is
     * learnt of items. A user's vector in the model is solved from what is kept.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B historyLimit(int items) {
        return set(RowParameters.HISTORIES, OptionalInt.of(Arguments.requireAtLeast("historyLimit", items, 1)));
    }

    /**
     * The scale on which the model gives its scores; default: {@link ScoreScale#RAW}. {@link ScoreScale#RATING} is for
     * models of neighbours alone.
     */
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
