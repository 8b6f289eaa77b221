package dev.recommender.internal.worker;

import dev.recommender.Catalog;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.RecommenderException;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.service.compat.RetiredParameters;
import dev.recommender.service.compat.RetiredStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates a model as the retired service did: five recommendations for each user of the evaluation's events, from what
 * the user did in training. A model that holds no histories is given those of these users.
 */
final class ModelEvaluation {
    private static final Logger LOG = LoggerFactory.getLogger(ModelEvaluation.class);

    private final RetiredParameters parameters;
    private final Optional<Catalog> catalog;
    private final TrainingWatch watch;
    private final int threads;

    ModelEvaluation(RetiredParameters parameters, Optional<Catalog> catalog, TrainingWatch watch, int threads) {
        this.parameters = parameters;
        this.catalog = catalog;
        this.watch = watch;
        this.threads = threads;
    }

    /** What comes of it; events that cannot be evaluated with leave the metrics out, and are no failure. */
    RetiredStatistics.Measured measure(TrainedModel model, UsageEvents train, UsageEvents test) throws IOException {
        watch.step("Parsing Evaluation Usage Events Files");
        Map<String, List<Seed>> histories = new HashMap<>();
        ParsingReport report;
        try {
            report = known(test).forEach((user, item, time, type, weight) -> {
                histories.computeIfAbsent(user.toString(), id -> new ArrayList<>());
                return true;
            });
        } catch (ParsingException e) {
            LOG.warn("The model is not evaluated: {}", e.getMessage());
            return RetiredStatistics.Measured.of(Duration.ZERO, e.report(), Optional.empty());
        }
        watch.step("Evaluating Trained Model");
        long start = System.nanoTime();
        Optional<Evaluation> evaluation = Optional.empty();
        try {
            evaluation = Optional.of(Evaluator.create()
                    .cutoffs(1, 2, 3, 4, 5)
                    .withoutBootstrap()
                    .query(parameters.applyTo(Query.popular()))
                    .threads(threads)
                    .evaluate(new Watched(recommender(model, train, histories)), known(train), known(test)));
        } catch (RecommenderException e) {
            watch.check();
            LOG.warn("The model is not evaluated: {}", e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return RetiredStatistics.Measured.of(Duration.ofNanos(System.nanoTime() - start), report, evaluation);
    }

    private Recommender recommender(TrainedModel model, UsageEvents train, Map<String, List<Seed>> histories)
            throws IOException {
        if (parameters.enableUserToItemRecommendations()) {
            return model.recommender();
        }
        known(train).forEach((user, item, time, type, weight) -> {
            List<Seed> history = histories.get(user.toString());
            if (history != null) {
                Seed seed = Seed.of(item.toString()).type(type);
                seed = time == UsageEvents.NO_TIME ? seed : seed.at(Instant.ofEpochMilli(time));
                history.add(Double.isNaN(weight) ? seed : seed.weight(weight));
            }
            return true;
        });
        return model.recommender(
                user -> Optional.ofNullable(histories.get(user)).filter(history -> !history.isEmpty()));
    }

    /** The events of items that the catalog has, if there is one; ends when the training is to be given up. */
    private UsageEvents known(UsageEvents events) {
        return sink -> events.forEach((user, item, time, type, weight) -> {
            watch.check();
            boolean taken =
                    catalog.isEmpty() || catalog.get().item(item.toString()).isPresent();
            return taken && sink.event(user, item, time, type, weight);
        });
    }

    /** A recommender that ends when the training is to be given up. */
    private final class Watched implements Recommender {
        private final Recommender recommender;

        Watched(Recommender recommender) {
            this.recommender = recommender;
        }

        @Override
        public Recommendations recommend(Query query) {
            watch.check();
            return recommender.recommend(query);
        }

        @Override
        public OptionalDouble predict(String user, String item) {
            watch.check();
            return recommender.predict(user, item);
        }

        @Override
        public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
            return recommender.recommendAll(users, query, (user, list) -> {
                watch.check();
                sink.accept(user, list);
            });
        }
    }
}
