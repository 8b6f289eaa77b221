package dev.recommender.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidValueException;
import dev.recommender.Violation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads bodies of JSON. A text of which a part would be lost is refused. */
final class Bodies {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A place within the JSON as the parser tells it. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\[\\]]*; (line: \\d+, column: \\d+)]");

    private Bodies() {}

    /**
     * Any JSON; missing if there is none.
     *
     * @throws InvalidValueException if it is not JSON
     */
    static JsonNode read(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // The parser's own words name a source, which nobody here has given.
            String words = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
            @Nullable JsonLocation at = e.getLocation();
            // What exceeds a limit, such as that of depth, has no place.
            String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new InvalidValueException(
                    Violation.of("not JSON: " + (at == null ? "" : place + ": ") + words)
                            .remedy("correct the JSON" + (at == null ? "" : " at " + place)),
                    e);
        }
    }

    /**
     * Any JSON of a body; missing if there is none.
     *
     * @param what the body, as the start of the sentence that refuses it, such as {@code the body is}
     * @throws WebFailure if it is not JSON
     */
    static JsonNode read(String what, String text) {
        try {
            return read(text);
        } catch (InvalidValueException e) {
            Violation violation = e.violation();
            throw Exchange.invalid(violation.detail(what + " " + violation.detail()));
        }
    }

    /**
     * The body as an object that has no other than these fields; an empty object if there is no body.
     *
     * @throws WebFailure if it is anything else
     */
    static ObjectNode object(String text, Set<String> known) {
        Faults faults = new Faults();
        ObjectNode object = object(text, known, faults);
        faults.require();
        return object;
    }

    /**
     * The body as an object, of which fields that are not known are faults; an empty object if there is no body.
     *
     * @throws WebFailure if it is anything else
     */
    static ObjectNode object(String text, Set<String> known, Faults faults) {
        JsonNode node = read("the body is", text);
        if (node.isMissingNode()) {
            return JSON.createObjectNode();
        }
        if (!(node instanceof ObjectNode object)) {
            throw Exchange.invalid(Violation.of("the body must be an object")
                    .value(node.toString())
                    .remedy("send an object of JSON"));
        }
        faults.checking(() -> refuseOthers(object, known));
        return object;
    }

    /** A field of a text that may be no object of JSON; missing if it is not there. */
    static JsonNode field(String text, String name) {
        try {
            return read(text).path(name);
        } catch (InvalidValueException e) {
            return MissingNode.getInstance();
        }
    }

    /** Refuses fields that are not known. */
    static void refuseOthers(JsonNode object, Set<String> known) {
        List<String> all = known.stream().sorted().toList();
        List<Violation> others = new ArrayList<>();
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                others.add(Violation.unknown(Exchange.shown(name), "is not a field here", all));
            }
        }
        if (!others.isEmpty()) {
            throw Exchange.invalid(others);
        }
    }

    /** What is wrong with a field whose value must be something else. */
    static Violation refused(String field, String allowed, JsonNode value) {
        if (value.isMissingNode()) {
            return Violation.of(field, allowed).detail(field + " " + allowed + "; it is missing");
        }
        String sent = value.isTextual() ? value.textValue() : value.toString();
        return Violation.ofValue(field, allowed, Exchange.shown(value.toString()), sent);
    }

    /** A text that must be there. */
    static String text(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isTextual()) {
            throw Exchange.invalid(refused(field, "must be a text", node));
        }
        return node.textValue();
    }

    /** Whether a field is true; false if it is not there. */
    static boolean flag(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isBoolean() && !node.isMissingNode() && !node.isNull()) {
            throw Exchange.invalid(refused(field, "must be true or false", node));
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
        return Exchange.invalid(refused(field, "must be a whole number", node));
    }
}
