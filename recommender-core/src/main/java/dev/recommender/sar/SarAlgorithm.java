package dev.recommender.sar;

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

/** SAR as an algorithm among others: what finds algorithms makes one. Trainers are made by {@link SarTrainer}. */
public final class SarAlgorithm implements Algorithm {
    static final String NAME = "sar";

    /** The algorithm, for code that looks algorithms up. */
    public SarAlgorithm() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Smart Adaptive Recommendations: items that the same users took are similar; recent ones count more.";
    }

    @Override
    public ParameterSpec parameters() {
        return SarParameters.SPEC;
    }

    @Override
    public SarTrainer trainer(Parameters parameters, TrainingResources resources) {
        return SarTrainer.of(parameters, resources);
    }

    @Override
    public TrainingSeries series(TrainingInput input, TrainingResources resources) {
        return new RowSeries(SarParameters.SPEC, given -> new SarTraining(SarOptions.of(given)), input, resources);
    }

    @Override
    public SearchSpace searchSpace() {
        return SarParameters.SEARCH_SPACE;
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
