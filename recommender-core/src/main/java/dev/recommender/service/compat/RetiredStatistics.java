package dev.recommender.service.compat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingStatistics;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Parsing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What the training of a model counted and measured, as the statistics object of the retired service. Parts that are absent
 * are left out. Durations are written {@code [d.]hh:mm:ss[.fffffff]}.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>field</th><th>content</th></tr>
 *   <tr><td>{@code totalDuration}</td><td>all phases together</td></tr>
 *   <tr><td>{@code trainingDuration}</td><td>counting, similarities and cold items</td></tr>
 *   <tr><td>{@code storingUserHistoryDuration}</td><td>laying out histories and the rest of the model</td></tr>
 *   <tr><td>{@code catalogParsing}, {@code usageEventsParsing}</td><td>what was read: {@code duration}, {@code errors}
 *     (rejected lines, then lines left out, by reason), {@code successfulLinesCount}, {@code totalLinesCount}</td></tr>
 *   <tr><td>{@code numberOfCatalogItems}</td><td>distinct items of the catalog</td></tr>
 *   <tr><td>{@code numberOfUsageItems}, {@code numberOfUsers}</td><td>distinct items and users of the events</td></tr>
 *   <tr><td>{@code catalogCoverage}</td><td>the part of the catalog's items that has events, from 0 to 1</td></tr>
 *   <tr><td>{@code evaluation}</td><td>{@code duration}, {@code usageEventsParsing} and {@code metrics}: {@code
 *     precisionMetrics} and {@code diversityMetrics}, in percent to three decimals</td></tr>
 *   <tr><td>{@code catalogFeatureWeights}</td><td>the weights that place cold items, by feature name</td></tr>
 *   <tr><td>{@code catalogFeatureWeightsLeftOut}</td><td>how many more weights there were, all smaller</td></tr>
 * </table>
 */
public final class RetiredStatistics {
    private static final String READING = "reading";
    private static final String STORING = "model";
    private static final String HIT_RATE = "hit_rate";

    private final ObjectNode json;

    private RetiredStatistics(ObjectNode json) {
        this.json = json;
    }

    /**
     * The statistics of a model; empty as long as the record has none.
     *
     * @throws IllegalArgumentException if the record's statistics do not have the form of {@link ModelStatistics}
     */
    public static Optional<RetiredStatistics> of(ModelRecord model) {
        return model.statistics().map(ModelStatistics::parse).map(RetiredStatistics::of);
    }

    static RetiredStatistics of(ModelStatistics statistics) {
        Optional<TrainingStatistics> training = statistics.training();
        Duration total = training.map(TrainingStatistics::totalDuration).orElse(Duration.ZERO);
        Duration reading = duration(training, READING);
        Duration storing = duration(training, STORING);
        ObjectNode root = Json.object()
                .put("totalDuration", timeSpan(total))
                .put("trainingDuration", timeSpan(total.minus(reading).minus(storing)))
                .put("storingUserHistoryDuration", timeSpan(storing));
        statistics.catalog().ifPresent(parsing -> root.set("catalogParsing", parsing(parsing)));
        root.set(
                "usageEventsParsing",
                parsing(statistics.usage().orElse(new Parsing(ParsingReport.clean(0), Duration.ZERO))));
        catalogItems(statistics).ifPresent(items -> root.put("numberOfCatalogItems", items));
        root.put("numberOfUsageItems", training.map(TrainingStatistics::items).orElse(0));
        root.put("numberOfUsers", training.map(TrainingStatistics::users).orElse(0));
        statistics.catalogCoverage().ifPresent(coverage -> root.put("catalogCoverage", coverage));
        statistics.evaluation().ifPresent(evaluated -> root.set("evaluation", evaluation(evaluated)));
        training.filter(counted -> !counted.featureWeights().isEmpty()).ifPresent(counted -> {
            ObjectNode weights = root.putObject("catalogFeatureWeights");
            counted.featureWeights().forEach(weights::put);
        });
        if (statistics.featureWeightsLeftOut() > 0) {
            root.put("catalogFeatureWeightsLeftOut", statistics.featureWeightsLeftOut());
        }
        return new RetiredStatistics(root);
    }

    /** This object as JSON. */
    public String toJson() {
        return Json.write(json);
    }

    private static Duration duration(Optional<TrainingStatistics> training, String phase) {
        return training.map(counted -> counted.duration(phase)).orElse(Duration.ZERO);
    }

    /** The accepted items of the catalog, also if the training has failed. */
    private static OptionalInt catalogItems(ModelStatistics statistics) {
        if (statistics.training().isPresent()) {
            return statistics.training().get().catalogItems();
        }
        return statistics.catalog().stream()
                .mapToInt(parsing -> Math.toIntExact(parsing.report().successes()))
                .findFirst();
    }

    private static ObjectNode parsing(Parsing parsing) {
        ParsingReport report = parsing.report();
        ObjectNode node = Json.object().put("duration", timeSpan(parsing.duration()));
        if (!report.errors().isEmpty() || !report.warnings().isEmpty()) {
            ArrayNode problems = node.putArray("errors");
            Stream.concat(report.errors().stream(), report.warnings().stream())
                    .forEach(problem -> problems.add(problem(problem)));
        }
        return node.put("successfulLinesCount", report.successes()).put("totalLinesCount", report.lines());
    }

    private static ObjectNode problem(ParsingProblem problem) {
        ObjectNode node = Json.object().put("error", name(problem.reason())).put("count", problem.count());
        node.putObject("sample").put("file", problem.file()).put("line", problem.line());
        return node;
    }

    /** The reason as the retired service spelled it, such as {@code MissingFields}. */
    private static String name(ParsingReason reason) {
        StringBuilder name = new StringBuilder();
        for (String word : reason.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    private static ObjectNode evaluation(Evaluated evaluated) {
        ObjectNode node = Json.object().put("duration", timeSpan(evaluated.duration()));
        node.set("usageEventsParsing", parsing(evaluated.events()));
        if (!evaluated.scores().isEmpty()) {
            ObjectNode metrics = node.putObject("metrics");
            precision(metrics.putArray("precisionMetrics"), evaluated);
            diversity(metrics.putObject("diversityMetrics"), evaluated);
        }
        return node;
    }

    /** The share of users who took at least one of the first k recommendations. */
    private static void precision(ArrayNode target, Evaluated evaluated) {
        evaluated.scores().stream()
                .filter(score -> score.metric().equals(HIT_RATE))
                .forEach(score -> score.cutoff()
                        .ifPresent(k -> target.addObject()
                                .put("k", k)
                                .put("percentage", percentage(score.value()))
                                .put("usersInTest", evaluated.count("users"))));
    }

    /** How popular the recommended items are, 100 being the most popular, and how many there are. */
    private static void diversity(ObjectNode target, Evaluated evaluated) {
        ArrayNode buckets = target.putArray("percentileBuckets");
        evaluated
                .percentiles()
                .forEach(bucket -> buckets.addObject()
                        .put("min", (int) bucket.from())
                        .put("max", (int) bucket.to())
                        .put("percentage", percentage(bucket.share())));
        target.put("totalItemsRecommended", evaluated.count("recommendations"))
                .put("uniqueItemsRecommended", evaluated.count("distinctItems"))
                .put("uniqueItemsInTrainSet", evaluated.count("trainItems"));
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

    private static double percentage(double fraction) {
        return BigDecimal.valueOf(100 * fraction)
                .setScale(3, RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
