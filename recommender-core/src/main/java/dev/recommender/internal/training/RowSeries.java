package dev.recommender.internal.training;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Trainings of rows on the same events: these are read and grouped once, as long as the options allow it. */
public final class RowSeries implements TrainingSeries {
    private final ParameterSpec spec;
    private final Function<Parameters, RowTraining> trainings;
    private final TrainingInput input;
    private final TrainingResources resources;
    private SharedSteps steps = SharedSteps.kept();
    private List<Parameters> expected = List.of();

    /**
     * A series.
     *
     * @param spec all parameters of the algorithm
     * @param trainings makes a training of valid parameters
     */
    public RowSeries(
            ParameterSpec spec,
            Function<Parameters, RowTraining> trainings,
            TrainingInput input,
            TrainingResources resources) {
        this.spec = spec;
        this.trainings = trainings;
        this.input = input;
        this.resources = resources;
    }

    @Override
    public TrainingResult<NeighborModel> train(Parameters parameters, TrainingMonitor monitor) {
        List<Parameters> following = expected;
        expected = List.of();
        RowTraining training = trainings
                .apply(parameters)
                .before(following.stream().flatMap(this::valid).toList());
        RowParameters.requireEffects(spec, training.parameters(), input);
        return TrainingThreads.supervise(
                resources.threads(),
                monitor,
                work -> new Training(training, resources.memoryBudget(), input, steps, work).run());
    }

    /** A training, unless its parameters are wrong, which is said when it is asked for. */
    private Stream<RowTraining> valid(Parameters parameters) {
        try {
            return Stream.of(trainings.apply(parameters));
        } catch (InvalidParametersException e) {
            return Stream.empty();
        }
    }

    @Override
    public void expect(List<Parameters> following) {
        expected = List.copyOf(following);
    }

    @Override
    public void close() {
        steps = SharedSteps.none();
    }
}
