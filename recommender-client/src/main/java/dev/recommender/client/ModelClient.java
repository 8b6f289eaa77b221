package dev.recommender.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.json.QueryJson;
import dev.recommender.json.RecommendationsJson;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks the model of an id, or the one that an alias has for the user who is asked for. Shared between threads.
 *
 * <p>Methods throw {@link ProblemException} if the service does not answer the question, and {@link IOException} if it cannot be
 * reached.
 */
public final class ModelClient {
    private final Calls calls;
    private final String address;

    ModelClient(Calls calls, String address) {
        this.calls = calls;
        this.address = address;
    }

    /** What the model recommends, best first, and which model it is. */
    public Answer recommend(Query query) throws IOException {
        return answer(Calls.Call.of("POST", address + "/recommend").json(QueryJson.write(query)));
    }

    /** Items similar to one, most similar first; none if it is unknown. */
    public Answer similarItems(String item, int count) throws IOException {
        return answer(
                Calls.Call.of("GET", address + "/similar?item=" + RecommenderClient.encoded(item) + "&count=" + count));
    }

    /** The items that most users took. */
    public Answer popularItems(int count) throws IOException {
        return answer(Calls.Call.of("GET", address + "/popular?count=" + count));
    }

    /** What the model's catalog says of items, at most 200 of them; those that it lacks are left out. */
    public List<CatalogItem> items(Collection<String> ids) throws IOException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String query =
                ids.stream().map(id -> "item=" + RecommenderClient.encoded(id)).collect(Collectors.joining("&"));
        List<CatalogItem> items = new ArrayList<>();
        for (JsonNode node :
                calls.json(Calls.Call.of("GET", address + "/items?" + query)).path("items")) {
            items.add(item(node));
        }
        return List.copyOf(items);
    }

    private static CatalogItem item(JsonNode node) {
        CatalogItem item = CatalogItem.of(node.path("item").asText());
        item = node.has("name") ? item.name(node.path("name").asText()) : item;
        item = node.has("category") ? item.category(node.path("category").asText()) : item;
        for (var feature : node.path("features").properties()) {
            List<String> values = new ArrayList<>();
            feature.getValue().forEach(value -> values.add(value.asText()));
            item = item.feature(feature.getKey(), values);
        }
        return item;
    }

    private Answer answer(Calls.Call call) throws IOException {
        String json = calls.text(call);
        String model = RecommendationsJson.readContext(json)
                .model()
                .orElseThrow(() -> new IOException("the answer does not say which model it is from"));
        return new Answer(ModelId.parse(model), RecommendationsJson.read(json));
    }
}
