package dev.recommender.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Condition;
import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.internal.util.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Conditions on the catalog as JSON objects with one field each, two for features. */
final class ConditionJson {
    private static final int MAX_DEPTH = 20;
    private static final String TOO_DEEP = "a condition must not be nested more than " + MAX_DEPTH + " deep";

    private static final List<String> FIELDS = List.of("category", "feature", "values", "all", "any", "not");

    /** Stands for a condition that cannot be read, until what else is wrong is known. */
    private static final Condition UNREAD = Condition.all();

    private ConditionJson() {}

    /**
     * A condition as JSON.
     *
     * @throws IllegalArgumentException if it is nested deeper than what {@link #read} reads
     */
    static JsonNode write(Condition condition) {
        return write(condition, 1);
    }

    private static JsonNode write(Condition condition, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(TOO_DEEP);
        }
        ObjectNode node = Json.object();
        if (condition instanceof Condition.InCategory category) {
            putTexts(node, "category", category.categories());
        } else if (condition instanceof Condition.HasFeature feature) {
            node.put("feature", feature.name());
            putTexts(node, "values", feature.values());
        } else if (condition instanceof Condition.All all) {
            putAll(node, "all", all.conditions(), depth);
        } else if (condition instanceof Condition.Any any) {
            putAll(node, "any", any.conditions(), depth);
        } else if (condition instanceof Condition.Not not) {
            node.set("not", write(not.condition(), depth + 1));
        }
        return node;
    }

    static Condition read(JsonNode node) {
        return read(node, 1);
    }

    private static Condition read(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            throw InvalidParametersException.of(
                    Violation.of(TOO_DEEP).remedy("nest conditions at most " + MAX_DEPTH + " deep"));
        }
        JsonFields fields = JsonFields.of("condition", node);
        fields.allow(FIELDS);
        Condition condition = UNREAD;
        if (node.has("category")) {
            condition = fields.reading(
                    "category",
                    fields.required("category"),
                    condition,
                    (before, names) -> new Condition.InCategory(fields.texts("category", names)));
        } else if (node.has("feature")) {
            condition = feature(fields);
        } else if (node.has("all")) {
            condition = new Condition.All(readAll(fields, "all", depth));
        } else if (node.has("any")) {
            condition = new Condition.Any(readAll(fields, "any", depth));
        } else if (node.has("not")) {
            condition = fields.reading(
                    "not",
                    fields.required("not"),
                    condition,
                    (before, negated) -> new Condition.Not(read(negated, depth + 1)));
        } else {
            // What values are of is missing, so they are not one too many.
            fields.node("values");
            fields.refuse(Violation.of("a condition needs category, feature, all, any or not: " + Json.shown(node))
                    .value(Json.plain(node))
                    .remedy("give it one of category, feature, all, any and not"));
        }
        fields.finish();
        return condition;
    }

    private static Condition feature(JsonFields fields) {
        List<String> values = fields.texts("values", fields.node("values"));
        return fields.requiredText("feature", UNREAD, (before, name) -> new Condition.HasFeature(name, values));
    }

    private static List<Condition> readAll(JsonFields fields, String field, int depth) {
        return fields.each(field, new ArrayList<Condition>(), (before, node) -> {
            before.add(read(node, depth + 1));
            return before;
        });
    }

    private static void putAll(ObjectNode node, String field, List<Condition> conditions, int depth) {
        ArrayNode list = node.putArray(field);
        conditions.forEach(condition -> list.add(write(condition, depth + 1)));
    }

    private static void putTexts(ObjectNode node, String field, Collection<String> texts) {
        ArrayNode list = node.putArray(field);
        texts.forEach(list::add);
    }
}
