package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.EventType;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TimeSpan;
import dev.recommender.TrainingStatistics;
import dev.recommender.UsageEvent;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Interval;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.ModelStatistics.PopularityBucket;
import dev.recommender.registry.ModelStatistics.Score;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
    private static final String EVENT_TIMES = "eventTimes";
    private static final String REFERENCE_TIME = "referenceTime";
    private static final String EVENT_TYPES = "eventTypes";
    private static final String LATER_EVENTS = "laterEvents";
    private static final String NOTES = "notes";
    private static final String FILES = "files";
    private static final String SCORES = "scores";
    private static final String BASELINE = "baseline";
    private static final String GAINS = "gains";
    private static final String PERCENTILES = "percentiles";
    private static final String WORDS = "words";
    private static final String LOW = "low";
    private static final String HIGH = "high";
    private static final String LINES = "lines";
    private static final String ACCEPTED = "accepted";
    private static final String ERRORS = "errors";
    private static final String WARNINGS = "warnings";

    private ModelStatisticsJson() {}

    /** The tables that an algorithm fills, of any size and with names of any length. */
    private record Tables(
            Map<String, Long> counts,
            Map<String, Double> durations,
            Map<String, Long> types,
            Map<String, Double> weights) {
        static final Tables NONE = new Tables(Map.of(), Map.of(), Map.of(), Map.of());

        static Tables of(TrainingStatistics training) {
            Map<String, Double> durations = new LinkedHashMap<>();
            training.durations().forEach((phase, duration) -> durations.put(phase, seconds(duration)));
            return new Tables(training.counts(), durations, training.eventTypes(), training.featureWeights());
        }
    }

    static String write(ModelStatistics statistics) {
        Tables all = statistics.training().map(Tables::of).orElse(Tables.NONE);
        String whole = Json.write(object(statistics, all, statistics.featureWeightsLeftOut()));
        if (whole.length() <= ModelStatistics.MAX_LENGTH) {
            return whole;
        }
        return trimmed(StatisticsCut.fitting(statistics, ModelStatisticsJson::length), all);
    }

    /** The length without the tables. */
    private static int length(ModelStatistics statistics) {
        return Json.write(object(statistics, Tables.NONE, 0)).length();
    }

    /** What has room: counts, durations, event types, each in their order, then feature weights, the largest first. */
    private static String trimmed(ModelStatistics statistics, Tables all) {
        int weights = statistics.featureWeightsLeftOut() + all.weights.size();
        int room = ModelStatistics.MAX_LENGTH
                - Json.write(object(statistics, Tables.NONE, weights)).length();
        Map<String, Long> counts = fitting(all.counts.entrySet(), room);
        room -= length(counts);
        Map<String, Double> durations = fitting(all.durations.entrySet(), room);
        room -= length(durations);
        // The comma, the name and the braces of tables that are left out if they are empty.
        room -= Json.write(Map.of(EVENT_TYPES, Map.of(), FEATURE_WEIGHTS, Map.of()))
                .length();
        Map<String, Long> types = fitting(all.types.entrySet(), room);
        room -= length(types);
        Map<String, Double> heaviest = fitting(heaviestFirst(all.weights), room);
        return Json.write(
                object(statistics, new Tables(counts, durations, types, heaviest), weights - heaviest.size()));
    }

    private static List<Map.Entry<String, Double>> heaviestFirst(Map<String, Double> weights) {
        List<Map.Entry<String, Double>> sorted = new ArrayList<>(weights.entrySet());
        sorted.sort(Comparator.comparingDouble((Map.Entry<String, Double> weight) -> -Math.abs(weight.getValue()))
                .thenComparing(Map.Entry::getKey));
        return sorted;
    }

    /** The first entries of a table, as many as take so many characters of JSON together. */
    private static <T> Map<String, T> fitting(Collection<Map.Entry<String, T>> entries, int room) {
        Map<String, T> kept = new LinkedHashMap<>();
        int left = room;
        for (Map.Entry<String, T> entry : entries) {
            left -= length(entry);
            if (left < 0) {
                break;
            }
            kept.put(entry.getKey(), entry.getValue());
        }
        return kept;
    }

    private static int length(Map<String, ?> table) {
        return table.entrySet().stream().mapToInt(ModelStatisticsJson::length).sum();
    }

    /** An entry with a comma instead of the two braces. */
    private static int length(Map.Entry<String, ?> entry) {
        return Json.write(Map.ofEntries(entry)).length() - 1;
    }

    private static Map<String, Object> object(ModelStatistics statistics, Tables tables, int leftOut) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(ALGORITHM, statistics.algorithm());
        statistics.training().ifPresent(training -> {
            root.put(USERS, training.users());
            root.put(ITEMS, training.items());
            root.put(EVENTS, training.events());
            training.catalogItems().ifPresent(items -> root.put(CATALOG_ITEMS, items));
            root.put(COUNTS, tables.counts);
            root.put(DURATIONS, tables.durations);
            training.eventTimes()
                    .ifPresent(span -> root.put(EVENT_TIMES, FileLayoutJson.times(span.first(), span.last())));
            if (!tables.types.isEmpty()) {
                root.put(EVENT_TYPES, tables.types);
            }
            training.referenceTime().ifPresent(time -> root.put(REFERENCE_TIME, time.toString()));
            if (!training.laterEvents().isEmpty()) {
                root.put(
                        LATER_EVENTS,
                        training.laterEvents().stream()
                                .map(ModelStatisticsJson::object)
                                .toList());
            }
        });
        if (!tables.weights.isEmpty()) {
            root.put(FEATURE_WEIGHTS, tables.weights);
        }
        if (leftOut > 0) {
            root.put(LEFT_OUT, leftOut);
        }
        statistics.usage().ifPresent(parsing -> root.put(USAGE, object(parsing)));
        statistics.catalog().ifPresent(parsing -> root.put(CATALOG, object(parsing)));
        statistics.evaluation().ifPresent(evaluated -> root.put(EVALUATION, object(evaluated)));
        statistics.tuning().ifPresent(report -> root.put(TuningPlan.FIELD, TuningReportJson.object(report)));
        if (!statistics.notes().isEmpty()) {
            root.put(NOTES, statistics.notes());
        }
        return root;
    }

    private static Map<String, Object> object(UsageEvent event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", event.user());
        object.put("item", event.item());
        event.time().ifPresent(time -> object.put("time", time.toString()));
        object.put("type", event.type().name());
        event.weight().ifPresent(weight -> object.put("weight", weight));
        return object;
    }

    private static Map<String, Object> object(Parsing parsing) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(LINES, parsing.report().lines());
        object.put(ACCEPTED, parsing.report().successes());
        object.put(ERRORS, problems(parsing.report().errors()));
        object.put(WARNINGS, problems(parsing.report().warnings()));
        if (!parsing.report().files().isEmpty()) {
            object.put(
                    FILES,
                    parsing.report().files().stream()
                            .map(FileLayoutJson::object)
                            .toList());
        }
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
        object.put(SCORES, scores(evaluated.scores()));
        object.put(BASELINE, scores(evaluated.baseline()));
        object.put(GAINS, scores(evaluated.gains()));
        List<Map<String, Object>> buckets = new ArrayList<>();
        for (PopularityBucket bucket : evaluated.percentiles()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("from", bucket.from());
            each.put("to", bucket.to());
            each.put("share", bucket.share());
            buckets.add(each);
        }
        object.put(PERCENTILES, buckets);
        if (!evaluated.words().isEmpty()) {
            object.put(WORDS, evaluated.words());
        }
        object.put(NOTES, evaluated.notes());
        return object;
    }

    private static List<Map<String, Object>> scores(List<Score> scores) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Score score : scores) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("metric", score.metric());
            score.cutoff().ifPresent(cutoff -> each.put("cutoff", cutoff));
            each.put("value", score.value());
            score.interval().ifPresent(interval -> {
                each.put(LOW, interval.low());
                each.put(HIGH, interval.high());
            });
            list.add(each);
        }
        return list;
    }

    static ModelStatistics read(String json) {
        try {
            return read(Json.readObject(json));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time cannot be read: " + e.getMessage(), e);
        }
    }

    private static ModelStatistics read(JsonNode root) {
        return new ModelStatistics(
                root.path(ALGORITHM).asText(),
                root.has(USERS) ? Optional.of(training(root)) : Optional.empty(),
                root.path(LEFT_OUT).asInt(),
                optional(root.path(USAGE), ModelStatisticsJson::parsing),
                optional(root.path(CATALOG), ModelStatisticsJson::parsing),
                optional(root.path(EVALUATION), ModelStatisticsJson::evaluated),
                optional(root.path(TuningPlan.FIELD), TuningReportJson::read),
                list(root.path(NOTES), JsonNode::asText));
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
                table(root.path(DURATIONS), ModelStatisticsJson::duration),
                optional(
                        root.path(EVENT_TIMES),
                        span -> new TimeSpan(FileLayoutJson.first(span), FileLayoutJson.last(span))),
                Optional.ofNullable(root.path(REFERENCE_TIME).textValue()).map(Instant::parse),
                list(root.path(LATER_EVENTS), ModelStatisticsJson::event),
                table(root.path(EVENT_TYPES), JsonNode::asLong));
    }

    private static UsageEvent event(JsonNode node) {
        JsonNode weight = node.path("weight");
        return new UsageEvent(
                node.path("user").asText(),
                node.path("item").asText(),
                Optional.ofNullable(node.path("time").textValue()).map(Instant::parse),
                EventType.of(node.path("type").asText()),
                weight.isNumber() ? OptionalDouble.of(weight.doubleValue()) : OptionalDouble.empty());
    }

    private static Parsing parsing(JsonNode node) {
        ParsingReport report = new ParsingReport(
                node.path(LINES).asLong(),
                node.path(ACCEPTED).asLong(),
                list(node.path(ERRORS), ModelStatisticsJson::problem),
                list(node.path(WARNINGS), ModelStatisticsJson::problem),
                list(node.path(FILES), FileLayoutJson::read));
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
                list(node.path(BASELINE), ModelStatisticsJson::score),
                list(node.path(GAINS), ModelStatisticsJson::score),
                list(
                        node.path(PERCENTILES),
                        bucket -> new PopularityBucket(
                                bucket.path("from").asDouble(),
                                bucket.path("to").asDouble(),
                                bucket.path("share").asDouble())),
                node.path(WORDS).asText(),
                list(node.path(NOTES), JsonNode::asText));
    }

    private static Score score(JsonNode node) {
        JsonNode cutoff = node.path("cutoff");
        return new Score(
                node.path("metric").asText(),
                cutoff.isInt() ? OptionalInt.of(cutoff.intValue()) : OptionalInt.empty(),
                node.path("value").asDouble(),
                node.has(LOW)
                        ? Optional.of(new Interval(
                                node.path(LOW).asDouble(), node.path(HIGH).asDouble()))
                        : Optional.empty());
    }

    static <T> Optional<T> optional(JsonNode node, Function<JsonNode, T> reader) {
        return node.isObject() ? Optional.of(reader.apply(node)) : Optional.empty();
    }

    static <T> Map<String, T> table(JsonNode node, Function<JsonNode, T> reader) {
        Map<String, T> table = new LinkedHashMap<>();
        node.properties().forEach(field -> table.put(field.getKey(), reader.apply(field.getValue())));
        return table;
    }

    static <T> List<T> list(JsonNode node, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        node.forEach(each -> list.add(reader.apply(each)));
        return list;
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    static Duration duration(JsonNode seconds) {
        return Duration.ofNanos(Math.round(seconds.asDouble() * NANOS));
    }
}
