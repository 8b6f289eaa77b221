package dev.recommender.als;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.Violation;
import dev.recommender.factors.FactorModel;
import dev.recommender.factors.VectorPrecision;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Budget;
import dev.recommender.internal.training.GroupedEvents;
import dev.recommender.internal.training.Planner;
import dev.recommender.internal.training.SharedSteps;
import dev.recommender.internal.training.TrainerSpec;
import dev.recommender.spi.TrainingResources;
import dev.recommender.training.TrainerBuilder;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Trains models of vectors. Immutable and shared freely between threads; each training uses threads of its own.
 *
 * <pre>{@code
 * AlsTrainer trainer = AlsTrainer.builder().factors(64).iterations(16).build();
 * TrainingResult<FactorModel> trained = trainer.train(UsageEvents.of(events));
 * float[] vector = trained.model().itemVector("p0012").orElseThrow();
 * }</pre>
 *
 * <p>With the affinity a of a user u to an item i, and s = x<sub>u</sub><sup>T</sup> y<sub>i</sub>, the vectors make this
 * loss small:
 *
 * <ul>
 *   <li>Σ over all pairs of s<sup>2</sup> + Σ over pairs with events of α |a| (t − s)<sup>2</sup> + Σ p |x|<sup>2</sup> + Σ
 *       p |y|<sup>2</sup>, where t is 1 for a positive affinity, and 0 for a negative one;
 *   <li>p = λ α (n + m / α)<sup>ν</sup> for a user or an item with n pairs with events, of m that are possible.
 * </ul>
 *
 * <p>The vectors of users and items are solved in turn. So the loss, which {@link dev.recommender.TrainingMonitor#iteration}
 * reports, falls with each iteration. With {@link Builder#ratings}, a is the mean of a pair's ratings, and the loss is Σ over
 * pairs with events of (a − s)<sup>2</sup> + Σ p |x|<sup>2</sup> + Σ p |y|<sup>2</sup>, with p = λ n<sup>ν</sup>.
 *
 * <p>Sources: Hu, Koren and Volinsky, ICDM 2008, for implicit feedback; Rendle, Krichene, Zhang and Koren, RecSys 2022, for
 * the penalty and the form of the loss; the same, 2021 (iALS++), for blocks.
 */
public final class AlsTrainer implements ModelTrainer<FactorModel> {
    private final AlsOptions options;
    private final TrainingResources resources;

    private AlsTrainer(AlsOptions options, TrainingResources resources) {
        this.options = options;
        this.resources = resources;
    }

    /**
     * A trainer with parameters by name, as {@link AlsAlgorithm#parameters} describes them.
     *
     * @throws InvalidParametersException naming every parameter that is unknown or out of range
     */
    public static AlsTrainer of(Parameters parameters, TrainingResources resources) {
        return new AlsTrainer(AlsOptions.of(parameters), resources);
    }

    /** A trainer with the default options. */
    public static AlsTrainer create() {
        return builder().build();
    }

    /** A builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    AlsOptions options() {
        return options;
    }

    /** All parameters by name: what {@link #of(Parameters, TrainingResources)} makes the same trainer of. */
    public Parameters parameters() {
        return options.toParameters();
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.recommender.InsufficientMemoryException as soon as the training is known to need more than its
     *     {@linkplain Builder#memoryBudget memory budget}. That is while events are read or when they are counted,
     *     before anything is made of them
     * @throws InvalidParametersException if items are to be placed by features, and there is no catalog or none has any
     * @throws dev.recommender.TrainingException if ratings are to be learnt, and an event has no weight or one beyond
     *     ±1,000,000
     */
    @Override
    public TrainingResult<FactorModel> train(TrainingInput input) {
        return train(input, input.monitor(), SharedSteps.none());
    }

    /** Trains, and takes over what the steps hold. */
    TrainingResult<FactorModel> train(TrainingInput input, TrainingMonitor monitor, SharedSteps steps) {
        requireEffects(input);
        return TrainingThreads.supervise(resources.threads(), monitor, work -> {
            AlsTraining training = AlsTraining.of(options, input);
            Budget budget = new Budget(training, work.threads(), resources.memoryBudget(), steps);
            return GroupedEvents.learn(
                    training, budget, input, steps, work, events -> AlsLearner.learn(options, events, work));
        });
    }

    /** {@inheritDoc} Keeps at most a sample of the events. */
    @Override
    public TrainingPlan plan(TrainingInput input) {
        requireEffects(input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> Planner.plan(AlsTraining.of(options, input), resources.memoryBudget(), input, work));
    }

    private void requireEffects(TrainingInput input) {
        List<Violation> violations = input.catalog().isEmpty()
                ? AlsParameters.SPEC.violationsWithoutCatalog(parameters())
                : options.placedByFeatures()
                                && input.catalog().get().featureNames().isEmpty()
                        ? List.of(Violation.withRemedy(
                                "placedByFeatures",
                                "has no effect with a catalog without features",
                                "name the catalog's columns of features, or leave placedByFeatures out"))
                        : List.of();
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder extends TrainerBuilder<Builder> {

        private Builder() {
            super(new TrainerSpec(AlsParameters.SPEC));
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * How many numbers a vector has; default: 64. More tell finer differences, and take more events to learn. The cost of
         * an event grows with the square up to {@link #blockSize}, and from there on in proportion.
         *
         * @param numbers a multiple of 8
         * @throws IllegalArgumentException if it is not from 8 to 512
         */
        public Builder factors(int numbers) {
            return set(AlsParameters.FACTORS, numbers);
        }

        /**
         * How often the vectors of users and items are learnt in turn, at most; default: 16.
         *
         * @throws IllegalArgumentException if it is not from 1 to 1,000
         */
        public Builder iterations(int count) {
            return set(AlsParameters.ITERATIONS, count);
        }

        /**
         * The weight α of an affinity of 1, where a pair without events weighs 1; default: as {@link #unobservedWeight} has
         * it. Larger ones suit events that say much, and large catalogs. The product of the two counts up to 1,000,000.
         *
         * @throws IllegalArgumentException if it is not from 0.001 to 1,000,000
         */
        public Builder alpha(double weight) {
            return set(AlsParameters.ALPHA, OptionalDouble.of(weight));
        }

        /**
         * Sets α by the events: how many times as much all pairs of users and items weigh as those with events add to them;
         * default: 20. So α is m / (w Σ |a|), with the m pairs of all users and of the items that are learnt. The sparser
         * events are, the larger it is. Smaller weights let events count for more.
         *
         * @throws IllegalArgumentException if it is not from 0.001 to 1,000,000
         */
        public Builder unobservedWeight(double weight) {
            return set(AlsParameters.UNOBSERVED_WEIGHT, weight);
        }

        /**
         * The penalty λ, by which vectors are drawn to zero; default: 0.01.
         *
         * @throws IllegalArgumentException if it is not from 1e-9 to 1,000,000
         */
        public Builder regularization(double lambda) {
            return set(AlsParameters.REGULARIZATION, lambda);
        }

        /**
         * The exponent ν, by which the penalty grows with the number of events; default: 1. With 0 it is the same for all.
         *
         * @throws IllegalArgumentException if it is not from 0 to 2
         */
        public Builder regularizationExponent(double exponent) {
            return set(AlsParameters.REGULARIZATION_EXPONENT, exponent);
        }

        /**
         * Takes the weights of events for ratings to be predicted, from −1,000,000 to 1,000,000. Of a pair with several events
         * their mean is the rating. A pair without events is unknown then, while by default it speaks against. Nothing
         * decays. Seeds of queries are ratings, too, so give them weights: one without counts as its type's weight. Of several
         * of an item their mean counts, in place of what the history says of it; beyond the range, the nearer bound counts.
         * A recency is refused.
         */
        public Builder ratings() {
            return set(AlsParameters.RATINGS, true);
        }

        /**
         * How many numbers of a vector are solved at once; default: 128. Longer vectors come nearer to the solution block by
         * block in each iteration. Not above {@link #factors}, but for the default.
         *
         * @throws IllegalArgumentException if it is not from 8 to 512
         */
        public Builder blockSize(int numbers) {
            return set(AlsParameters.BLOCK_SIZE, numbers);
        }

        /**
         * What the random numbers that learning starts from depend on; default: 0.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder startSeed(int number) {
            return set(AlsParameters.START_SEED, number);
        }

        /**
         * Holds out one item each of a part of the users, 2,000 at most, to see when iterations no longer help. Learning stops
         * when these items were predicted no better twice, and takes the vectors of the best iteration. They are predicted
         * better if they rank higher or, with {@link #ratings}, if the mean squared error of their ratings is smaller. An item
         * that nobody else has taken is not held out. Takes two {@link #iterations} at least. Default: 0, none.
         *
         * @param part of the users
         * @throws IllegalArgumentException if it is not from 0 to 0.5
         */
        public Builder heldOut(double part) {
            return set(AlsParameters.HELD_OUT, part);
        }

        /** In how many bits the model keeps a number of a vector; default: {@link VectorPrecision#BITS_32}. */
        public Builder precision(VectorPrecision bits) {
            return set(AlsParameters.PRECISION, bits);
        }

        /**
         * How many users must have taken an item for its vector to be learnt; default: 1. Less frequent items can still be
         * recommended as popular ones, or placed by their features.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder supportThreshold(int users) {
            return set(AlsParameters.SUPPORT_THRESHOLD, users);
        }

        /** Places items below the support threshold, or without events, by their features; needs a catalog with features. */
        public Builder placedByFeatures() {
            return set(AlsParameters.PLACED_BY_FEATURES, true);
        }

        /**
         * A trainer with the options as they are now.
         *
         * @throws InvalidParametersException if an option has no effect with the others, or a number of factors is no
         *     multiple of 8
         */
        public AlsTrainer build() {
            return new AlsTrainer(AlsOptions.of(parameters()), resources());
        }
    }
}
