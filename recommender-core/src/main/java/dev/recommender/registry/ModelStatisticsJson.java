package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingStatistics;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.ModelStatistics.PopularityBucket;
import dev.recommender.registry.ModelStatistics.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Statistics as JSON; durations are numbers of seconds. */
final class ModelStatisticsJson {
    private static final double NANOS = 1e9;
    private static final String ALGORITHM = "algorithm";
    private static final String USERS = "users";
    private static final String ITEMS = "items";
    private static final String EVENTS = "events";
    private static final String CATALOG_ITEMS = "catalogItems";
    private static final String COUNTS = "counts";
    private static final String DURATIONS = "durations";
    private static final String DURATION = "duration";
    private static final String FEATURE_WEIGHTS = "featureWeights";
    private static final String LEFT_OUT = "featureWeightsLeftOut";
    private static final String USAGE = "usage";
    private static final String CATALOG = "catalog";
    private static final String EVALUATION = "evaluation";
    private static final String SCORES = "scores";
    private static final String POPULARITY = "popularity";
    private static final String LINES = "lines";
    private static final String ACCEPTED = "accepted";
    private static final String ERRORS = "errors";
    private static final String WARNINGS = "warnings";

    private ModelStatisticsJson() {}

    static String write(ModelStatistics statistics) {
        Map<String, Double> weights =
                statistics.training().map(TrainingStatistics::featureWeights).orElse(Map.of());
        String whole = Json.write(object(statistics, weights, statistics.featureWeightsLeftOut()));
        if (whole.length() <= ModelStatistics.MAX_LENGTH) {
            return whole;
        }
        int most = statistics.featureWeightsLeftOut() + weights.size();
        int room = ModelStatistics.MAX_LENGTH
                - Json.write(object(statistics, Map.of(), most)).length();
        Map<String, Double> kept = heaviest(weights, room);
        return Json.write(object(statistics, kept, most - kept.size()));
    }

    /** The weights of the largest absolute value that take so many characters of JSON together, the largest first. */
    private static Map<String, Double> heaviest(Map<String, Double> weights, int room) {
        List<Map.Entry<String, Double>> sorted = new ArrayList<>(weights.entrySet());
        sorted.sort(Comparator.comparingDouble((Map.Entry<String, Double> weight) -> -Math.abs(weight.getValue()))
                .thenComparing(Map.Entry::getKey));
        Map<String, Double> kept = new LinkedHashMap<>();
        // The braces and the name of the object.
        int left = room - Json.write(Map.of(FEATURE_WEIGHTS, Map.of())).length();
        for (Map.Entry<String, Double> weight : sorted) {
            // A comma instead of the two braces.
            left -= Json.write(Map.ofEntries(weight)).length() - 1;
            if (left < 0) {
                break;
            }
            kept.put(weight.getKey(), weight.getValue());
        }
        return kept;
    }

    private static Map<String, Object> object(ModelStatistics statistics, Map<String, Double> weights, int leftOut) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(ALGORITHM, statistics.algorithm());
        statistics.training().ifPresent(training -> {
            root.put(USERS, training.users());
            root.put(ITEMS, training.items());
            root.put(EVENTS, training.events());
            training.catalogItems().ifPresent(items -> root.put(CATALOG_ITEMS, items));
            root.put(COUNTS, training.counts());
            Map<String, Double> durations = new LinkedHashMap<>();
            training.durations().forEach((phase, duration) -> durations.put(phase, seconds(duration)));
            root.put(DURATIONS, durations);
        });
        if (!weights.isEmpty()) {
            root.put(FEATURE_WEIGHTS, weights);
        }
        if (leftOut > 0) {
            root.put(LEFT_OUT, leftOut);
        }
        statistics.usage().ifPresent(parsing -> root.put(USAGE, object(parsing)));
        statistics.catalog().ifPresent(parsing -> root.put(CATALOG, object(parsing)));
        statistics.evaluation().ifPresent(evaluated -> root.put(EVALUATION, object(evaluated)));
        return root;
    }

    private static Map<String, Object> object(Parsing parsing) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(LINES, parsing.report().lines());
        object.put(ACCEPTED, parsing.report().successes());
        object.put(ERRORS, problems(parsing.report().errors()));
        object.put(WARNINGS, problems(parsing.report().warnings()));
        object.put(DURATION, seconds(parsing.duration()));
        return object;
    }

    private static List<Map<String, Object>> problems(List<ParsingProblem> problems) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ParsingProblem problem : problems) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("reason", problem.reason().name());
            object.put("count", problem.count());
            object.put("file", problem.file());
            object.put("line", problem.line());
            object.put("detail", problem.detail());
            list.add(object);
        }
        return list;
    }

    private static Map<String, Object> object(Evaluated evaluated) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(EVENTS, object(evaluated.events()));
        object.put(DURATION, seconds(evaluated.duration()));
        object.put(COUNTS, evaluated.counts());
        List<Map<String, Object>> scores = new ArrayList<>();
        for (Score score : evaluated.scores()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("metric", score.metric());
            score.cutoff().ifPresent(cutoff -> each.put("cutoff", cutoff));
            each.put("value", score.value());
            scores.add(each);
        }
        object.put(SCORES, scores);
        List<Map<String, Object>> buckets = new ArrayList<>();
        for (PopularityBucket bucket : evaluated.popularity()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("from", bucket.from());
            each.put("to", bucket.to());
            each.put("share", bucket.share());
            buckets.add(each);
        }
        object.put(POPULARITY, buckets);
        return object;
    }

    static ModelStatistics read(String json) {
        JsonNode root = Json.readObject(json);
        return new ModelStatistics(
                root.path(ALGORITHM).asText(),
                root.has(USERS) ? Optional.of(training(root)) : Optional.empty(),
                root.path(LEFT_OUT).asInt(),
                optional(root.path(USAGE), ModelStatisticsJson::parsing),
                optional(root.path(CATALOG), ModelStatisticsJson::parsing),
                optional(root.path(EVALUATION), ModelStatisticsJson::evaluated));
    }

    private static TrainingStatistics training(JsonNode root) {
        JsonNode catalogItems = root.path(CATALOG_ITEMS);
        return new TrainingStatistics(
                root.path(USERS).asInt(),
                root.path(ITEMS).asInt(),
                root.path(EVENTS).asLong(),
                catalogItems.isInt() ? OptionalInt.of(catalogItems.intValue()) : OptionalInt.empty(),
                table(root.path(COUNTS), JsonNode::asLong),
                table(root.path(FEATURE_WEIGHTS), JsonNode::asDouble),
                table(root.path(DURATIONS), ModelStatisticsJson::duration));
    }

    private static Parsing parsing(JsonNode node) {
        ParsingReport report = new ParsingReport(
                node.path(LINES).asLong(),
                node.path(ACCEPTED).asLong(),
                list(node.path(ERRORS), ModelStatisticsJson::problem),
                list(node.path(WARNINGS), ModelStatisticsJson::problem));
        return new Parsing(report, duration(node.path(DURATION)));
    }

    private static ParsingProblem problem(JsonNode node) {
        return new ParsingProblem(
                ParsingReason.valueOf(node.path("reason").asText()),
                node.path("count").asLong(),
                node.path("file").asText(),
                node.path("line").asLong(),
                node.path("detail").asText());
    }

    private static Evaluated evaluated(JsonNode node) {
        return new Evaluated(
                parsing(node.path(EVENTS)),
                duration(node.path(DURATION)),
                table(node.path(COUNTS), JsonNode::asLong),
                list(node.path(SCORES), ModelStatisticsJson::score),
                list(
                        node.path(POPULARITY),
                        bucket -> new PopularityBucket(
                                bucket.path("from").asDouble(),
                                bucket.path("to").asDouble(),
                                bucket.path("share").asDouble())));
    }

    private static Score score(JsonNode node) {
        JsonNode cutoff = node.path("cutoff");
        return new Score(
                node.path("metric").asText(),
                cutoff.isInt() ? OptionalInt.of(cutoff.intValue()) : OptionalInt.empty(),
                node.path("value").asDouble());
    }

    private static <T> Optional<T> optional(JsonNode node, Function<JsonNode, T> reader) {
        return node.isObject() ? Optional.of(reader.apply(node)) : Optional.empty();
    }

    private static <T> Map<String, T> table(JsonNode node, Function<JsonNode, T> reader) {
        Map<String, T> table = new LinkedHashMap<>();
        node.properties().forEach(field -> table.put(field.getKey(), reader.apply(field.getValue())));
        return table;
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        node.forEach(each -> list.add(reader.apply(each)));
        return list;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private static Duration duration(JsonNode seconds) {
        return Duration.ofNanos(Math.round(seconds.asDouble() * NANOS));
    }
}
