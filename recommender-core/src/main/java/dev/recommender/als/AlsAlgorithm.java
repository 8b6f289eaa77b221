package dev.recommender.als;

import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.Verification;
import dev.recommender.factors.FactorModel;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Path;

/** Alternating least squares as an algorithm among others: what finds algorithms makes one. Trainers are made by {@link AlsTrainer}. */
public final class AlsAlgorithm implements Algorithm {
    static final String NAME = "als";

    /** The algorithm, for code that looks algorithms up. */
    public AlsAlgorithm() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Alternating least squares: users and items are vectors, whose inner products are the scores.";
    }

    @Override
    public ParameterSpec parameters() {
        return AlsParameters.SPEC;
    }

    @Override
    public AlsTrainer trainer(Parameters parameters, TrainingResources resources) {
        return AlsTrainer.of(parameters, resources);
    }

    @Override
    public TrainingSeries series(TrainingInput input, TrainingResources resources) {
        return new AlsSeries(input, resources);
    }

    @Override
    public SearchSpace searchSpace() {
        return AlsParameters.SEARCH_SPACE;
    }

    @Override
    public String kind() {
        return FactorModel.KIND;
    }

    @Override
    public FactorModel open(Path file, Verification verification) throws IOException {
        return FactorModel.open(file, verification);
    }
}
