package dev.recommender.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads bodies of JSON. A text of which a part would be lost is refused. */
final class Bodies {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Bodies() {}

    /**
     * Any JSON; missing if there is none.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    static JsonNode read(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The body as an object that has no other than these fields; an empty object if there is no body.
     *
     * @throws WebFailure if it is anything else
     */
    static ObjectNode object(String text, Set<String> known) {
        JsonNode node;
        try {
            node = read(text);
        } catch (IllegalArgumentException e) {
            throw Exchange.invalid("the body is " + e.getMessage());
        }
        if (node.isMissingNode()) {
            return JSON.createObjectNode();
        }
        if (!(node instanceof ObjectNode object)) {
            throw Exchange.invalid("the body must be an object");
        }
        refuseOthers(object, known);
        return object;
    }

    /** Refuses fields that are not known. */
    static void refuseOthers(JsonNode object, Set<String> known) {
        List<String> others = new ArrayList<>();
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                others.add("\"" + Exchange.shown(name) + "\" is not a field here; use some of "
                        + known.stream().sorted().toList());
            }
        }
        if (!others.isEmpty()) {
            throw new WebFailure(new Failure(400, "invalid-request", String.join("; ", others), others, Map.of()));
        }
    }

    /** A text that must be there. */
    static String text(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isTextual()) {
            throw Exchange.invalid(field + " must be a text: " + Exchange.shown(node.toString()));
        }
        return node.textValue();
    }

    /** Whether a field is true; false if it is not there. */
    static boolean flag(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isBoolean() && !node.isMissingNode() && !node.isNull()) {
            throw Exchange.invalid(field + " must be true or false: " + Exchange.shown(node.toString()));
        }
        return node.asBoolean();
    }

    /** A whole number that must be there. */
    static int whole(JsonNode object, String field) {
        long number = wholeLong(object, field);
        if (number != (int) number) {
            throw notWhole(field, object.path(field));
        }
        return (int) number;
    }

    /** A whole number that must be there, and may be large. */
    static long wholeLong(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw notWhole(field, node);
        }
        return node.longValue();
    }

    private static WebFailure notWhole(String field, JsonNode node) {
        return Exchange.invalid(field + " must be a whole number: " + Exchange.shown(node.toString()));
    }
}
