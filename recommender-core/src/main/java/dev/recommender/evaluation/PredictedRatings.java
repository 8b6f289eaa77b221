package dev.recommender.evaluation;

import dev.recommender.Recommender;
import dev.recommender.RecommenderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The ratings of test events beside what is predicted of them; not a number where nothing is. Immutable. */
final class PredictedRatings {
    private static final OptionalInt NO_CUTOFF = OptionalInt.empty();

    private final Options options;
    private final int[] users;
    private final int[] items;
    private final double[] given;
    private final double[] predicted;

    private PredictedRatings(Options options, int[] users, int[] items, double[] given, double[] predicted) {
        this.options = options;
        this.users = users;
        this.items = items;
        this.given = given;
        this.predicted = predicted;
    }

    /**
     * What a recommender predicts of the test events with a weight of their own.
     *
     * @return empty unless ratings are to be measured
     * @throws RecommenderException if there are none
     */
    static Optional<PredictedRatings> of(TestSet test, Recommender recommender) {
        if (!test.options.ratings) {
            return Optional.empty();
        }
        String[] userIds = test.data().events.userIds();
        String[] itemIds = test.data().events.itemIds();
        IntStream.Builder users = IntStream.builder();
        IntStream.Builder items = IntStream.builder();
        DoubleStream.Builder given = DoubleStream.builder();
        DoubleStream.Builder predicted = DoubleStream.builder();
        test.forEachRating(Events.TEST, (user, item, rating) -> {
            users.add(user);
            items.add(item);
            given.add(rating);
            OptionalDouble score = recommender.predict(userIds[user], itemIds[item]);
            predicted.add(score.orElse(Double.NaN));
        });
        PredictedRatings ratings = new PredictedRatings(
                test.options,
                users.build().toArray(),
                items.build().toArray(),
                given.build().toArray(),
                predicted.build().toArray());
        if (ratings.given.length == 0) {
            throw new RecommenderException(
                    "ratings cannot be measured, since no test event has a weight of its own, which"
                            + " is its rating; name the column of ratings, or do not measure them");
        }
        return Optional.of(ratings);
    }

    /**
     * The same ratings, predicted by the mean of the item's training ratings; by the mean of all, if the item has none.
     *
     * @return empty if no training event has a rating
     */
    Optional<PredictedRatings> byItemMeans(TestSet test) {
        int count = test.data().events.itemCount();
        double[] sums = new double[count];
        int[] counts = new int[count];
        test.forEachRating(Events.TRAIN, (user, item, rating) -> {
            sums[item] += rating;
            counts[item]++;
        });
        long all = Arrays.stream(counts).asLongStream().sum();
        if (all == 0) {
            return Optional.empty();
        }
        double mean = Arrays.stream(sums).sum() / all;
        double[] means = new double[given.length];
        for (int at = 0; at < means.length; at++) {
            int item = items[at];
            means[at] = counts[item] == 0 ? mean : sums[item] / counts[item];
        }
        return Optional.of(new PredictedRatings(options, users, items, given, means));
    }

    /** How many ratings there are. */
    int count() {
        return given.length;
    }

    /** How many of them something is predicted of. */
    int predictedCount() {
        return (int)
                Arrays.stream(predicted).filter(score -> !Double.isNaN(score)).count();
    }

    /** All metrics of ratings, over those that something is predicted of; empty if there are none. */
    List<Evaluation.Score> scores() {
        int[] places = places(this);
        if (places.length == 0) {
            return List.of();
        }
        double[] ratings = at(places, given);
        double[] scores = at(places, predicted);
        List<Evaluation.Score> measured = new ArrayList<>(errors(this));
        add(measured, Metric.R_SQUARED, Ratings.rSquared(ratings, scores));
        add(measured, Metric.EXPLAINED_VARIANCE, Ratings.explainedVariance(ratings, scores));
        if (options.likedFrom.isPresent()) {
            boolean[] liked = new boolean[ratings.length];
            for (int at = 0; at < liked.length; at++) {
                liked[at] = ratings[at] >= options.likedFrom.getAsDouble();
            }
            add(measured, Metric.RATING_AUC, Ratings.auc(liked, scores));
            add(measured, Metric.LOG_LOSS, Ratings.logLoss(liked, Ratings.scaled(scores)));
        }
        return measured;
    }

    private static void add(List<Evaluation.Score> scores, Metric metric, double value) {
        if (!Double.isNaN(value)) {
            scores.add(new Evaluation.Score(metric, NO_CUTOFF, value, Optional.empty()));
        }
    }

    /** Root mean squared and mean absolute error, over the ratings that something is predicted of here and by another. */
    List<Evaluation.Score> errors(PredictedRatings other) {
        int[] places = places(other);
        if (places.length == 0) {
            return List.of();
        }
        UserErrors own = new UserErrors(places, predicted);
        List<Bootstrap.Estimate> estimates =
                options.bootstrap().estimates(own.counts.length, List.of(own::rmse, own::mae), options.threads);
        double[] ratings = at(places, given);
        double[] scores = at(places, predicted);
        return List.of(
                new Evaluation.Score(
                        Metric.RMSE,
                        NO_CUTOFF,
                        Ratings.rmse(ratings, scores),
                        estimates.get(0).interval()),
                new Evaluation.Score(
                        Metric.MAE,
                        NO_CUTOFF,
                        Ratings.mae(ratings, scores),
                        estimates.get(1).interval()));
    }

    /** These errors less those of another, over the ratings that both predict something of. */
    List<Evaluation.Difference> minus(PredictedRatings other) {
        List<Evaluation.Score> own = errors(other);
        List<Evaluation.Score> others = other.errors(this);
        int[] places = places(other);
        UserErrors left = new UserErrors(places, predicted);
        UserErrors right = new UserErrors(places, other.predicted);
        List<ToDoubleFunction<int[]>> figures =
                List.of(times -> left.rmse(times) - right.rmse(times), times -> left.mae(times) - right.mae(times));
        List<Bootstrap.Estimate> estimates =
                options.bootstrap().estimates(left.counts.length, figures, options.threads);
        List<Evaluation.Difference> differences = new ArrayList<>();
        for (int at = 0; at < own.size(); at++) {
            differences.add(new Evaluation.Difference(
                    own.get(at).metric(),
                    NO_CUTOFF,
                    own.get(at).value() - others.get(at).value(),
                    estimates.get(at).interval(),
                    estimates.get(at).pValue()));
        }
        return differences;
    }

    private int[] places(PredictedRatings other) {
        return IntStream.range(0, given.length)
                .filter(at -> !Double.isNaN(predicted[at]) && !Double.isNaN(other.predicted[at]))
                .toArray();
    }

    private static double[] at(int[] places, double[] values) {
        return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
    }

    /** Errors summed by user, so that users can be drawn. */
    private final class UserErrors {
        private final double[] squares;
        private final double[] absolutes;
        private final double[] counts;

        UserErrors(int[] places, double[] scores) {
            int[] drawn = Arrays.stream(places)
                    .map(place -> users[place])
                    .distinct()
                    .sorted()
                    .toArray();
            this.squares = new double[drawn.length];
            this.absolutes = new double[drawn.length];
            this.counts = new double[drawn.length];
            for (int place : places) {
                int user = Arrays.binarySearch(drawn, users[place]);
                double error = scores[place] - given[place];
                squares[user] += error * error;
                absolutes[user] += Math.abs(error);
                counts[user]++;
            }
        }

        double rmse(int[] times) {
            return Math.sqrt(sum(times, squares) / sum(times, counts));
        }

        double mae(int[] times) {
            return sum(times, absolutes) / sum(times, counts);
        }

        private static double sum(int[] times, double[] values) {
            double sum = 0;
            for (int user = 0; user < times.length; user++) {
                sum += times[user] * values[user];
            }
            return sum;
        }
    }
}
