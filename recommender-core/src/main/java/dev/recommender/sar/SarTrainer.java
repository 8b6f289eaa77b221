package dev.recommender.sar;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.internal.training.RowTrainer;
import dev.recommender.internal.training.TrainerSpec;
import dev.recommender.internal.util.Arguments;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborModelBuilder;
import dev.recommender.spi.TrainingResources;
import dev.recommender.training.RowTrainerBuilder;

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
    private final RowTrainer trainer;

    private SarTrainer(SarOptions options, TrainingResources resources) {
        this.options = options;
        this.trainer = new RowTrainer(new SarTraining(options), SarParameters.SPEC, resources);
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
        private Similarity similarity = Similarity.JACCARD;

        private Builder() {
            super(new TrainerSpec(SarParameters.SPEC));
        }

        @Override
        protected Builder self() {
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
         * A trainer with the options as they are now.
         *
         * @throws dev.recommender.InvalidParametersException if an option has no effect with the others
         */
        public SarTrainer build() {
            // No name stands for a function of the caller's; it goes with every option, as co-occurrence does.
            Similarity named = similarity.custom() ? Similarity.COOCCURRENCE : similarity;
            Parameters all = SarParameters.SIMILARITY.put(parameters(), named);
            return new SarTrainer(SarOptions.of(all).similarity(similarity), resources());
        }
    }
}
