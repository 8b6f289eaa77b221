package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Planner;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.training.Training;
import dev.recommender.internal.util.Arguments;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborModelBuilder;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Trains SAR models. Immutable and shared freely between threads; each training uses threads of its own.
 *
 * <pre>{@code
 * SarTrainer trainer = SarTrainer.builder().similarity(Similarity.JACCARD).supportThreshold(6).build();
 * TrainingResult<NeighborModel> trained = trainer.train(UsageEvents.of(events));
 * }</pre>
 *
 * <p>The defaults are those of Microsoft's Product Recommendations service: Jaccard similarity, support threshold 6, users
 * as co-occurrence units, and a half-life of 30 days.
 */
public final class SarTrainer implements ModelTrainer<NeighborModel> {
    private final SarOptions options;
    private final TrainingResources resources;

    private SarTrainer(SarOptions options, TrainingResources resources) {
        this.options = options;
        this.resources = resources;
    }

    static SarTrainer of(SarOptions options, int threads) {
        return new SarTrainer(options, new TrainingResources(threads, Long.MAX_VALUE));
    }

    /**
     * A trainer with parameters by name, as {@link SarAlgorithm#parameters} describes them.
     *
     * @throws InvalidParametersException naming every parameter that is unknown or out of range
     */
    public static SarTrainer of(Parameters parameters, TrainingResources resources) {
        return new SarTrainer(SarOptions.of(parameters), resources);
    }

    /** A trainer with the default options. */
    public static SarTrainer create() {
        return builder().build();
    }

    /** A builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    SarOptions options() {
        return options;
    }

    /** All parameters by name: what {@link #of(Parameters, TrainingResources)} makes the same trainer of. */
    public Parameters parameters() {
        return options.toParameters();
    }

    /** A builder of models of rows that were computed elsewhere by this trainer's options, on a cluster for example. */
    public NeighborModelBuilder modelBuilder() {
        return NeighborModelBuilder.of(options.rows());
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.recommender.InsufficientMemoryException as soon as the training is known to need more than its
     *     {@linkplain Builder#memoryBudget memory budget}. That is while events are read or when they are counted,
     *     before anything is made of them
     * @throws InvalidParametersException if items are to be placed by features, and there is no catalog or none has any
     */
    @Override
    public TrainingResult<NeighborModel> train(TrainingInput input) {
        RowParameters.requireEffects(SarParameters.SPEC, parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> new Training(new SarTraining(options), resources.memoryBudget(), input, work).run());
    }

    /** {@inheritDoc} Keeps at most a sample of the events. */
    @Override
    public TrainingPlan plan(TrainingInput input) {
        RowParameters.requireEffects(SarParameters.SPEC, parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> Planner.plan(new SarTraining(options), resources.memoryBudget(), input, work));
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private Parameters parameters = SarParameters.SPEC.defaults();
        private Similarity similarity = Similarity.JACCARD;
        private TrainingResources resources = TrainingResources.ofThisMachine();

        private Builder() {}

        private <T> Builder set(Parameter<T> parameter, T value) {
            parameters = parameter.put(parameters, parameter.require(value));
            return this;
        }

        /** How similar two items are that occur together; default: {@link Similarity#JACCARD}. */
        public Builder similarity(Similarity similarity) {
            this.similarity = Arguments.requireNonNull("similarity", similarity);
            return this;
        }

        /** Whether items are counted as going together or as following each other; default: {@link Counting#SYMMETRIC}. */
        public Builder counting(Counting counting) {
            return set(SarParameters.COUNTING, counting);
        }

        /**
         * With {@link Counting#SEQUENTIAL}, how many moments later an item still follows another; default: 10.
         *
         * @throws IllegalArgumentException if it is not from 1 to 20
         */
        public Builder maxDistance(int moments) {
            return set(SarParameters.MAX_DISTANCE, moments);
        }

        /** What makes two items occur together; default: {@link CooccurrenceUnit#USER}. */
        public Builder cooccurrenceUnit(CooccurrenceUnit unit) {
            return set(RowParameters.COOCCURRENCE_UNIT, unit);
        }

        /**
         * With {@link CooccurrenceUnit#SESSION}, the longest time between one event of a session and the next; default: 30
         * minutes.
         *
         * @throws IllegalArgumentException if it is less than a millisecond, or more than 292 million years
         */
        public Builder sessionGap(Duration gap) {
            return set(RowParameters.SESSION_GAP, Optional.of(gap));
        }

        /**
         * Limits how many items of each co-occurrence unit are counted; default: all. The items with the newest events
         * are counted, and of equally new items those with the smaller ids. The cost of a unit is the square of its
         * number of items, so the limit bounds the cost of the few huge units. Histories and affinities stay whole.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxItemsPerUnit(int items) {
            return set(RowParameters.MAX_ITEMS_PER_UNIT, OptionalInt.of(items));
        }

        /**
         * How often a pair, or an item, must occur to count at all; default: 6. Less frequent items have no similarities,
         * but can still be recommended as popular ones.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder supportThreshold(int units) {
            return set(SarParameters.SUPPORT_THRESHOLD, units);
        }

        /**
         * After which time an event weighs half; default: 30 days. With age t and half-life h an event weighs
         * 2<sup>−t/h</sup> of its weight.
         *
         * @throws IllegalArgumentException if it is less than a millisecond, or more than 292 million years
         */
        public Builder decayHalfLife(Duration halfLife) {
            try {
                Arguments.requirePositiveMillis("decayHalfLife", halfLife);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        e.getMessage() + "; use withoutDecay() for events that keep their weight", e);
            }
            return set(RowParameters.HALF_LIFE, Optional.of(halfLife));
        }

        /** Lets events keep their weight forever. */
        public Builder withoutDecay() {
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
        public Builder referenceTime(Instant time) {
            return set(
                    RowParameters.REFERENCE_TIME,
                    Optional.of(Instant.ofEpochMilli(
                            Arguments.requireMillis("referenceTime", time).toEpochMilli())));
        }

        /**
         * How many neighbours to keep per item, the most similar ones; default: all. Makes models smaller and scoring
         * faster.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxNeighbors(int count) {
            return set(RowParameters.MAX_NEIGHBORS, OptionalInt.of(count));
        }

        /**
         * What events weigh that have no weight of their own, in training and as live events later; default:
         * {@link EventWeights#standard()}.
         */
        public Builder eventWeights(EventWeights weights) {
            return set(RowParameters.EVENT_WEIGHTS, weights);
        }

        /** Counts each event as 1 regardless of its weight and type, in training and as a live event later. */
        public Builder unweighted() {
            return set(RowParameters.UNWEIGHTED, true);
        }

        /** Leaves the users' histories out of the model, which then answers for live events and items only. */
        public Builder withoutHistories() {
            return set(RowParameters.HISTORIES, OptionalInt.of(0));
        }

        /**
         * Limits how many items of each user's history are kept: those used last; default: all. It has no influence on
         * similarities.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder historyLimit(int items) {
            return set(RowParameters.HISTORIES, OptionalInt.of(Arguments.requireAtLeast("historyLimit", items, 1)));
        }

        /**
         * Places items below the support threshold, or without events, by their features; needs a catalog with features.
         *
         * @param neighbors how many such items each item keeps as neighbours; Product Recommendations used 10
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder coldItems(int neighbors) {
            return set(RowParameters.COLD_ITEMS, OptionalInt.of(neighbors));
        }

        /** Relates cold items to one another, too; needs {@link #coldItems}. */
        public Builder coldToCold() {
            return set(RowParameters.COLD_TO_COLD, true);
        }

        /** The scale on which the model gives its scores; default: {@link ScoreScale#RAW}. */
        public Builder scoreScale(ScoreScale scale) {
            return set(RowParameters.SCORE_SCALE, scale);
        }

        /**
         * How many threads a training may use; default: the number of processors. It has no influence on the model.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder threads(int count) {
            this.resources = resources.threads(count);
            return this;
        }

        /**
         * How much heap a training may take, in bytes; default: three quarters of what the JVM has. A training of all
         * neighbours that would need more keeps its similarities in a temporary file. A training that does not fit even
         * then fails before the work starts. The budget has no influence on the model.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder memoryBudget(long bytes) {
            this.resources = resources.memoryBudget(bytes);
            return this;
        }

        /**
         * A trainer with the options as they are now.
         *
         * @throws dev.recommender.InvalidParametersException if an option has no effect with the others
         */
        public SarTrainer build() {
            // No name stands for a function of the caller's; it goes with every option, as co-occurrence does.
            Similarity named = similarity.custom() ? Similarity.COOCCURRENCE : similarity;
            Parameters all = SarParameters.SIMILARITY.put(parameters, named);
            return new SarTrainer(SarOptions.of(all).similarity(similarity), resources);
        }
    }
}
