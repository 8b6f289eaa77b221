package dev.recommender.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.internal.util.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The metadata section as JSON. Reads nothing but what it writes: no other fields, and each of its own type. */
final class HeaderJson {
    private static final String LIBRARY_VERSION = "libraryVersion";
    private static final String ALGORITHM = "algorithm";
    private static final String PARAMETERS = "parameters";
    private static final String KEEP_UNKNOWN_ITEMS = "keepUnknownItems";
    private static final String EVENTS = "events";
    private static final String USERS = "users";
    private static final String ITEMS = "items";
    private static final String COUNTS = "counts";
    private static final String FIRST_TIME = "firstTime";
    private static final String LAST_TIME = "lastTime";
    private static final String REFERENCE_TIME = "referenceTime";
    private static final String HALF_LIFE = "halfLifeMillis";
    private static final String EVENT_WEIGHTS = "eventWeights";
    private static final String WEIGHTED = "weighted";
    private static final String SUPPORT_THRESHOLD = "supportThreshold";
    private static final String SCALE = "scale";
    private static final String FEATURE_WEIGHTS = "featureWeights";
    private static final String SCORE_SCALE = "scoreScale";
    private static final String RATING_MIN = "ratingMin";
    private static final String RATING_MAX = "ratingMax";
    private static final String FACTOR = "factor";

    private static final Set<String> FIELDS = Set.of(
            LIBRARY_VERSION,
            ALGORITHM,
            PARAMETERS,
            KEEP_UNKNOWN_ITEMS,
            EVENTS,
            USERS,
            ITEMS,
            COUNTS,
            FIRST_TIME,
            LAST_TIME,
            REFERENCE_TIME,
            HALF_LIFE,
            EVENT_WEIGHTS,
            WEIGHTED,
            SUPPORT_THRESHOLD,
            SCALE,
            FEATURE_WEIGHTS);

    private static final Set<String> SCALE_FIELDS = Set.of(SCORE_SCALE, RATING_MIN, RATING_MAX, FACTOR);

    private final JsonNode node;

    private HeaderJson(JsonNode node, Set<String> fields) throws IOException {
        this.node = node;
        if (!node.isObject()) {
            throw new IOException("metadata is no JSON object");
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!fields.contains(field.getKey())) {
                throw new IOException("metadata has an unknown field: " + field.getKey());
            }
        }
    }

    static byte[] write(ModelHeader header) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(LIBRARY_VERSION, header.libraryVersion());
        putIfPresent(root, ALGORITHM, header.algorithm());
        root.put(PARAMETERS, Json.readObject(header.parameters().toJson()));
        if (header.keepUnknownItems()) {
            root.put(KEEP_UNKNOWN_ITEMS, true);
        }
        root.put(EVENTS, header.events());
        root.put(USERS, header.users());
        root.put(ITEMS, header.items());
        root.put(COUNTS, header.counts());
        putIfPresent(root, FIRST_TIME, header.firstTime());
        putIfPresent(root, LAST_TIME, header.lastTime());
        putIfPresent(root, REFERENCE_TIME, header.referenceTime());
        putIfPresent(root, HALF_LIFE, header.halfLifeMillis());
        root.put(EVENT_WEIGHTS, header.eventWeights());
        root.put(WEIGHTED, header.weighted());
        root.put(SUPPORT_THRESHOLD, header.supportThreshold());
        Map<String, Object> scale = new LinkedHashMap<>();
        scale.put(SCORE_SCALE, header.scale().scoreScale().name());
        scale.put(RATING_MIN, header.scale().ratingMin());
        scale.put(RATING_MAX, header.scale().ratingMax());
        scale.put(FACTOR, header.scale().factor());
        root.put(SCALE, scale);
        root.put(FEATURE_WEIGHTS, header.featureWeights());
        return Json.write(root).getBytes(StandardCharsets.UTF_8);
    }

    private static void putIfPresent(Map<String, Object> root, String name, @Nullable Object value) {
        if (value != null) {
            root.put(name, value);
        }
    }

    /** Reads the section; throws an {@link IOException} with the reason if it is not what {@link #write} writes. */
    static ModelHeader read(byte[] json) throws IOException {
        HeaderJson root = new HeaderJson(Json.read(json), FIELDS);
        HeaderJson scale = new HeaderJson(root.node.path(SCALE), SCALE_FIELDS);
        return new ModelHeader(
                root.required(LIBRARY_VERSION, JsonNode::isTextual).textValue(),
                root.optional(ALGORITHM, JsonNode::isTextual, JsonNode::textValue),
                parameters(root.required(PARAMETERS, JsonNode::isObject)),
                Boolean.TRUE.equals(root.optional(KEEP_UNKNOWN_ITEMS, JsonNode::isBoolean, JsonNode::booleanValue)),
                root.required(EVENTS, HeaderJson::isLong).longValue(),
                root.required(USERS, JsonNode::isInt).intValue(),
                root.required(ITEMS, JsonNode::isInt).intValue(),
                root.table(COUNTS, HeaderJson::isLong, JsonNode::longValue),
                root.optional(FIRST_TIME, HeaderJson::isLong, JsonNode::longValue),
                root.optional(LAST_TIME, HeaderJson::isLong, JsonNode::longValue),
                root.optional(REFERENCE_TIME, HeaderJson::isLong, JsonNode::longValue),
                root.optional(HALF_LIFE, HeaderJson::isLong, JsonNode::longValue),
                root.table(EVENT_WEIGHTS, HeaderJson::isFinite, JsonNode::doubleValue),
                root.required(WEIGHTED, JsonNode::isBoolean).booleanValue(),
                root.required(SUPPORT_THRESHOLD, JsonNode::isInt).intValue(),
                new Scale(
                        scoreScale(
                                scale.required(SCORE_SCALE, JsonNode::isTextual).textValue()),
                        scale.required(RATING_MIN, HeaderJson::isFinite).doubleValue(),
                        scale.required(RATING_MAX, HeaderJson::isFinite).doubleValue(),
                        scale.required(FACTOR, HeaderJson::isFinite).doubleValue()),
                root.table(FEATURE_WEIGHTS, HeaderJson::isFinite, JsonNode::doubleValue));
    }

    private static Parameters parameters(JsonNode node) throws IOException {
        if (!finite(node)) {
            throw new IOException("metadata has parameters that are not finite");
        }
        try {
            return Parameters.parse(Json.write((ObjectNode) node));
        } catch (InvalidParametersException e) {
            throw new IOException("metadata has wrong parameters", e);
        }
    }

    /** Whether all numbers are finite; as text, others would pass for words. */
    private static boolean finite(JsonNode node) {
        boolean finite = !node.isNumber() || Double.isFinite(node.doubleValue());
        for (JsonNode child : node) {
            finite &= finite(child);
        }
        return finite;
    }

    private static ScoreScale scoreScale(String name) throws IOException {
        try {
            return ScoreScale.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("metadata has an unknown scale: " + name, e);
        }
    }

    private static boolean isLong(JsonNode node) {
        return node.isInt() || node.isLong();
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue());
    }

    private JsonNode required(String name, Predicate<JsonNode> type) throws IOException {
        JsonNode value = node.path(name);
        if (!type.test(value)) {
            throw new IOException("metadata is incomplete, or of another type: " + name);
        }
        return value;
    }

    private <T> @Nullable T optional(String name, Predicate<JsonNode> type, Function<JsonNode, T> value)
            throws IOException {
        return node.path(name).isMissingNode() ? null : value.apply(required(name, type));
    }

    private <T> Map<String, T> table(String name, Predicate<JsonNode> type, Function<JsonNode, T> value)
            throws IOException {
        Map<String, T> table = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field :
                required(name, JsonNode::isObject).properties()) {
            if (!type.test(field.getValue())) {
                throw new IOException("metadata has a wrong value in " + name + ": " + field.getKey());
            }
            table.put(field.getKey(), value.apply(field.getValue()));
        }
        return table;
    }
}
