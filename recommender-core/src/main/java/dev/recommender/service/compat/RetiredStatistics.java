package dev.recommender.service.compat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Metric;
import dev.recommender.internal.registry.ModelChanges;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training counted and measured, in the shape of the retired service's statistics object. Absent parts are left
 * out of the JSON. Durations are written {@code [d.]hh:mm:ss[.fffffff]}.
 *
 * @param totalDuration all phases together
 * @param trainingDuration counting, similarities and cold items
 * @param storingUserHistoryDuration laying out histories and the rest of the model
 * @param catalogParsing what was read of the catalog, if there was one
 * @param usageEventsParsing what was read of the usage events
 * @param numberOfCatalogItems distinct items of the catalog, if there was one
 * @param numberOfUsageItems distinct items among the events
 * @param numberOfUsers distinct users
 * @param catalogCoverage the part of the catalog's items that has events, from 0 to 1, if there was a catalog
 * @param evaluation what an evaluation measured, if there was one
 * @param catalogFeatureWeights the weights that place cold items by feature name, if there were any
 * @param catalogFeatureWeightsLeftOut how many more weights there were, all smaller, if not all were kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetiredStatistics(
        String totalDuration,
        String trainingDuration,
        String storingUserHistoryDuration,
        @Nullable Parsing catalogParsing,
        Parsing usageEventsParsing,
        @Nullable Integer numberOfCatalogItems,
        int numberOfUsageItems,
        int numberOfUsers,
        @Nullable Double catalogCoverage,
        @Nullable Measured evaluation,
        @Nullable Map<String, Double> catalogFeatureWeights,
        @Nullable Integer catalogFeatureWeightsLeftOut) {
    private static final String READING = "reading";
    private static final String STORING = "model";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The statistics of a training, and of an evaluation if there was one. */
    public static RetiredStatistics of(TrainingResult<?> result, Optional<Measured> evaluation) {
        TrainingStatistics statistics = result.statistics();
        Duration training =
                statistics.totalDuration().minus(statistics.duration(READING)).minus(statistics.duration(STORING));
        return new RetiredStatistics(
                timeSpan(statistics.totalDuration()),
                timeSpan(training),
                timeSpan(statistics.duration(STORING)),
                result.catalogReport()
                        .map(report -> Parsing.of(report, Duration.ZERO))
                        .orElse(null),
                Parsing.of(result.report(), statistics.duration(READING)),
                statistics.catalogItems().isPresent()
                        ? statistics.catalogItems().getAsInt()
                        : null,
                statistics.items(),
                statistics.users(),
                statistics.catalogCoverage().isPresent()
                        ? statistics.catalogCoverage().getAsDouble()
                        : null,
                evaluation.orElse(null),
                statistics.featureWeights().isEmpty() ? null : statistics.featureWeights(),
                null);
    }

    /** The statistics of a training that has read nothing. */
    public static RetiredStatistics nothing() {
        return failed(Optional.empty(), ParsingReport.clean(0));
    }

    /** The statistics of a training that has failed: what was read until then, and zeros for the rest. */
    public static RetiredStatistics failed(Optional<ParsingReport> catalog, ParsingReport usage) {
        String zero = timeSpan(Duration.ZERO);
        return new RetiredStatistics(
                zero,
                zero,
                zero,
                catalog.map(report -> Parsing.of(report, Duration.ZERO)).orElse(null),
                Parsing.of(usage, Duration.ZERO),
                catalog.map(report -> Math.toIntExact(report.successes())).orElse(null),
                0,
                0,
                null,
                null,
                null,
                null);
    }

    /**
     * This object as JSON that every registry takes. Of more weights than there is room for it has the heaviest, and says
     * how many were left out.
     */
    public String toJson() {
        String whole = json(this);
        if (whole.length() <= ModelChanges.MAX_STATISTICS || catalogFeatureWeights == null) {
            return whole;
        }
        int rest = json(with(Map.of(), catalogFeatureWeights.size())).length();
        Map<String, Double> heaviest = heaviest(catalogFeatureWeights, ModelChanges.MAX_STATISTICS - rest);
        return json(with(heaviest, catalogFeatureWeights.size() - heaviest.size()));
    }

    /** The heaviest weights that take so many characters of JSON together, heaviest first. */
    private static Map<String, Double> heaviest(Map<String, Double> weights, int room) {
        List<Map.Entry<String, Double>> sorted = new ArrayList<>(weights.entrySet());
        sorted.sort(Comparator.comparingDouble((Map.Entry<String, Double> weight) -> -Math.abs(weight.getValue()))
                .thenComparing(Map.Entry::getKey));
        Map<String, Double> kept = new LinkedHashMap<>();
        int left = room;
        for (Map.Entry<String, Double> weight : sorted) {
            // A comma instead of the two braces.
            left -= json(Map.ofEntries(weight)).length() - 1;
            if (left < 0) {
                break;
            }
            kept.put(weight.getKey(), weight.getValue());
        }
        return kept;
    }

    private RetiredStatistics with(Map<String, Double> weights, int leftOut) {
        return new RetiredStatistics(
                totalDuration,
                trainingDuration,
                storingUserHistoryDuration,
                catalogParsing,
                usageEventsParsing,
                numberOfCatalogItems,
                numberOfUsageItems,
                numberOfUsers,
                catalogCoverage,
                evaluation,
                weights,
                leftOut);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String timeSpan(Duration duration) {
        String days = duration.toDays() > 0 ? duration.toDays() + "." : "";
        String fraction =
                duration.toNanosPart() < 100 ? "" : String.format(Locale.ROOT, ".%07d", duration.toNanosPart() / 100);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d%s",
                days,
                duration.toHoursPart(),
                duration.toMinutesPart(),
                duration.toSecondsPart(),
                fraction);
    }

    /**
     * What was read.
     *
     * @param duration how long it took
     * @param errors rejected lines, then lines left out, by reason; absent if there were none
     * @param successfulLinesCount lines accepted
     * @param totalLinesCount lines attempted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Parsing(
            String duration, @Nullable List<Problem> errors, long successfulLinesCount, long totalLinesCount) {
        static Parsing of(ParsingReport report, Duration duration) {
            List<Problem> problems = new ArrayList<>();
            report.errors().forEach(problem -> problems.add(Problem.of(problem)));
            report.warnings().forEach(problem -> problems.add(Problem.of(problem)));
            return new Parsing(
                    timeSpan(duration), problems.isEmpty() ? null : problems, report.successes(), report.lines());
        }
    }

    /**
     * Lines that were rejected or left out for one reason.
     *
     * @param error the reason
     * @param count how many lines
     * @param sample the first of them
     */
    public record Problem(String error, long count, Sample sample) {
        static Problem of(ParsingProblem problem) {
            StringBuilder name = new StringBuilder();
            for (String word : problem.reason().name().split("_")) {
                name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
            return new Problem(name.toString(), problem.count(), new Sample(problem.file(), problem.line()));
        }
    }

    /**
     * Where a line stands.
     *
     * @param file the file
     * @param line the physical line, from 1
     */
    public record Sample(String file, long line) {}

    /**
     * What came of an evaluation.
     *
     * @param duration how long it took
     * @param usageEventsParsing what was read of the events to evaluate with
     * @param metrics its figures; absent if the events could not be read, or say nothing about any user
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Measured(
            String duration,
            Parsing usageEventsParsing,
            @Nullable Metrics metrics) {
        /** An evaluation that took so long, on events of which this was read. */
        public static Measured of(Duration duration, ParsingReport events, Optional<Evaluation> evaluation) {
            return new Measured(
                    timeSpan(duration),
                    Parsing.of(events, Duration.ZERO),
                    evaluation.map(Metrics::of).orElse(null));
        }
    }

    /**
     * The figures of an evaluation.
     *
     * @param precisionMetrics by length of the list, the percentage of users with a hit
     * @param diversityMetrics how popular the recommended items are
     */
    public record Metrics(List<Precision> precisionMetrics, Diversity diversityMetrics) {
        static Metrics of(Evaluation evaluation) {
            List<Precision> precisions = evaluation.model().scores().stream()
                    .filter(score ->
                            score.metric() == Metric.HIT_RATE && score.cutoff().isPresent())
                    .map(score -> new Precision(
                            score.cutoff().orElseThrow(),
                            percentage(score.value()),
                            evaluation.counts().users()))
                    .toList();
            return new Metrics(precisions, Diversity.of(evaluation));
        }
    }

    /**
     * The share of users who took at least one of the first k recommendations.
     *
     * @param k the length of the list
     * @param percentage from 0 to 100, to three decimals
     * @param usersInTest of how many users
     */
    public record Precision(int k, double percentage, int usersInTest) {}

    /**
     * How popular the recommended items are, and how many there are.
     *
     * @param percentileBuckets shares of the recommendations by popularity in training; 100 is the most popular
     * @param totalItemsRecommended all recommendations
     * @param uniqueItemsRecommended distinct items among them
     * @param uniqueItemsInTrainSet distinct items in training
     */
    public record Diversity(
            List<Bucket> percentileBuckets,
            long totalItemsRecommended,
            long uniqueItemsRecommended,
            long uniqueItemsInTrainSet) {
        static Diversity of(Evaluation evaluation) {
            List<Bucket> buckets = evaluation.model().popularity().stream()
                    .map(bucket -> new Bucket((int) bucket.from(), (int) bucket.to(), percentage(bucket.share())))
                    .toList();
            return new Diversity(
                    buckets,
                    evaluation.model().recommendations(),
                    evaluation.model().distinctItems(),
                    evaluation.counts().trainItems());
        }
    }

    /**
     * A range of popularity.
     *
     * @param min lowest percentile, included
     * @param max highest percentile, excluded but for 100
     * @param percentage of the recommendations, from 0 to 100, to three decimals
     */
    public record Bucket(int min, int max, double percentage) {}

    private static double percentage(double fraction) {
        return BigDecimal.valueOf(100 * fraction)
                .setScale(3, RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
