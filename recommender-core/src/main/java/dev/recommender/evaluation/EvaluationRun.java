package dev.recommender.evaluation;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** One evaluation of one recommender, or of two that are compared. */
final class EvaluationRun {
    private final TestSet test;
    private final Options options;

    EvaluationRun(TestSet test) {
        this.test = test;
        this.options = test.options;
    }

    Evaluation evaluate(Subject subject, Optional<Subject> rival) {
        Figures model = Figures.of(subject.measurement());
        Optional<Figures> popular = options.popularity && test.hasTraining()
                ? Optional.of(Figures.of(test.popularity()))
                : Optional.empty();
        Optional<Figures> against = rival.map(other -> Figures.of(other.measurement()));
        List<Series> gains = popular.map(other -> Series.paired(model.series(), other.series()))
                .orElse(List.of());
        List<Series> differences = against.map(other -> Series.paired(model.series(), other.series()))
                .orElse(List.of());

        List<Series> all = new ArrayList<>(model.allSeries());
        popular.ifPresent(other -> all.addAll(other.allSeries()));
        against.ifPresent(other -> all.addAll(other.allSeries()));
        all.addAll(gains);
        all.addAll(differences);
        Estimates estimates = estimates(all);

        return new Evaluation(
                options.describe(test.split()),
                subject.provenance(),
                test.notes(),
                test.counts(),
                model.outcome("model", estimates::scores, scores(subject)),
                popular.map(other -> other.outcome("popularity", estimates::scores, List.of())),
                estimates.differences(gains),
                subject.ratings().map(this::predictions),
                rival.map(other -> new Evaluation.Comparison(
                        against.orElseThrow().outcome("against", estimates::scores, scores(other)),
                        other.provenance(),
                        differences(estimates.differences(differences), subject, other))));
    }

    private static List<Evaluation.Score> scores(Subject subject) {
        return subject.ratings().map(PredictedRatings::scores).orElse(List.of());
    }

    private static List<Evaluation.Difference> differences(
            List<Evaluation.Difference> ofLists, Subject subject, Subject other) {
        List<Evaluation.Difference> all = new ArrayList<>(ofLists);
        subject.ratings().ifPresent(ratings -> other.ratings().ifPresent(others -> all.addAll(ratings.minus(others))));
        return all;
    }

    private Evaluation.Predictions predictions(PredictedRatings ratings) {
        Optional<PredictedRatings> means = ratings.byItemMeans(test);
        return new Evaluation.Predictions(
                ratings.count(),
                ratings.predictedCount(),
                means.map(others -> others.errors(ratings)).orElse(List.of()),
                means.map(ratings::minus).orElse(List.of()));
    }

    private Estimates estimates(List<Series> series) {
        double[][] values = series.stream().map(Series::values).toArray(double[][]::new);
        List<Bootstrap.Estimate> estimates = options.bootstrap().estimates(values, options.threads);
        IdentityHashMap<Series, Bootstrap.Estimate> found = new IdentityHashMap<>();
        for (int number = 0; number < values.length; number++) {
            found.put(series.get(number), estimates.get(number));
        }
        return new Estimates(found);
    }

    /** What resampling says of each series. */
    private record Estimates(IdentityHashMap<Series, Bootstrap.Estimate> found) {
        List<Evaluation.Score> scores(List<Series> series) {
            return Series.scores(series, of(series));
        }

        List<Evaluation.Difference> differences(List<Series> series) {
            return Series.differences(series, of(series));
        }

        private List<Bootstrap.Estimate> of(List<Series> series) {
            return series.stream().map(found::get).toList();
        }
    }
}
