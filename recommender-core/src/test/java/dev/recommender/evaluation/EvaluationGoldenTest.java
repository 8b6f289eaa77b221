package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Goldens;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares with what the Python package computes of the same truth and predictions, in its own denominators. */
class EvaluationGoldenTest {
    private static final Offset<Double> SAME = within(1e-12);
    private static final Map<String, Metric> PEER_NAMES = Map.of(
            "map", Metric.MAP,
            "map_at_k", Metric.MAP_AT_K,
            "precision_at_k", Metric.PRECISION,
            "recall_at_k", Metric.RECALL,
            "r_precision_at_k", Metric.R_PRECISION,
            "ndcg_at_k", Metric.NDCG,
            "rmse", Metric.RMSE,
            "mae", Metric.MAE,
            "rsquared", Metric.R_SQUARED,
            "exp_var", Metric.EXPLAINED_VARIANCE);

    @TestFactory
    List<DynamicTest> everyMetricIsThePeers() throws IOException {
        UsageEvents truth = events("eval/true.csv");
        TableRecommender predictions = table("eval/pred.csv");
        Map<Gain, Evaluation> byGain = new HashMap<>();
        for (Gain gain : Gain.values()) {
            byGain.put(
                    gain,
                    peer().gain(gain).cutoffs(1, 3, 5, 10, 20).measureRatings(3).evaluate(predictions, truth));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] row : rows("eval/metrics.csv")) {
            Metric metric = row[0].equals("auc") ? Metric.RATING_AUC : PEER_NAMES.get(row[0]);
            double expected = Double.parseDouble(row[row.length - 1]);
            // Cutting at a "threshold" while dividing by another k is the peer's own idea; logloss is tested below.
            if (metric != null && !row[2].startsWith("by_threshold")) {
                Evaluation evaluation = Objects.requireNonNull(byGain.get(gain(row[2])));
                OptionalInt cutoff = row[1].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row[1]));
                tests.add(DynamicTest.dynamicTest(
                        row[0] + " " + row[1] + " " + row[2],
                        () -> assertThat(evaluation
                                        .model()
                                        .find(metric, cutoff)
                                        .orElseThrow()
                                        .value())
                                .isCloseTo(expected, SAME)));
            }
        }
        assertThat(tests).hasSize(60);
        return tests;
    }

    @Test
    void logLossIsThePeers() throws IOException {
        TableRecommender predictions = table("eval/pred.csv");
        List<Double> scores = new ArrayList<>();
        List<Boolean> liked = new ArrayList<>();
        TestEvents.list(events("eval/true.csv"))
                .forEach(event -> predictions
                        .predict(event.user(), event.item())
                        .ifPresent(score -> {
                            scores.add(score / 5);
                            liked.add(event.weight().orElseThrow() >= 3);
                        }));
        boolean[] labels = new boolean[liked.size()];
        for (int at = 0; at < labels.length; at++) {
            labels[at] = liked.get(at);
        }

        assertThat(Ratings.logLoss(
                        labels, scores.stream().mapToDouble(score -> score).toArray()))
                .isCloseTo(0.9682282530047347, SAME);
    }

    @Test
    void metricsBeyondAccuracyAreThePeers() throws IOException {
        TableRecommender lists = table("eval/div_reco.csv");
        UsageEvents everything = recommended("eval/div_reco.csv", 0);

        Evaluation evaluation =
                peer().cutoffs(100).relevantFrom(0).evaluate(lists, events("eval/div_train.csv"), everything);

        Map<String, Double> golden = values("eval/div_metrics.csv");
        assertThat(evaluation.value(Metric.CATALOG_COVERAGE, 100)).isCloseTo(golden.get("catalog_coverage"), SAME);
        assertThat(evaluation.value(Metric.DISTRIBUTIONAL_COVERAGE, 100))
                .isCloseTo(golden.get("distributional_coverage"), SAME);
        assertThat(evaluation.value(Metric.NOVELTY, 100)).isCloseTo(golden.get("novelty"), SAME);
        assertThat(evaluation.value(Metric.DIVERSITY, 100)).isCloseTo(golden.get("diversity"), SAME);
        assertThat(evaluation.value(Metric.UNEXPECTEDNESS, 100))
                .isCloseTo(golden.get("serendipity(relevance all 1)"), SAME);
    }

    @Test
    void serendipityIsThePeersForUsersWithSomethingRelevant() throws IOException {
        TableRecommender lists = table("eval/div_reco.csv");
        UsageEvents relevant = recommended("eval/div_reco.csv", 1);

        Evaluation evaluation = peer().cutoffs(100).evaluate(lists, events("eval/div_train.csv"), relevant);

        // Users without a relevant recommendation are none of our test users; their serendipity is 0.
        Map<String, Double> perUser = values("eval/div_user_serendipity.csv");
        assertThat(evaluation.value(Metric.SERENDIPITY, 100)
                        * evaluation.counts().users())
                .isCloseTo(perUser.values().stream().mapToDouble(value -> value).sum(), SAME);
    }

    private static Evaluator peer() {
        return Evaluator.create().averagedOver(AveragedOver.PEER).withoutBootstrap();
    }

    private static Gain gain(String variant) {
        return variant.startsWith("raw") ? Gain.WEIGHT : variant.startsWith("exp") ? Gain.EXPONENTIAL : Gain.BINARY;
    }

    private static UsageEvents events(String file) throws IOException {
        return UsageEvents.of(rows(file).stream()
                .map(row -> {
                    UsageEvent event = UsageEvent.of(row[0], row[1]);
                    return row.length > 2 ? event.weight(Double.parseDouble(row[2])) : event;
                })
                .toList());
    }

    private static UsageEvents recommended(String file, double minimum) throws IOException {
        return UsageEvents.of(rows(file).stream()
                .filter(row -> Double.parseDouble(row[2]) >= minimum)
                .map(row -> UsageEvent.of(row[0], row[1]))
                .toList());
    }

    private static TableRecommender table(String file) throws IOException {
        TableRecommender table = new TableRecommender();
        rows(file).forEach(row -> table.put(row[0], row[1], Double.parseDouble(row[2])));
        return table;
    }

    private static Map<String, Double> values(String file) throws IOException {
        Map<String, Double> values = new HashMap<>();
        rows(file).forEach(row -> values.put(row[0], Double.valueOf(row[1])));
        return values;
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(Goldens.path(file)).stream()
                .skip(1)
                .map(line -> line.split(",(?! )", -1))
                .toList();
    }
}
