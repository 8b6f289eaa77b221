package dev.recommender.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingStatistics;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.ModelStatistics.PopularityBucket;
import dev.recommender.registry.ModelStatistics.Score;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ModelStatisticsTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            ModelStatistics statistics = ModelStatistics.none("als-" + round);
            statistics = random.nextBoolean() ? statistics.usage(parsing(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.catalog(parsing(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.training(training(random)) : statistics;
            statistics = random.nextBoolean() ? statistics.evaluation(evaluated(random)) : statistics;
            assertThat(ModelStatistics.parse(statistics.toJson())).isEqualTo(statistics);
        }
    }

    private static TrainingStatistics training(Random random) {
        Map<String, Duration> durations = new LinkedHashMap<>();
        durations.put("reading", Duration.ofNanos(random.nextInt(Integer.MAX_VALUE)));
        durations.put("a phase", Duration.ofDays(random.nextInt(9)).plusNanos(random.nextInt(1000)));
        return new TrainingStatistics(
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextBoolean() ? OptionalInt.of(random.nextInt(100)) : OptionalInt.empty(),
                random.nextBoolean() ? Map.of("pairs", random.nextLong()) : Map.of(),
                random.nextBoolean() ? Map.of("a \"feature\"", random.nextGaussian()) : Map.of(),
                durations);
    }

    private static Parsing parsing(Random random) {
        List<ParsingProblem> problems = new ArrayList<>();
        for (ParsingReason reason : ParsingReason.values()) {
            if (random.nextInt(4) == 0) {
                problems.add(new ParsingProblem(reason, random.nextLong(), "f.csv", random.nextLong(), "\u4F60\n"));
            }
        }
        int errors = random.nextInt(problems.size() + 1);
        ParsingReport report = new ParsingReport(
                random.nextLong(),
                random.nextLong(),
                problems.subList(0, errors),
                problems.subList(errors, problems.size()));
        return new Parsing(report, Duration.ofNanos(random.nextInt(Integer.MAX_VALUE)));
    }

    private static Evaluated evaluated(Random random) {
        if (random.nextBoolean()) {
            return Evaluated.nothing(parsing(random), Duration.ofNanos(random.nextInt(1000)));
        }
        return new Evaluated(
                parsing(random),
                Duration.ofNanos(random.nextInt(1000)),
                Map.of("users", random.nextLong()),
                List.of(
                        new Score("hit_rate", OptionalInt.of(random.nextInt(9)), random.nextDouble()),
                        new Score("auc", OptionalInt.empty(), random.nextDouble())),
                List.of(new PopularityBucket(0, 90, random.nextDouble())));
    }

    @Test
    void theNamesAreTheSameForEveryAlgorithm() throws IOException {
        TrainingStatistics training = new TrainingStatistics(
                2,
                3,
                5,
                OptionalInt.of(4),
                Map.of("pairs", 6L),
                Map.of("color", 0.25),
                Map.of("reading", Duration.ofMillis(1500)));
        ParsingProblem problem = new ParsingProblem(ParsingReason.MISSING_FIELDS, 2, "usage.csv", 7, "item is blank");
        ModelStatistics statistics = ModelStatistics.none("als")
                .training(training)
                .usage(new Parsing(new ParsingReport(9, 7, List.of(problem), List.of()), Duration.ofMillis(1500)));
        assertThat(new ObjectMapper().readTree(statistics.toJson())).isEqualTo(new ObjectMapper().readTree("""
                {"algorithm": "als", "users": 2, "items": 3, "events": 5, "catalogItems": 4, "counts": {"pairs": 6},
                 "durations": {"reading": 1.5}, "featureWeights": {"color": 0.25},
                 "usage": {"lines": 9, "accepted": 7, "errors": [{"reason": "MISSING_FIELDS", "count": 2,
                   "file": "usage.csv", "line": 7, "detail": "item is blank"}], "warnings": [], "duration": 1.5}}"""));
        assertThat(statistics.catalogCoverage()).hasValue(0.75);
        assertThat(statistics.withoutQuotes().toJson())
                .isEqualTo(statistics.toJson().replace("item is blank", "removed"));
    }

    @Test
    void otherJsonIsNoStatistics() {
        for (String json : List.of("", "[]", "{", "7")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ModelStatistics.parse(json));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelStatistics.parse("{\"usage\": {\"errors\": [{\"reason\": \"GUESSED\"}]}}"));
        assertThat(ModelStatistics.parse("{\"algorithm\": \"als\", \"new\": 7}"))
                .isEqualTo(ModelStatistics.none("als"));
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
        assertThat(text.length()).isBetween(81_000, ModelStatistics.MAX_LENGTH);
        JsonNode json = new ObjectMapper().readTree(text);
        Map<String, Double> kept =
                ModelStatistics.parse(text).training().orElseThrow().featureWeights();
        assertThat(weights).containsAllEntriesOf(kept);
        assertThat(json.get("featureWeightsLeftOut").asInt()).isEqualTo(5_000 - kept.size());
        double lightest = kept.values().stream().mapToDouble(Math::abs).min().orElseThrow();
        weights.keySet().removeAll(kept.keySet());
        assertThat(weights.values()).allMatch(weight -> Math.abs(weight) <= lightest);
        assertThat(ModelStatistics.parse(text).toJson())
                .as("read and written again")
                .isEqualTo(text);

        Map<String, Double> few = new LinkedHashMap<>();
        kept.entrySet().stream().limit(3).forEach(weight -> few.put(weight.getKey(), weight.getValue()));
        assertThat(with(few).toJson()).doesNotContain("LeftOut");
    }

    /** An algorithm may count and name what it likes: its training must not be lost for that. */
    @Test
    void whateverAnAlgorithmCountsFits() {
        Random random = new Random(4);
        for (int round = 0; round < 40; round++) {
            TrainingStatistics training = new TrainingStatistics(
                    1,
                    2,
                    3,
                    OptionalInt.empty(),
                    table(random, count -> (long) count),
                    table(random, count -> (double) count),
                    table(random, count -> Duration.ofSeconds(count)));
            ModelStatistics statistics = ModelStatistics.none("x".repeat(random.nextInt(3) * 40_000))
                    .training(training)
                    .usage(new Parsing(new ParsingReport(1, 1, problems(random), problems(random)), Duration.ZERO))
                    .evaluation(evaluated(random));
            String text = statistics.toJson();
            assertThat(text.length()).isLessThanOrEqualTo(ModelStatistics.MAX_LENGTH);
            ModelStatistics read = ModelStatistics.parse(text);
            TrainingStatistics kept = read.training().orElseThrow();
            assertFirst(kept.counts(), training.counts());
            assertFirst(kept.durations(), training.durations());
            assertThat(kept.featureWeights().size() + read.featureWeightsLeftOut())
                    .isEqualTo(training.featureWeights().size());
            assertThat(read.usage().orElseThrow().report().errorCount())
                    .isEqualTo(statistics.usage().orElseThrow().report().errorCount());
            assertThat(read.toJson()).as("read and written again").isEqualTo(text);
        }
    }

    private static <T> Map<String, T> table(Random random, IntFunction<T> value) {
        Map<String, T> table = new LinkedHashMap<>();
        int size = random.nextInt(4) * 1_000;
        for (int entry = 0; entry < size; entry++) {
            table.put("\u0001".repeat(random.nextInt(20)) + entry, value.apply(entry));
        }
        return table;
    }

    private static List<ParsingProblem> problems(Random random) {
        String text = "\u0002".repeat(random.nextInt(3) * 5_000);
        return Stream.of(ParsingReason.values())
                .map(reason -> new ParsingProblem(reason, 1, text, 1, text))
                .toList();
    }

    private static <T> void assertFirst(Map<String, T> kept, Map<String, T> all) {
        assertThat(List.copyOf(kept.entrySet()))
                .isEqualTo(List.copyOf(all.entrySet()).subList(0, kept.size()));
    }

    private static ModelStatistics with(Map<String, Double> weights) {
        return ModelStatistics.none("sar")
                .training(new TrainingStatistics(1, 1, 1, OptionalInt.empty(), Map.of(), weights, Map.of()))
                .usage(new Parsing(ParsingReport.clean(9), Duration.ZERO));
    }
}
