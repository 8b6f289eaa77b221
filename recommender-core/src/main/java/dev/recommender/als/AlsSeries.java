package dev.recommender.als;

import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.factors.FactorModel;
import dev.recommender.internal.training.SharedSteps;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;

/** Trainings of vectors on the same events: these are read and grouped once, as long as the options allow it. */
final class AlsSeries implements TrainingSeries {
    private final TrainingInput input;
    private final TrainingResources resources;
    private SharedSteps steps = SharedSteps.kept();

    AlsSeries(TrainingInput input, TrainingResources resources) {
        this.input = input;
        this.resources = resources;
    }

    @Override
    public TrainingResult<FactorModel> train(Parameters parameters, TrainingMonitor monitor) {
        return AlsTrainer.of(parameters, resources).train(input, monitor, steps);
    }

    @Override
    public void close() {
        steps = SharedSteps.none();
    }
}
