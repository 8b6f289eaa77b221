package dev.recommender.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.internal.util.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Reads the fields of one JSON object, and collects what is wrong with them, so that all of it is reported at once. A value
 * that cannot be read stays as it was before; {@link #finish} refuses the object then.
 */
final class JsonFields {
    private final String what;
    private final ObjectNode root;
    private final Set<String> unread = new TreeSet<>();
    /** The fields that there can be, in the order in which they are read. */
    private final Set<String> known = new LinkedHashSet<>();

    private final List<Violation> violations = new ArrayList<>();

    private JsonFields(String what, ObjectNode root) {
        this.what = what;
        this.root = root;
        root.fieldNames().forEachRemaining(unread::add);
    }

    static JsonFields of(String what, String json) {
        return new JsonFields(what, InvalidParametersException.naming(what + ":", () -> Json.readObject(json)));
    }

    static JsonFields of(String what, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new JsonFields(what, object);
        }
        throw InvalidParametersException.of(new Violation(
                what + " must be an object: " + Json.shown(node),
                Optional.empty(),
                Optional.of(Json.plain(node)),
                Optional.of("give an object")));
    }

    /** Names fields that there can be, whichever of them are read. */
    void allow(List<String> fields) {
        known.addAll(fields);
    }

    /** A field; missing if it is absent or null. */
    JsonNode node(String field) {
        unread.remove(field);
        known.add(field);
        JsonNode node = root.path(field);
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    /** A field that must be there. */
    JsonNode required(String field) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            violations.add(Violation.of(field, "is missing").remedy("add it"));
        }
        return node;
    }

    /** Says what is wrong with the object as a whole. */
    void refuse(Violation violation) {
        violations.add(violation);
    }

    private void refuse(String field, String allowed, JsonNode node) {
        violations.add(Violation.ofValue(field, allowed, Json.shown(node), Json.plain(node)));
    }

    Optional<String> text(String field) {
        JsonNode node = node(field);
        if (!node.isMissingNode() && !node.isTextual()) {
            refuse(field, "must be a text", node);
        }
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** What becomes of a value by a text. */
    <T> T text(String field, T value, BiFunction<T, String, T> change) {
        return text(field)
                .map(text -> reading(field, node(field), value, (before, node) -> change.apply(before, text)))
                .orElse(value);
    }

    /** What becomes of a value by a text that must be there. */
    <T> T requiredText(String field, T value, BiFunction<T, String, T> change) {
        return required(field).isMissingNode() ? value : text(field, value, change);
    }

    /** A text that must be there. */
    String requiredText(String field) {
        return requiredText(field, "", (before, text) -> text);
    }

    boolean flag(String field, boolean otherwise) {
        JsonNode node = node(field);
        if (!node.isMissingNode() && !node.isBoolean()) {
            refuse(field, "must be true or false", node);
        }
        return node.isBoolean() ? node.booleanValue() : otherwise;
    }

    /** What becomes of a value by a whole number. */
    <T> T whole(String field, T value, BiFunction<T, Integer, T> change) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return value;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            refuse(field, "must be a whole number", node);
            return value;
        }
        return reading(field, node, value, (before, given) -> change.apply(before, given.intValue()));
    }

    /** What becomes of a value by a number. */
    <T> T number(String field, T value, BiFunction<T, Double, T> change) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return value;
        }
        if (!node.isNumber()) {
            refuse(field, "must be a number", node);
            return value;
        }
        return reading(field, node, value, (before, given) -> change.apply(before, given.doubleValue()));
    }

    /** What becomes of a value by a number that must be there. */
    <T> T requiredNumber(String field, T value, BiFunction<T, Double, T> change) {
        return required(field).isMissingNode() ? value : number(field, value, change);
    }

    /** A number that must be there. */
    double requiredNumber(String field) {
        return requiredNumber(field, 0.0, (before, number) -> number);
    }

    /** What becomes of a value by a moment. */
    <T> T time(String field, T value, BiFunction<T, Instant, T> change) {
        Optional<String> text = text(field);
        if (text.isEmpty()) {
            return value;
        }
        try {
            Instant time = Instant.parse(text.get());
            return reading(field, node(field), value, (before, given) -> change.apply(before, time));
        } catch (DateTimeException e) {
            violations.add(Violation.ofValue(field, "must be a moment such as 2026-11-29T12:00:00Z", text.get()));
        }
        return value;
    }

    Iterable<JsonNode> list(String field) {
        JsonNode node = node(field);
        if (!node.isMissingNode() && !node.isArray()) {
            refuse(field, "must be a list", node);
        }
        return node.isArray() ? node : List.of();
    }

    /** The texts of a field's node; none if it is missing. */
    List<String> texts(String field, JsonNode node) {
        List<String> texts = new ArrayList<>();
        boolean fits = node.isArray() || node.isMissingNode();
        for (JsonNode element : node) {
            fits &= element.isTextual();
            texts.add(element.asText());
        }
        if (!fits) {
            refuse(field, "must be a list of texts", node);
        }
        return texts;
    }

    /** The texts of an object by their names; none if it is missing. */
    Map<String, String> textsByName(String field) {
        JsonNode node = node(field);
        Map<String, String> texts = new LinkedHashMap<>();
        boolean fits = node.isObject() || node.isMissingNode();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            fits &= each.getValue().isTextual();
            texts.put(each.getKey(), each.getValue().asText());
        }
        if (!fits) {
            refuse(field, "must be an object of texts", node);
        }
        return texts;
    }

    /** What becomes of a value by a node that is not missing; it stays as it is if that is refused. */
    <T> T reading(String field, JsonNode node, T value, BiFunction<T, JsonNode, T> change) {
        return reading(field, field, node, value, change);
    }

    /** What becomes of a value by the elements of a list, each in turn. */
    <T> T each(String field, T value, BiFunction<T, JsonNode, T> change) {
        return each(field, list(field), value, change);
    }

    /** What becomes of a value by some elements of a field, each in turn. */
    <T> T each(String field, Iterable<JsonNode> elements, T value, BiFunction<T, JsonNode, T> change) {
        T changed = value;
        int at = 0;
        for (JsonNode element : elements) {
            changed = reading(field, field + "[" + at + "]", element, changed, change);
            at++;
        }
        return changed;
    }

    private <T> T reading(String field, String path, JsonNode node, T value, BiFunction<T, JsonNode, T> change) {
        if (node.isMissingNode()) {
            return value;
        }
        try {
            return change.apply(value, node);
        } catch (InvalidParametersException e) {
            for (Violation violation : e.details()) {
                violations.add(
                        violation.detail(field + ": " + violation.detail()).within(path));
            }
        } catch (IllegalArgumentException e) {
            Violation violation = Violation.of(e);
            String detail = violation.detail();
            violations.add(violation
                    .detail(detail.startsWith(field + " ") ? detail : field + ": " + detail)
                    .at(path)
                    .value(Json.plain(node)));
        }
        return value;
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidParametersException if anything was wrong, or a field was not read
     */
    void finish() {
        String article = "aeiou".indexOf(what.charAt(0)) < 0 ? "a " : "an ";
        for (String field : unread) {
            violations.add(
                    known.contains(field)
                            ? Violation.withRemedy(field, "cannot stand beside the other fields", "leave it out")
                            : Violation.unknown(field, "is not a field of " + article + what, known));
        }
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
    }
}
