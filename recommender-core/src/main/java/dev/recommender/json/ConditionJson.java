package dev.recommender.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Condition;
import dev.recommender.InvalidParametersException;
import dev.recommender.internal.util.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Conditions on the catalog as JSON objects with one field each, two for features. */
final class ConditionJson {
    private static final int MAX_DEPTH = 20;

    private ConditionJson() {}

    static JsonNode write(Condition condition) {
        ObjectNode node = Json.object();
        if (condition instanceof Condition.InCategory category) {
            putTexts(node, "category", category.categories());
        } else if (condition instanceof Condition.HasFeature feature) {
            node.put("feature", feature.name());
            putTexts(node, "values", feature.values());
        } else if (condition instanceof Condition.All all) {
            putAll(node, "all", all.conditions());
        } else if (condition instanceof Condition.Any any) {
            putAll(node, "any", any.conditions());
        } else if (condition instanceof Condition.Not not) {
            node.set("not", write(not.condition()));
        }
        return node;
    }

    static Condition read(JsonNode node) {
        return read(node, 1);
    }

    private static Condition read(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidParametersException(
                    List.of("a condition must not be nested more than " + MAX_DEPTH + " deep"));
        }
        JsonFields fields = JsonFields.of("condition", node);
        Condition condition;
        if (node.has("category")) {
            condition = new Condition.InCategory(fields.texts("category"));
        } else if (node.has("feature")) {
            String name = fields.requiredText("feature");
            JsonNode values = fields.node("values");
            condition =
                    new Condition.HasFeature(name, values.isMissingNode() ? List.of() : fields.texts("values", values));
        } else if (node.has("all")) {
            condition = new Condition.All(readAll(fields, "all", depth));
        } else if (node.has("any")) {
            condition = new Condition.Any(readAll(fields, "any", depth));
        } else if (node.has("not")) {
            condition = new Condition.Not(read(fields.node("not"), depth + 1));
        } else {
            throw new InvalidParametersException(
                    List.of("a condition needs category, feature, all, any or not: " + node));
        }
        fields.finish();
        return condition;
    }

    private static List<Condition> readAll(JsonFields fields, String field, int depth) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode node : fields.list(field)) {
            conditions.add(read(node, depth + 1));
        }
        return conditions;
    }

    private static void putAll(ObjectNode node, String field, List<Condition> conditions) {
        ArrayNode list = node.putArray(field);
        conditions.forEach(condition -> list.add(write(condition)));
    }

    private static void putTexts(ObjectNode node, String field, Collection<String> texts) {
        ArrayNode list = node.putArray(field);
        texts.forEach(list::add);
    }
}
