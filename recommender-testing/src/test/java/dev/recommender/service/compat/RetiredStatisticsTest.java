package dev.recommender.service.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.ModelStatistics.PopularityBucket;
import dev.recommender.registry.ModelStatistics.Score;
import dev.recommender.registry.ModelStatus;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetiredStatisticsTest {
    private final UsageEvents events = UsageEvents.of(events());

    @Test
    void theObjectHasTheServicesNames() throws IOException {
        Catalog catalog = Catalog.of(List.of(CatalogItem.of("i0"), CatalogItem.of("i1"), CatalogItem.of("never")));
        JsonNode json = json(statistics(SarTrainer.create().train(events, catalog)));
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
    void ofAFailedTrainingThereAreZerosAndWhatWasRead() throws IOException {
        ParsingProblem problem =
                new ParsingProblem(ParsingReason.BAD_TIMESTAMP_FORMAT, 2, "usage.csv", 3, "time is blank");
        ParsingProblem warning = new ParsingProblem(ParsingReason.DUPLICATE_ITEM_ID, 1, "catalog.csv", 7, "item");
        JsonNode json = json(ModelStatistics.none("sar")
                .usage(new Parsing(new ParsingReport(9, 7, List.of(problem), List.of()), Duration.ZERO))
                .catalog(new Parsing(new ParsingReport(5, 4, List.of(), List.of(warning)), Duration.ofSeconds(1))));
        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                {"totalDuration": "00:00:00", "trainingDuration": "00:00:00",
                 "storingUserHistoryDuration": "00:00:00",
                 "catalogParsing": {"duration": "00:00:01", "errors": [{"error": "DuplicateItemId", "count": 1,
                   "sample": {"file": "catalog.csv", "line": 7}}], "successfulLinesCount": 4, "totalLinesCount": 5},
                 "usageEventsParsing": {"duration": "00:00:00", "errors": [{"error": "BadTimestampFormat", "count": 2,
                   "sample": {"file": "usage.csv", "line": 3}}], "successfulLinesCount": 7, "totalLinesCount": 9},
                 "numberOfCatalogItems": 4, "numberOfUsageItems": 0, "numberOfUsers": 0}"""));
        assertThat(json(ModelStatistics.none("sar"))
                        .at("/usageEventsParsing/totalLinesCount")
                        .asInt())
                .isZero();
    }

    @Test
    void anEvaluationIsGivenAsPrecisionAndDiversity() throws IOException {
        Parsing parsing = new Parsing(ParsingReport.clean(9), Duration.ZERO);
        List<Score> scores = new ArrayList<>();
        for (int k = 1; k <= 5; k++) {
            scores.add(new Score("hit_rate", OptionalInt.of(k), k / 9.0));
            scores.add(new Score("recall", OptionalInt.of(k), k / 7.0));
        }
        scores.add(new Score("auc", OptionalInt.empty(), 0.5));
        Evaluated evaluated = new Evaluated(
                parsing,
                Duration.ofSeconds(3),
                Map.of("users", 12L, "recommendations", 60L, "distinctItems", 14L, "trainItems", 20L),
                scores,
                List.of(new Score("hit_rate", OptionalInt.of(1), 0.9)),
                List.of(new Score("hit_rate", OptionalInt.of(1), 0.2)),
                List.of(
                        new PopularityBucket(0, 90, 0.342581),
                        new PopularityBucket(90, 99, 0.551274),
                        new PopularityBucket(99, 100, 0.106145)),
                "Worse.",
                List.of("a note"));
        JsonNode evaluation = json(statistics(SarTrainer.create().train(events)).evaluation(evaluated))
                .get("evaluation");
        assertThat(evaluation.get("duration").asText()).isEqualTo("00:00:03");
        JsonNode metrics = evaluation.get("metrics");
        JsonNode precisions = metrics.get("precisionMetrics");
        assertThat(precisions).hasSize(5);
        double[] percentages = {11.111, 22.222, 33.333, 44.444, 55.556};
        for (int k = 1; k <= 5; k++) {
            JsonNode precision = precisions.get(k - 1);
            assertThat(precision.get("k").asInt()).isEqualTo(k);
            assertThat(precision.get("usersInTest").asInt()).isEqualTo(12);
            assertThat(precision.get("percentage").asDouble()).isEqualTo(percentages[k - 1]);
        }
        assertThat(metrics.get("diversityMetrics")).isEqualTo(new ObjectMapper().readTree("""
                {"percentileBuckets": [{"min": 0, "max": 90, "percentage": 34.258},
                   {"min": 90, "max": 99, "percentage": 55.127}, {"min": 99, "max": 100, "percentage": 10.614}],
                 "totalItemsRecommended": 60, "uniqueItemsRecommended": 14, "uniqueItemsInTrainSet": 20}"""));
        assertThat(json(ModelStatistics.none("sar").evaluation(Evaluated.nothing(parsing, Duration.ZERO)))
                        .get("evaluation")
                        .has("metrics"))
                .isFalse();
    }

    @Test
    void featureWeightsThatWereLeftOutAreCounted() throws IOException {
        TrainingStatistics training =
                new TrainingStatistics(1, 1, 1, OptionalInt.empty(), Map.of(), Map.of("color", -0.5), Map.of());
        ModelStatistics statistics = ModelStatistics.none("sar").training(training);
        JsonNode whole = json(statistics);
        assertThat(whole.at("/catalogFeatureWeights/color").asDouble()).isEqualTo(-0.5);
        assertThat(whole.has("catalogFeatureWeightsLeftOut")).isFalse();
        ModelStatistics cut = new ModelStatistics(
                "sar",
                statistics.training(),
                7,
                statistics.usage(),
                statistics.catalog(),
                statistics.evaluation(),
                statistics.tuning(),
                List.of());
        assertThat(json(cut).get("catalogFeatureWeightsLeftOut").asInt()).isEqualTo(7);
    }

    @Test
    void aModelWithoutStatisticsHasNone() {
        assertThat(RetiredStatistics.of(record(Optional.empty()))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> RetiredStatistics.of(record(Optional.of("[]"))));
    }

    @Test
    void timeSpansAreWrittenAsTheServiceDid() {
        assertThat(RetiredStatistics.timeSpan(Duration.ZERO)).isEqualTo("00:00:00");
        assertThat(RetiredStatistics.timeSpan(Duration.ofSeconds(3_723).plusNanos(1_500_000)))
                .isEqualTo("01:02:03.0015000");
        assertThat(RetiredStatistics.timeSpan(Duration.ofHours(49))).isEqualTo("2.01:00:00");
    }

    private static ModelStatistics statistics(TrainingResult<?> result) {
        ModelStatistics statistics = ModelStatistics.none("sar")
                .training(result.statistics())
                .usage(new Parsing(result.report(), Duration.ofMillis(5)));
        return result.catalogReport()
                .map(report -> statistics.catalog(new Parsing(report, Duration.ZERO)))
                .orElse(statistics);
    }

    /** The retired object of a model whose record has these statistics. */
    private static JsonNode json(ModelStatistics statistics) throws IOException {
        String json = RetiredStatistics.of(record(Optional.of(statistics.toJson())))
                .orElseThrow()
                .toJson();
        return new ObjectMapper().readTree(json);
    }

    private static ModelRecord record(Optional<String> statistics) {
        return new ModelRecord(
                ModelId.parse("0190a0b0-0000-7000-8000-000000000001"),
                "",
                Instant.EPOCH,
                ModelStatus.IN_PROGRESS,
                "",
                "{}",
                statistics,
                Optional.empty(),
                List.of());
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
