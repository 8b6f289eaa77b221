package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.Recommender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/** One evaluation of one recommender. */
final class EvaluationRun {
    private final Options options;
    private final TestSet test;
    private final Optional<Catalog> catalog;

    EvaluationRun(Options options, TestSet test, Optional<Catalog> catalog) {
        this.options = options;
        this.test = test;
        this.catalog = catalog;
    }

    Evaluation evaluate(Recommender recommender, String splitDescription, Map<String, String> modelParameters) {
        List<Measurement> measurements = measure(recommender);
        Measurement model = measurements.get(0);
        Optional<Measurement> popular = measurements.size() > 1 ? Optional.of(measurements.get(1)) : Optional.empty();
        List<Series> gains = popular.map(baseline -> gains(model, baseline)).orElse(List.of());

        List<Series> all = new ArrayList<>(model.series());
        popular.ifPresent(baseline -> all.addAll(baseline.series()));
        all.addAll(gains);
        double[][] values = all.stream().map(Series::values).toArray(double[][]::new);
        List<Optional<Evaluation.Interval>> intervals = new Bootstrap(
                        options.bootstrapSamples, options.bootstrapSeed, options.confidence)
                .intervals(values, options.threads);

        int modelEnd = model.series().size();
        int gainStart = all.size() - gains.size();
        return new Evaluation(
                options.describe(splitDescription),
                modelParameters,
                test.counts(),
                model.outcome("model", intervals.subList(0, modelEnd), ratings(recommender)),
                popular.map(
                        baseline -> baseline.outcome("popularity", intervals.subList(modelEnd, gainStart), List.of())),
                Series.scores(gains, intervals.subList(gainStart, all.size())));
    }

    /** All lists are made before any is measured, so that both measurements know the same items. */
    private List<Measurement> measure(Recommender recommender) {
        List<RecommendedLists> lists = new ArrayList<>();
        lists.add(RecommendedLists.of(recommender, test, options));
        if (options.baseline) {
            lists.add(RecommendedLists.ofPopular(test, options, new PopularItems(test, options.query, catalog)));
        }
        return lists.stream().map(each -> Measurement.of(test, options, each)).toList();
    }

    private static List<Series> gains(Measurement model, Measurement baseline) {
        List<Series> gains = new ArrayList<>();
        for (Series ours : model.series()) {
            for (Series theirs : baseline.series()) {
                if (ours.sameNumberAs(theirs)) {
                    Series gain = ours.minus(theirs);
                    if (!Double.isNaN(gain.mean())) {
                        gains.add(gain);
                    }
                }
            }
        }
        return gains;
    }

    private List<Evaluation.Score> ratings(Recommender recommender) {
        if (options.likedFrom.isEmpty()) {
            return List.of();
        }
        double likedFrom = options.likedFrom.getAsDouble();
        DoubleStream.Builder given = DoubleStream.builder();
        DoubleStream.Builder predicted = DoubleStream.builder();
        test.forEachRating((user, item, rating) -> {
            OptionalDouble score = recommender.predict(user, item);
            if (score.isPresent()) {
                given.add(rating);
                predicted.add(score.getAsDouble());
            }
        });
        double[] ratings = given.build().toArray();
        double[] scores = predicted.build().toArray();
        boolean[] liked = new boolean[ratings.length];
        for (int at = 0; at < liked.length; at++) {
            liked[at] = ratings[at] >= likedFrom;
        }
        List<Evaluation.Score> measured = new ArrayList<>();
        add(measured, Metric.RMSE, Ratings.rmse(ratings, scores));
        add(measured, Metric.MAE, Ratings.mae(ratings, scores));
        add(measured, Metric.R_SQUARED, Ratings.rSquared(ratings, scores));
        add(measured, Metric.EXPLAINED_VARIANCE, Ratings.explainedVariance(ratings, scores));
        add(measured, Metric.RATING_AUC, Ratings.auc(liked, scores));
        add(measured, Metric.LOG_LOSS, Ratings.logLoss(liked, Ratings.scaled(scores)));
        return measured;
    }

    private static void add(List<Evaluation.Score> scores, Metric metric, double value) {
        if (!Double.isNaN(value)) {
            scores.add(new Evaluation.Score(metric, OptionalInt.empty(), value, Optional.empty()));
        }
    }
}
