package dev.recommender.toy;

import dev.recommender.ModelFormatException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.Verification;
import dev.recommender.models.RankedModel;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Recommends what is popular in the categories of the items that a user took: an outside algorithm, by the public SPI
 * alone.
 */
public final class CategoryPopularity implements Algorithm {
    static final String NAME = "category-popularity";
    static final String KIND = "CATP";

    static final Parameter<Integer> MIN_USERS = Parameter.whole(
            "minUsers", 1, 1_000_000, 1, "How many users must have taken an item for it to be recommended.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "What is popular in the categories of what a user took.";
    }

    @Override
    public ParameterSpec parameters() {
        return ParameterSpec.of(MIN_USERS);
    }

    @Override
    public ModelTrainer<RankedModel> trainer(Parameters parameters, TrainingResources resources) {
        return new CategoryTrainer(parameters().complete(parameters));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public RankedModel open(Path file, Verification verification) throws IOException {
        RankedModel model = RankedModel.open(file, verification, KIND, CategoryScorer::new);
        if (model.content().limit() != Integer.BYTES) {
            model.close();
            throw new ModelFormatException.Corrupt(file.toString(), "no smallest number of users");
        }
        return model;
    }
}
