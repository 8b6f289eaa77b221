package dev.recommender.evaluation;

import dev.recommender.ModelTrainer;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import java.util.List;
import java.util.Map;

/**
 * What was asked of one model.
 *
 * @param ratings the rating metrics
 * @param parameters how it was trained; empty if that is not known
 */
record Subject(Measurement measurement, List<Evaluation.Score> ratings, Map<String, String> parameters) {
    static Subject train(TestSet test, ModelTrainer<?> trainer) {
        try (TrainedModel model = trainer.train(test.training()).model()) {
            return ask(test, model.recommender(), model.metadata().parameters().toText());
        }
    }

    static Subject ask(TestSet test, Recommender recommender) {
        return ask(test, recommender, Map.of());
    }

    private static Subject ask(TestSet test, Recommender recommender, Map<String, String> parameters) {
        return new Subject(test.measure(recommender), Ratings.measure(test, recommender), parameters);
    }
}
