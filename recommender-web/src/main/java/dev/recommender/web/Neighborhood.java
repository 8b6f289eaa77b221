package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.registry.ModelLease;
import java.util.LinkedHashMap;
import java.util.Map;

/** The items similar to one, and those similar to them, as nodes and links of a graph. */
final class Neighborhood {
    static final int DEFAULT_COUNT = 6;
    static final int MAX_COUNT = 20;

    private Neighborhood() {}

    /**
     * The graph: the item, its most similar items, and theirs.
     *
     * @param count how many similar items are looked for from each item
     * @throws IllegalArgumentException if the id is blank
     */
    static ObjectNode of(ModelLease model, String item, int count) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", model.record().id().toString());
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        ArrayNode links = JsonNodeFactory.instance.arrayNode();
        Map<String, Integer> distances = new LinkedHashMap<>();
        distances.put(item, 0);
        for (Recommendation near : link(model, item, count, links)) {
            distances.put(near.item(), 1);
        }
        for (String near : distances.keySet().stream().skip(1).toList()) {
            for (Recommendation far : link(model, near, count, links)) {
                distances.putIfAbsent(far.item(), 2);
            }
        }
        distances.forEach((id, distance) -> {
            ObjectNode node = nodes.addObject().put("item", id).put("distance", distance);
            model.item(id).flatMap(CatalogItem::name).ifPresent(name -> node.put("name", name));
            model.item(id).flatMap(CatalogItem::category).ifPresent(category -> node.put("category", category));
        });
        root.set("nodes", nodes);
        root.set("links", links);
        return root;
    }

    private static Recommendations link(ModelLease model, String from, int count, ArrayNode links) {
        Query query = Query.items(from).count(count).withoutBackfill();
        Recommendations similar = model.recommend(query).items();
        for (Recommendation to : similar) {
            links.addObject().put("from", from).put("to", to.item()).put("score", to.score());
        }
        return similar;
    }
}
