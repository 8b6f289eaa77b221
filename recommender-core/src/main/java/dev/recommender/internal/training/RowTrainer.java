package dev.recommender.internal.training;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborModelBuilder;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.TrainingResources;

/**
 * What every trainer of rows does.
 *
 * @param training how rows are computed
 * @param spec all parameters of the algorithm
 * @param resources what a training may take
 */
public record RowTrainer(RowTraining training, ParameterSpec spec, TrainingResources resources) {
    /** All parameters by name. */
    public Parameters parameters() {
        return training.parameters();
    }

    /** A builder of models of rows that were computed elsewhere. */
    public NeighborModelBuilder modelBuilder() {
        return NeighborModelBuilder.of(training.options().rows(training.algorithm(), parameters()));
    }

    /**
     * Trains.
     *
     * @throws InvalidParametersException if an option has no effect on the input
     */
    public TrainingResult<NeighborModel> train(TrainingInput input) {
        RowParameters.requireEffects(spec, parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> new Training(training, resources.memoryBudget(), input, work).run());
    }

    /**
     * Estimates a training.
     *
     * @throws InvalidParametersException if an option has no effect on the input
     */
    public TrainingPlan plan(TrainingInput input) {
        RowParameters.requireEffects(spec, parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                input.monitor(),
                work -> Planner.plan(training, resources.memoryBudget(), input, work));
    }
}
