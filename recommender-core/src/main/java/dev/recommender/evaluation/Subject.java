package dev.recommender.evaluation;

import dev.recommender.ModelMetadata;
import dev.recommender.ModelTrainer;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.models.Models;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked of one model.
 *
 * @param ratings what it predicts of ratings, if these are measured
 * @param provenance how it was trained
 */
record Subject(Measurement measurement, Optional<PredictedRatings> ratings, Evaluation.Provenance provenance) {
    static Subject train(TestSet test, ModelTrainer<?> trainer) {
        try (TrainedModel model = trainer.train(test.training()).model()) {
            return ask(test, model);
        }
    }

    static Subject ask(TestSet test, TrainedModel model) {
        ModelMetadata metadata = model.metadata();
        return ask(
                test,
                model.recommender(),
                new Evaluation.Provenance(
                        metadata.algorithm(), Models.text(metadata.algorithm(), metadata.parameters())));
    }

    static Subject ask(TestSet test, Recommender recommender) {
        return ask(test, recommender, new Evaluation.Provenance(Optional.empty(), Map.of()));
    }

    private static Subject ask(TestSet test, Recommender recommender, Evaluation.Provenance provenance) {
        return new Subject(test.measure(recommender), PredictedRatings.of(test, recommender), provenance);
    }
}
