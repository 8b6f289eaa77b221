package dev.recommender.service.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Split;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RetiredStatisticsTest {
    private final UsageEvents events = UsageEvents.of(events());

    @Test
    void theObjectHasTheServicesNames() throws IOException {
        Catalog catalog = Catalog.of(List.of(CatalogItem.of("i0"), CatalogItem.of("i1"), CatalogItem.of("never")));
        TrainingResult result = SarTrainer.create().train(events, catalog);
        JsonNode json = new ObjectMapper()
                .readTree(RetiredStatistics.of(result, Optional.empty()).toJson());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "totalDuration",
                        "trainingDuration",
                        "storingUserHistoryDuration",
                        "catalogParsing",
                        "usageEventsParsing",
                        "numberOfCatalogItems",
                        "numberOfUsageItems",
                        "numberOfUsers",
                        "catalogCoverage");
        assertThat(json.get("numberOfCatalogItems").asInt()).isEqualTo(3);
        assertThat(json.get("numberOfUsageItems").asInt()).isEqualTo(2);
        assertThat(json.get("catalogCoverage").asDouble()).isEqualTo(2 / 3.0);
        JsonNode unknown = json.get("usageEventsParsing").get("errors").get(0);
        assertThat(unknown.get("error").asText()).isEqualTo("UnknownItemId");
        assertThat(unknown.get("sample").get("line").asInt()).isPositive();
        assertThat(json.get("totalDuration").asText()).matches("\\d\\d:\\d\\d:\\d\\d(\\.\\d{7})?");
    }

    @Test
    void anEvaluationIsGivenAsPrecisionAndDiversity() throws IOException {
        SarTrainer trainer = SarTrainer.builder().supportThreshold(1).build();
        Evaluation evaluation = Evaluator.split(Split.stratified(0.7, 3))
                .cutoffs(1, 2, 3, 4, 5)
                .withoutBootstrap()
                .evaluate(trainer, events);
        JsonNode metrics = new ObjectMapper()
                .readTree(RetiredStatistics.of(
                                trainer.train(events),
                                Optional.of(RetiredStatistics.Measured.of(
                                        Duration.ofSeconds(3), ParsingReport.clean(9), Optional.of(evaluation))))
                        .toJson())
                .get("evaluation")
                .get("metrics");
        JsonNode precisions = metrics.get("precisionMetrics");
        assertThat(precisions).hasSize(5);
        double last = 0;
        for (int k = 1; k <= 5; k++) {
            JsonNode precision = precisions.get(k - 1);
            assertThat(precision.get("k").asInt()).isEqualTo(k);
            assertThat(precision.get("usersInTest").asInt()).isPositive();
            assertThat(precision.get("percentage").asDouble()).isBetween(last, 100.0);
            last = precision.get("percentage").asDouble();
        }
        double sum = 0;
        for (JsonNode bucket : metrics.get("diversityMetrics").get("percentileBuckets")) {
            sum += bucket.get("percentage").asDouble();
        }
        assertThat(sum).isBetween(99.9, 100.1);
    }

    @Test
    void ofTooManyFeatureWeightsTheHeaviestAreKept() throws IOException {
        Random random = new Random(2);
        Map<String, Double> weights = new LinkedHashMap<>();
        while (weights.size() < 5_000) {
            weights.put(
                    "a \"feature\" \u0001 " + "\u4F60".repeat(random.nextInt(40)) + weights.size(),
                    random.nextGaussian());
        }
        String text = with(weights).toJson();
        assertThat(text.length()).isBetween(81_000, 81_920);
        JsonNode json = new ObjectMapper().readTree(text);
        Map<String, Double> kept =
                new ObjectMapper().convertValue(json.get("catalogFeatureWeights"), new TypeReference<>() {});
        assertThat(weights).containsAllEntriesOf(kept);
        assertThat(json.get("catalogFeatureWeightsLeftOut").asInt()).isEqualTo(5_000 - kept.size());
        double lightest = kept.values().stream().mapToDouble(Math::abs).min().orElseThrow();
        weights.keySet().removeAll(kept.keySet());
        assertThat(weights.values()).allMatch(weight -> Math.abs(weight) <= lightest);

        assertThat(with(kept.entrySet().stream()
                                .limit(3)
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                        .toJson())
                .doesNotContain("LeftOut");
    }

    private static RetiredStatistics with(Map<String, Double> weights) {
        return new RetiredStatistics(
                "00:00:01",
                "00:00:01",
                "00:00:00",
                null,
                RetiredStatistics.Parsing.of(ParsingReport.clean(9), Duration.ZERO),
                null,
                1,
                1,
                null,
                null,
                weights,
                null);
    }

    @Test
    void timeSpansAreWrittenAsTheServiceDid() {
        assertThat(RetiredStatistics.timeSpan(Duration.ZERO)).isEqualTo("00:00:00");
        assertThat(RetiredStatistics.timeSpan(Duration.ofSeconds(3_723).plusNanos(1_500_000)))
                .isEqualTo("01:02:03.0015000");
        assertThat(RetiredStatistics.timeSpan(Duration.ofHours(49))).isEqualTo("2.01:00:00");
    }

    private static List<UsageEvent> events() {
        Random random = new Random(4);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            for (int event = 0; event < 8; event++) {
                events.add(UsageEvent.of("u" + user, "i" + (int) (20 * Math.pow(random.nextDouble(), 2))));
            }
        }
        return events;
    }
}
