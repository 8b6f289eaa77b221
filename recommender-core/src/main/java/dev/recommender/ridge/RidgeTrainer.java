package dev.recommender.ridge;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.internal.training.RowTrainer;
import dev.recommender.internal.training.TrainerSpec;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborModelBuilder;
import dev.recommender.spi.TrainingResources;
import dev.recommender.training.RowTrainerBuilder;
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
    private final RowTrainer trainer;

    private RidgeTrainer(RidgeOptions options, TrainingResources resources) {
        this.options = options;
        this.trainer = new RowTrainer(new RidgeTraining(options), RidgeParameters.SPEC, resources);
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
        return trainer.parameters();
    }

    /** A builder of models of rows that were computed elsewhere by this trainer's options, on a cluster for example. */
    public NeighborModelBuilder modelBuilder() {
        return trainer.modelBuilder();
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
        return trainer.train(input);
    }

    /** {@inheritDoc} Keeps at most a sample of the events. */
    @Override
    public TrainingPlan plan(TrainingInput input) {
        return trainer.plan(input);
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder extends RowTrainerBuilder<Builder> {

        private Builder() {
            super(new TrainerSpec(RidgeParameters.SPEC));
        }

        @Override
        protected Builder self() {
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
         * never occurred. Candidates that then contradict each other are weighed one by one, as with an infinite {@link #penalty}.
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
         * A trainer with the options as they are now.
         *
         * @throws InvalidParametersException if an option has no effect with the others
         */
        public RidgeTrainer build() {
            return new RidgeTrainer(RidgeOptions.of(parameters()), resources());
        }
    }
}
