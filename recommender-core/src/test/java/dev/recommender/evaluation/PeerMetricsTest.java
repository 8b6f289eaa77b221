package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Numbers that the unit tests of the Python package expect, on their own small inputs. */
class PeerMetricsTest {
    private static final Percentage EXPECTED = Percentage.withPercentage(0.01);
    private static final Offset<Double> PRINTED = within(5e-6);

    private static final UsageEvents TRUTH = events(
            "1 3 3, 1 1 5, 1 2 4, 2 1 5, 2 4 5, 2 5 3, 2 6 3, 2 7 1, 3 2 5, 3 5 5, 3 6 5, 3 8 4, 3 9 4, 3 10 3, 3 11 3,"
                    + " 3 12 3, 3 13 2, 3 14 1");
    private static final TableRecommender PREDICTIONS = table(
            "1 12 12, 1 3 14, 1 10 13, 2 10 14, 2 3 13, 2 5 12, 2 11 11, 2 13 10, 3 4 14, 3 10 13, 3 7 12, 3 13 11,"
                    + " 3 1 10, 3 3 9, 3 5 8, 3 2 7, 3 11 6, 3 14 5");

    private static final UsageEvents TRAIN = events("1 1 1, 1 2 1, 1 4 1, 2 3 1, 2 4 1, 3 3 1, 3 4 1, 3 5 1");
    private static final TableRecommender LISTS = table("1 3 2, 1 5 1, 2 2 2, 2 5 1, 3 1 2, 3 2 1");
    private static final UsageEvents RELEVANT = events("1 3 1, 2 2 1, 2 5 1, 3 1 1");

    @Test
    void rankingMetricsAreThePeers() {
        Evaluation evaluation = evaluator().cutoffs(3, 5, 10).evaluate(PREDICTIONS, TRUTH);

        assertThat(evaluation.value(Metric.NDCG, 10)).isCloseTo(0.38172, EXPECTED);
        assertThat(evaluation.value(Metric.MAP, 10)).isCloseTo(0.23613, EXPECTED);
        assertThat(evaluation.value(Metric.MAP_AT_K, 10)).isCloseTo(0.23613, EXPECTED);
        assertThat(evaluation.value(Metric.PRECISION, 10)).isCloseTo(0.26666, EXPECTED);
        assertThat(evaluation.value(Metric.RECALL, 10)).isCloseTo(0.37777, EXPECTED);
        assertThat(evaluation.value(Metric.R_PRECISION, 3)).isCloseTo(0.21111, EXPECTED);
        assertThat(evaluation.value(Metric.R_PRECISION, 5)).isCloseTo(0.24444, EXPECTED);
        assertThat(evaluation.value(Metric.R_PRECISION, 10)).isCloseTo(0.37777, EXPECTED);
    }

    @Test
    void ratingMetricsAreThePeers() {
        Evaluation evaluation = evaluator().measureRatings(3).evaluate(PREDICTIONS, TRUTH);

        assertThat(evaluation.value(Metric.RMSE)).isCloseTo(7.254309, EXPECTED);
        assertThat(evaluation.value(Metric.MAE)).isCloseTo(6.375, EXPECTED);
        assertThat(evaluation.value(Metric.R_SQUARED)).isCloseTo(-31.699029, EXPECTED);
        assertThat(evaluation.value(Metric.EXPLAINED_VARIANCE)).isCloseTo(-6.4466, EXPECTED);
        assertThat(evaluation.value(Metric.RATING_AUC)).isCloseTo(0.75, EXPECTED);
        assertThat(evaluation.value(Metric.LOG_LOSS)).isCloseTo(0.7835, EXPECTED);
    }

    @Test
    void predictingTheTruthIsPerfect() {
        TableRecommender itself = new TableRecommender();
        TestEvents.list(TRUTH)
                .forEach(event ->
                        itself.put(event.user(), event.item(), event.weight().orElseThrow()));

        Evaluation evaluation = evaluator().gain(Gain.EXPONENTIAL).cutoffs(10).evaluate(itself, TRUTH);

        assertThat(evaluation.value(Metric.NDCG, 10)).isEqualTo(1);
        assertThat(evaluation.value(Metric.MAP, 10)).isEqualTo(1);
        assertThat(evaluation.value(Metric.PRECISION, 10)).isCloseTo(0.6, EXPECTED);
        assertThat(evaluation.value(Metric.RECALL, 10)).isEqualTo(1);
    }

    @Test
    void gainsByWeightFollowTheTextbook() {
        TableRecommender list = new TableRecommender().list("u", "a", "b", "c", "d", "e", "f");

        Evaluation evaluation = evaluator()
                .gain(Gain.WEIGHT)
                .relevantFrom(0)
                .cutoffs(6)
                .evaluate(list, events("u a 3, u b 2, u c 3, u d 0, u e 1, u f 2, u g 3, u h 2"));

        assertThat(evaluation.value(Metric.NDCG, 6)).isCloseTo(0.785, within(5e-4));
    }

    @Test
    void metricsBeyondAccuracyAreThePeers() {
        Evaluation evaluation = evaluator().cutoffs(2).evaluate(LISTS, TRAIN, RELEVANT);

        assertThat(evaluation.value(Metric.CATALOG_COVERAGE, 2)).isCloseTo(0.8, EXPECTED);
        assertThat(evaluation.value(Metric.DISTRIBUTIONAL_COVERAGE, 2)).isCloseTo(1.9183, EXPECTED);
        assertThat(evaluation.value(Metric.NOVELTY, 2)).isCloseTo(2.83333, EXPECTED);
        assertThat(evaluation.value(Metric.DIVERSITY, 2)).isCloseTo(0.43096, EXPECTED);
        assertThat(evaluation.value(Metric.SERENDIPITY, 2)).isCloseTo(0.43408, PRINTED);
    }

    @Test
    void similarityByFeaturesIsThePeers() {
        Catalog catalog = Catalog.of(List.of(
                CatalogItem.of("1").feature("f", "2", "3"),
                CatalogItem.of("2").feature("f", "2", "4"),
                CatalogItem.of("3").feature("f", "3", "4"),
                CatalogItem.of("4").feature("f", "3", "5"),
                CatalogItem.of("5").feature("f", "4", "5")));

        Evaluation evaluation =
                evaluator().cutoffs(2).similarByFeatures(catalog).evaluate(LISTS, TRAIN, RELEVANT);

        assertThat(evaluation.value(Metric.DIVERSITY, 2)).isCloseTo(0.5, EXPECTED);
        assertThat(evaluation.value(Metric.SERENDIPITY, 2)).isCloseTo(0.4028, within(5e-5));
    }

    @Test
    void aSingleItemIsNoNews() {
        Evaluation evaluation = evaluator().cutoffs(1).evaluate(table("2 1 1"), events("1 1 1"), events("2 1 1"));

        assertThat(evaluation.value(Metric.NOVELTY, 1)).isZero();
        assertThat(evaluation.value(Metric.DISTRIBUTIONAL_COVERAGE, 1)).isZero();
    }

    private static Evaluator evaluator() {
        return Evaluator.create().averagedOver(AveragedOver.PEER).withoutBootstrap();
    }

    private static UsageEvents events(String triples) {
        List<UsageEvent> events = new ArrayList<>();
        for (String triple : triples.split(", *")) {
            String[] fields = triple.split(" ");
            events.add(UsageEvent.of(fields[0], fields[1]).weight(Double.parseDouble(fields[2])));
        }
        return UsageEvents.of(events);
    }

    private static TableRecommender table(String triples) {
        TableRecommender table = new TableRecommender();
        for (String triple : triples.split(", *")) {
            String[] fields = triple.split(" ");
            table.put(fields[0], fields[1], Double.parseDouble(fields[2]));
        }
        return table;
    }
}
