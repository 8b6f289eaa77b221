package dev.recommender.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.recommender.Diversity;
import dev.recommender.EventType;
import dev.recommender.InvalidParametersException;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Seed;
import dev.recommender.internal.util.Json;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Queries as JSON objects. A field that is absent or null leaves the query's default; a field that is unknown or of a wrong
 * type is refused.
 *
 * <pre>{@code
 * {"user": "u42", "seeds": ["bow", {"item": "violin", "type": "Purchase", "time": "2026-11-29T12:00:00Z"}],
 *  "count": 5, "exclude": ["case"], "where": [{"feature": "price", "values": ["low", "middle"]}], "explain": true}
 * }</pre>
 */
public final class QueryJson {
    /** Stands for a seed that cannot be read, until what else is wrong is known. */
    private static final Seed UNREAD = Seed.of("?");

    private QueryJson() {}

    /**
     * A query as JSON; fields at their defaults are left out.
     *
     * @throws IllegalArgumentException if the query has a predicate, which only this JVM knows; or a condition that is
     *     nested more than 20 deep, which {@link #read} refuses
     */
    public static String write(Query query) {
        if (query.hasPredicate()) {
            throw new IllegalArgumentException(
                    "a query with a predicate cannot be sent; say it with Condition.category and Condition.feature");
        }
        ObjectNode root = Json.object();
        query.user().ifPresent(user -> root.put("user", user));
        if (!query.seeds().isEmpty()) {
            ArrayNode seeds = root.putArray("seeds");
            query.seeds().forEach(seed -> seeds.add(seed(seed)));
        }
        query.recency().ifPresent(recency -> root.put("recency", recency.toString()));
        root.put("count", query.count());
        if (query.includesSeen()) {
            root.put("includeSeen", true);
        }
        if (!query.backfills()) {
            root.put("backfill", false);
        }
        query.at().ifPresent(time -> root.put("at", time.toString()));
        putSets(root, "onlyItems", query.onlyItems());
        putSets(root, "exclude", query.exclude());
        if (!query.conditions().isEmpty()) {
            ArrayNode conditions = root.putArray("where");
            query.conditions().forEach(condition -> conditions.add(ConditionJson.write(condition)));
        }
        if (query.minScore() > Double.NEGATIVE_INFINITY) {
            root.put("minScore", query.minScore());
        }
        if (!query.boosts().isEmpty()) {
            ArrayNode boosts = root.putArray("boosts");
            for (Query.Boost boost : query.boosts()) {
                ObjectNode node = boosts.addObject().put("factor", boost.factor());
                node.set("items", ids(boost.items()));
            }
        }
        query.maxPerCategory().ifPresent(count -> root.put("maxPerCategory", count));
        query.diversity()
                .ifPresent(diversity -> root.putObject("diversity")
                        .put("strength", diversity.strength())
                        .put("maxLoss", diversity.maxLoss()));
        if (query.explains()) {
            root.put("explain", true);
        }
        return Json.write(root);
    }

    /**
     * Reads a query.
     *
     * @throws InvalidParametersException naming every field that is unknown or not allowed, with what is
     */
    public static Query read(String json) {
        JsonFields fields = JsonFields.of("query", json);
        Query query = Query.popular();
        query = fields.text("user", query, Query::forUser);
        query = fields.each("seeds", query, QueryJson::addSeed);
        query = fields.text("recency", query, (before, text) -> before.recency(Recency.parse(text)));
        query = fields.whole("count", query, Query::count);
        query = fields.flag("includeSeen", false) ? query.includeSeen() : query;
        query = fields.flag("backfill", true) ? query : query.withoutBackfill();
        query = fields.time("at", query, Query::at);
        query = sets(fields, "onlyItems", query, Query::onlyItems);
        query = sets(fields, "exclude", query, Query::exclude);
        query = fields.each("where", query, (before, node) -> before.where(ConditionJson.read(node)));
        query = fields.number("minScore", query, Query::minScore);
        query = fields.each("boosts", query, QueryJson::addBoost);
        query = fields.whole("maxPerCategory", query, Query::maxPerCategory);
        JsonNode diversity = fields.node("diversity");
        if (!diversity.isMissingNode()) {
            query = fields.reading("diversity", diversity, query, QueryJson::addDiversity);
        }
        query = fields.flag("explain", false) ? query.explain() : query;
        fields.finish();
        return query;
    }

    private static JsonNode seed(Seed seed) {
        boolean plain = seed.type().equals(EventType.CUSTOM)
                && seed.weight().isEmpty()
                && seed.time().isEmpty();
        if (plain) {
            return TextNode.valueOf(seed.item());
        }
        ObjectNode node = Json.object().put("item", seed.item());
        if (!seed.type().equals(EventType.CUSTOM)) {
            node.put("type", seed.type().name());
        }
        seed.weight().ifPresent(weight -> node.put("weight", weight));
        seed.time().ifPresent(time -> node.put("time", time.toString()));
        return node;
    }

    private static Query addSeed(Query query, JsonNode node) {
        if (node.isTextual()) {
            return query.and(node.textValue());
        }
        JsonFields fields = JsonFields.of("seed", node);
        Seed seed = fields.requiredText("item", UNREAD, (before, item) -> Seed.of(item));
        seed = fields.text("type", seed, (before, type) -> before.type(EventType.of(type)));
        seed = fields.number("weight", seed, Seed::weight);
        seed = fields.time("time", seed, Seed::at);
        fields.finish();
        return query.and(seed);
    }

    private static Query addBoost(Query query, JsonNode node) {
        JsonFields fields = JsonFields.of("boost", node);
        ItemSet items = ItemSet.of(fields.texts("items", fields.required("items")));
        Query.Boost boost = fields.requiredNumber(
                "factor", new Query.Boost(items, 1), (before, factor) -> new Query.Boost(items, factor));
        fields.finish();
        return query.boost(items, boost.factor());
    }

    private static Query addDiversity(Query query, JsonNode node) {
        JsonFields fields = JsonFields.of("diversity", node);
        Diversity diversity = fields.requiredNumber(
                "strength", new Diversity(0, 1), (before, strength) -> new Diversity(strength, before.maxLoss()));
        diversity = fields.number("maxLoss", diversity, (before, maxLoss) -> new Diversity(before.strength(), maxLoss));
        fields.finish();
        return query.diversity(diversity);
    }

    /** One set as a list of ids, several as a list of lists. */
    private static void putSets(ObjectNode root, String field, List<ItemSet> sets) {
        if (sets.size() == 1) {
            root.set(field, ids(sets.get(0)));
        } else if (!sets.isEmpty()) {
            ArrayNode lists = root.putArray(field);
            sets.forEach(set -> lists.add(ids(set)));
        }
    }

    private static ArrayNode ids(ItemSet set) {
        ArrayNode ids = Json.array();
        set.ids().forEach(ids::add);
        return ids;
    }

    private static Query sets(JsonFields fields, String field, Query query, BiFunction<Query, ItemSet, Query> change) {
        JsonNode node = fields.node(field);
        if (node.isMissingNode()) {
            return query;
        }
        boolean several = node.isArray() && !node.isEmpty() && node.get(0).isArray();
        if (!several) {
            return fields.reading(
                    field, node, query, (before, ids) -> change.apply(before, ItemSet.of(fields.texts(field, ids))));
        }
        Query changed = query;
        for (int at = 0; at < node.size(); at++) {
            String place = field + "[" + at + "]";
            changed = fields.reading(
                    place,
                    node.get(at),
                    changed,
                    (before, ids) -> change.apply(before, ItemSet.of(fields.texts(place, ids))));
        }
        return changed;
    }
}
