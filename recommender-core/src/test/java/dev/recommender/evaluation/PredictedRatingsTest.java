package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.RecommenderException;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors of predicted ratings, beside those of the mean of the item, by the plainest code. */
class PredictedRatingsTest {
    private static final double SAME = 1e-12;
    private static final OptionalInt NONE = OptionalInt.empty();

    private final List<UsageEvent> train = new ArrayList<>();
    private final List<UsageEvent> test = new ArrayList<>();
    private final TableRecommender first = new TableRecommender();
    private final TableRecommender second = new TableRecommender();

    /** Ratings that are near what is predicted; some pairs are not predicted, and some items have no training rating. */
    private void draw(int seed, int users) {
        Random random = new Random(seed);
        for (int user = 0; user < users; user++) {
            train.add(UsageEvent.of("u" + user, "i" + random.nextInt(9)).weight(1 + random.nextInt(5)));
            for (int item = 0; item < 12; item++) {
                if (random.nextInt(3) > 0) {
                    continue;
                }
                double rating = 1 + random.nextInt(5);
                test.add(UsageEvent.of("u" + user, "j" + item).weight(rating));
                test.add(UsageEvent.of("u" + user, "i" + item).weight(rating));
                first.put("u" + user, "i" + item, rating + random.nextGaussian());
                if (random.nextInt(4) > 0) {
                    second.put("u" + user, "i" + item, rating + 1.5 * random.nextGaussian());
                }
            }
        }
        // Without a rating of its own, an event is none.
        test.add(UsageEvent.of("u0", "i0"));
        train.add(UsageEvent.of("u0", "i0"));
    }

    private record Rated(String user, double given, double predicted) {
        double square() {
            return (given - predicted) * (given - predicted);
        }
    }

    private List<Rated> predicted(TableRecommender recommender, TableRecommender other) {
        List<Rated> rated = new ArrayList<>();
        for (UsageEvent event : test) {
            if (event.weight().isPresent()
                    && recommender.predict(event.user(), event.item()).isPresent()
                    && other.predict(event.user(), event.item()).isPresent()) {
                rated.add(new Rated(
                        event.user(),
                        event.weight().getAsDouble(),
                        recommender.predict(event.user(), event.item()).getAsDouble()));
            }
        }
        return rated;
    }

    private TableRecommender itemMeans() {
        Map<String, List<Double>> byItem = new HashMap<>();
        List<Double> all = new ArrayList<>();
        for (UsageEvent event : train) {
            event.weight().ifPresent(rating -> {
                byItem.computeIfAbsent(event.item(), item -> new ArrayList<>()).add(rating);
                all.add(rating);
            });
        }
        TableRecommender means = new TableRecommender();
        first.scores()
                .forEach((user, items) ->
                        items.keySet().forEach(item -> means.put(user, item, mean(byItem.getOrDefault(item, all)))));
        return means;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double rmse(List<Rated> rated) {
        return Math.sqrt(rated.stream().mapToDouble(Rated::square).average().orElseThrow());
    }

    private static double mae(List<Rated> rated) {
        return rated.stream()
                .mapToDouble(each -> Math.abs(each.given - each.predicted))
                .average()
                .orElseThrow();
    }

    private TestSet testSet(Evaluator evaluator) {
        return evaluator.measureRatings().testSet(UsageEvents.of(train), UsageEvents.of(test));
    }

    @Test
    void errorsStandBesideThoseOfTheMeanOfTheItem() {
        draw(3, 40);
        Evaluation evaluation = testSet(Evaluator.create()).evaluate(first);
        List<Rated> own = predicted(first, first);
        List<Rated> means = predicted(itemMeans(), first);
        Evaluation.Predictions predictions = evaluation.predictions().orElseThrow();
        assertThat(predictions.ratings())
                .isEqualTo(test.stream()
                        .filter(event -> event.weight().isPresent())
                        .count());
        assertThat(predictions.predicted()).isEqualTo(own.size()).isLessThan((int) predictions.ratings());
        assertThat(evaluation.value(Metric.RMSE)).isCloseTo(rmse(own), within(SAME));
        assertThat(evaluation.value(Metric.MAE)).isCloseTo(mae(own), within(SAME));
        assertThat(value(predictions.itemMeans(), Metric.RMSE)).isCloseTo(rmse(means), within(SAME));
        assertThat(value(predictions.itemMeans(), Metric.MAE)).isCloseTo(mae(means), within(SAME));
        Difference difference = ReportText.difference(predictions.differences(), Metric.RMSE, NONE)
                .orElseThrow();
        assertThat(difference.value()).isCloseTo(rmse(own) - rmse(means), within(SAME));
        assertThat(difference.interval().orElseThrow().high()).isNegative();
        assertThat(evaluation.toString())
                .contains("  mean of item")
                .contains("predicted by the model, and measured")
                .endsWith(Verdict.ofRatings(evaluation).orElseThrow());
        assertThat(evaluation.toHtml()).contains("<th>mean of item</th>");
        assertThat(evaluation.toJson()).contains("\"itemMeans\"", "\"predicted\" : " + own.size());
        assertThat(evaluation.model().find(Metric.LOG_LOSS, NONE)).isEmpty();
    }

    /** The interval is that of resampled users, drawn by other code. */
    @Test
    @Tag("slow")
    void intervalsAreOfResampledUsers() {
        draw(4, 200);
        Evaluation evaluation = testSet(Evaluator.create().bootstrap(4_000, 1)).evaluate(first);
        Map<String, List<Rated>> byUser = new HashMap<>();
        predicted(first, first)
                .forEach(each -> byUser.computeIfAbsent(each.user, user -> new ArrayList<>())
                        .add(each));
        List<List<Rated>> users = byUser.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(Map.Entry::getValue)
                .toList();
        Random random = new Random(9);
        double[] drawn = new double[4_000];
        for (int sample = 0; sample < drawn.length; sample++) {
            List<Rated> all = new ArrayList<>();
            for (int at = 0; at < users.size(); at++) {
                all.addAll(users.get(random.nextInt(users.size())));
            }
            drawn[sample] = rmse(all);
        }
        Arrays.sort(drawn);
        Evaluation.Interval interval =
                evaluation.model().score(Metric.RMSE).interval().orElseThrow();
        double width = drawn[3_900] - drawn[100];
        assertThat(interval.low()).isCloseTo(drawn[100], within(0.08 * width));
        assertThat(interval.high()).isCloseTo(drawn[3_900], within(0.08 * width));
    }

    @Test
    void twoModelsAreComparedByTheRatingsThatBothPredict() {
        draw(5, 60);
        Evaluation evaluation = testSet(Evaluator.create()).compare(first, second);
        Difference difference = ReportText.difference(
                        evaluation.comparison().orElseThrow().differences(), Metric.RMSE, NONE)
                .orElseThrow();
        assertThat(difference.value())
                .isCloseTo(rmse(predicted(first, second)) - rmse(predicted(second, first)), within(SAME));
        Evaluation turned = testSet(Evaluator.create()).compare(second, first);
        Difference other = ReportText.difference(
                        turned.comparison().orElseThrow().differences(), Metric.RMSE, NONE)
                .orElseThrow();
        assertThat(other.value()).isEqualTo(-difference.value());
        assertThat(other.interval().orElseThrow().low())
                .isCloseTo(-difference.interval().orElseThrow().high(), within(SAME));
    }

    @Test
    void threadsChangeNothing() {
        draw(6, 50);
        assertThat(testSet(Evaluator.create().threads(1)).compare(first, second).toJson())
                .isEqualTo(testSet(Evaluator.create().threads(3))
                        .compare(first, second)
                        .toJson());
    }

    @Test
    void aModelThatPredictsNothingHasNoErrors() {
        draw(7, 20);
        Evaluation evaluation = testSet(Evaluator.create()).evaluate(new TableRecommender());
        assertThat(evaluation.model().find(Metric.RMSE, NONE)).isEmpty();
        assertThat(evaluation.model().find(Metric.R_SQUARED, NONE)).isEmpty();
        assertThat(evaluation.predictions().orElseThrow().predicted()).isZero();
        assertThat(evaluation.predictions().orElseThrow().itemMeans()).isEmpty();
    }

    @Test
    void aTestWithoutRatingsIsRefused() {
        train.add(UsageEvent.of("u0", "i0"));
        test.add(UsageEvent.of("u0", "i1"));
        TestSet unrated = testSet(Evaluator.create());
        assertThatThrownBy(() -> unrated.evaluate(first))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("no test event has a weight of its own")
                .hasMessageContaining("name the column of ratings");
    }

    private static double value(List<Score> scores, Metric metric) {
        return ReportText.find(scores, metric, NONE).orElseThrow().value();
    }
}
