package dev.recommender.ridge;

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
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Trains models of ridge rows. Immutable and shared freely between threads; each training uses threads of its own.
 *
 * <pre>{@code
 * RidgeTrainer trainer = RidgeTrainer.builder().penalty(8).maxNeighbors(50).build();
 * TrainingResult<NeighborModel> trained = trainer.train(UsageEvents.of(events));
 * }</pre>
 *
 * <p>For each target item j, a ridge regression predicts who took it from the other items that they took. With
 * G<sub>ij</sub> = Σ<sub>u</sub> d<sub>u</sub><sup>−a</sup> over the units u that hold both items, d<sub>u</sub> items in
 * a unit, f<sub>i</sub> units that hold an item, and the target's candidates C:
 *
 * <ul>
 *   <li>(G<sub>CC</sub> + λ diag(f<sub>C</sub><sup>b</sup>)) β = G<sub>Cj</sub>
 *   <li>s<sub>ij</sub> = max(0, β<sub>i</sub>) / f<sub>j</sub><sup>g</sup>
 * </ul>
 *
 * <p>Each seed i is a candidate for its k best targets, by G<sub>ij</sub> / f<sub>j</sub><sup>c</sup>. Each target keeps
 * the M best of these seeds, by G<sub>ij</sub> / f<sub>i</sub><sup>b</sup>, and its n best seeds by the same measure,
 * whether they are candidates or not. With an infinite penalty, the rows are those of {@code damped(a, b, g)} similarity
 * on the same candidates.
 *
 * <p>Sources: SLIM (Ning and Karypis, 2011) for one regression per item, EASE (Steck, 2019) for its closed form, and
 * Markov random fields (Steck, 2019) for a sparse pattern of candidates.
 */
public final class RidgeTrainer implements ModelTrainer<NeighborModel> {
    private final RidgeOptions options;
    private final TrainingResources resources;

    private RidgeTrainer(RidgeOptions options, TrainingResources resources) {
        this.options = options;
        this.resources = resources;
    }

    /**
     * A trainer with parameters by name, as {@link RidgeAlgorithm#parameters} describes them.
     *
     * @throws InvalidParametersException naming every parameter that is unknown or out of range
     */
    public static RidgeTrainer of(Parameters parameters, TrainingResources resources) {
        return new RidgeTrainer(RidgeOptions.of(parameters), resources);
    }

    /** A trainer with the default options. */
    public static RidgeTrainer create() {
        return builder().build();
    }

    /** A builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    RidgeOptions options() {
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
        RowParameters.requireEffects(RidgeParameters.SPEC, parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> new Training(new RidgeTraining(options), resources.memoryBudget(), input, work).run());
    }

    /** {@inheritDoc} Keeps at most a sample of the events. */
    @Override
    public TrainingPlan plan(TrainingInput input) {
        RowParameters.requireEffects(RidgeParameters.SPEC, parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> Planner.plan(new RidgeTraining(options), resources.memoryBudget(), input, work));
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private Parameters parameters = RidgeParameters.SPEC.defaults();
        private TrainingResources resources = TrainingResources.ofThisMachine();

        private Builder() {}

        private <T> Builder set(Parameter<T> parameter, T value) {
            parameters = parameter.put(parameters, parameter.require(value));
            return this;
        }

        /**
         * The penalty λ: how much weights are drawn to zero; default: 8. A small one lets chance decide, and an infinite one
         * looks at each seed as if it were the only one. Values from 6 to 10 suit many data sets.
         *
         * @param lambda from 0.001 to 1,000,000, or {@link Double#POSITIVE_INFINITY}
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder penalty(double lambda) {
            return set(
                    RidgeParameters.PENALTY,
                    lambda == Double.POSITIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(lambda));
        }

        /**
         * The exponent a by which units of many items count less; default: 0.5.
         *
         * @throws IllegalArgumentException if it is not from 0 to 2
         */
        public Builder unitDamping(double exponent) {
            return set(RidgeParameters.UNIT_DAMPING, exponent);
        }

        /**
         * The exponent b by which the penalty grows with a seed's popularity; default: 0.5.
         *
         * @throws IllegalArgumentException if it is not from 0 to 2
         */
        public Builder seedDamping(double exponent) {
            return set(RidgeParameters.SEED_DAMPING, exponent);
        }

        /**
         * The exponent g by which popular targets score less; default: 0.15.
         *
         * @throws IllegalArgumentException if it is not from 0 to 2
         */
        public Builder targetDamping(double exponent) {
            return set(RidgeParameters.TARGET_DAMPING, exponent);
        }

        /**
         * The number k of targets that each seed is a candidate for; default: 100.
         *
         * @throws IllegalArgumentException if it is not from 1 to 100,000
         */
        public Builder candidatesPerSeed(int targets) {
            return set(RidgeParameters.CANDIDATES_PER_SEED, targets);
        }

        /**
         * The largest number M of such candidates that a target keeps; default: 400. The cost of a target grows with the cube
         * of its candidates, and the memory of a thread with the square.
         *
         * @throws IllegalArgumentException if it is not from 1 to 5,000
         */
        public Builder candidatesPerTarget(int seeds) {
            return set(RidgeParameters.CANDIDATES_PER_TARGET, seeds);
        }

        /**
         * The number n of candidates that a target chooses itself; default: 30.
         *
         * @throws IllegalArgumentException if it is not from 0 to 5,000
         */
        public Builder ownCandidates(int seeds) {
            return set(RidgeParameters.OWN_CANDIDATES, seeds);
        }

        /**
         * The exponent c by which a seed is less likely a candidate for popular targets; default: 0.3.
         *
         * @throws IllegalArgumentException if it is not from 0 to 2
         */
        public Builder proposalDamping(double exponent) {
            return set(RidgeParameters.PROPOSAL_DAMPING, exponent);
        }

        /**
         * Of how many other items an item's co-occurrences are kept while candidates are weighed, those of the largest
         * cosine; default: 1,000. Fewer take less memory. A pair is kept if either item keeps it; others count as if they
         * never occurred. Of candidates that then contradict each other the penalty is raised.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder countsPerItem(int items) {
            return set(RidgeParameters.COUNTS_PER_ITEM, OptionalInt.of(items));
        }

        /** Keeps all co-occurrences while candidates are weighed. */
        public Builder allCounts() {
            return set(RidgeParameters.COUNTS_PER_ITEM, OptionalInt.empty());
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
         * Limits how many items of each co-occurrence unit are counted, the newest ones; default: all. Histories and
         * affinities stay whole.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxItemsPerUnit(int items) {
            return set(RowParameters.MAX_ITEMS_PER_UNIT, OptionalInt.of(items));
        }

        /**
         * How many units must hold an item for it to have a row; default: 1. Less frequent items have no similarities, but
         * can still be recommended as popular ones, or placed by their features. Pairs need no support, since the penalty
         * keeps the weights of rare ones small.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder supportThreshold(int units) {
            return set(RidgeParameters.SUPPORT_THRESHOLD, units);
        }

        /**
         * After which time an event weighs half in a user's affinities; default: 30 days. With age t and half-life h an
         * event weighs 2<sup>−t/h</sup> of its weight.
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
         * @throws IllegalArgumentException if it is more than 292 million years from 1970
         */
        public Builder referenceTime(Instant time) {
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
        public Builder maxNeighbors(int count) {
            return set(RowParameters.MAX_NEIGHBORS, OptionalInt.of(count));
        }

        /**
         * What events weigh that have no weight of their own, in training and as live events later; default:
         * {@link EventWeights#standard()}. Has no influence on rows.
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
         * Limits how many items of each user's history are kept: those used last; default: all. It has no influence on rows.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder historyLimit(int items) {
            return set(RowParameters.HISTORIES, OptionalInt.of(Arguments.requireAtLeast("historyLimit", items, 1)));
        }

        /**
         * Places items below the support threshold, or without events, by their features; needs a catalog with features.
         *
         * @param neighbors how many such items each item keeps as neighbours
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
         * How much heap a training may take, in bytes; default: three quarters of what the JVM has. A training that does not
         * fit fails before the work starts. The budget has no influence on the model.
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
         * @throws InvalidParametersException if an option has no effect with the others
         */
        public RidgeTrainer build() {
            return new RidgeTrainer(RidgeOptions.of(parameters), resources);
        }
    }
}
