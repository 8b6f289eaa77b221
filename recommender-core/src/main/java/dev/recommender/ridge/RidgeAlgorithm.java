package dev.recommender.ridge;

import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.Verification;
import dev.recommender.internal.training.RowSeries;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Path;

/** Ridge rows as an algorithm among others: what finds algorithms makes one. Trainers are made by {@link RidgeTrainer}. */
public final class RidgeAlgorithm implements Algorithm {
    static final String NAME = "ridge";

    /** The algorithm, for code that looks algorithms up. */
    public RidgeAlgorithm() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Ridge rows: each item is predicted from those that occur with it, all of them weighed together.";
    }

    @Override
    public ParameterSpec parameters() {
        return RidgeParameters.SPEC;
    }

    @Override
    public RidgeTrainer trainer(Parameters parameters, TrainingResources resources) {
        return RidgeTrainer.of(parameters, resources);
    }

    @Override
    public TrainingSeries series(TrainingInput input, TrainingResources resources) {
        return new RowSeries(
                RidgeParameters.SPEC, given -> new RidgeTraining(RidgeOptions.of(given)), input, resources);
    }

    @Override
    public SearchSpace searchSpace() {
        return RidgeParameters.SEARCH_SPACE;
    }

    @Override
    public String kind() {
        return NeighborModel.KIND;
    }

    @Override
    public NeighborModel open(Path file, Verification verification) throws IOException {
        return NeighborModel.open(file, verification);
    }
}
