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

/**
 * Asks the model of an id, or the one that an alias has for the user who is asked for. Shared between threads.
 *
 * <p>Methods throw {@link ProblemException} if the service does not answer the question, such as one of the type {@code
 * unknown-model}, and {@link IOException} if it cannot be reached, or what answers is not the service.
 */
public final class ModelClient {
    /** The service takes so many in one request. */
    private static final int MOST_ITEMS = 200;
    /** Servers and proxies take addresses of 8,192 characters, together with all headers. */
    private static final int LONGEST_QUERY = 4000;

    private final Calls calls;
    private final String address;

    ModelClient(Calls calls, String address) {
        this.calls = calls;
        this.address = address;
    }

    /**
     * What the model recommends, best first, and which model it is.
     *
     * @param query asks for 1 to 1,000 items
     * @throws ProblemException of the type {@code invalid-request} if the count is another, or the model cannot follow a rule
     */
    public Answer recommend(Query query) throws IOException {
        return answer(Calls.Call.of("POST", address + "/recommend").json(QueryJson.write(query)));
    }

    /**
     * Items similar to one, most similar first; none if it is unknown.
     *
     * @param count how many at most, from 1 to 1,000
     * @throws ProblemException of the type {@code invalid-request} if the count is another, or the item is blank
     */
    public Answer similarItems(String item, int count) throws IOException {
        return answer(
                Calls.Call.of("GET", address + "/similar?item=" + RecommenderClient.encoded(item) + "&count=" + count));
    }

    /**
     * The items that most users took.
     *
     * @param count how many at most, from 1 to 1,000
     * @throws ProblemException of the type {@code invalid-request} if the count is another
     */
    public Answer popularItems(int count) throws IOException {
        return answer(Calls.Call.of("GET", address + "/popular?count=" + count));
    }

    /**
     * What the model's catalog says of items; those that it lacks are left out. Many are asked for in several requests,
     * between which an alias may get another model.
     *
     * @param ids any number of them, also none
     * @return an immutable list in the order of the ids
     */
    public List<CatalogItem> items(Collection<String> ids) throws IOException {
        List<CatalogItem> items = new ArrayList<>();
        for (String query : queries(ids)) {
            items.addAll(calls.json(Calls.Call.of("GET", address + "/items?" + query), ModelClient::items));
        }
        return List.copyOf(items);
    }

    /** Queries that name the ids, each short enough for one request. */
    private static List<String> queries(Collection<String> ids) {
        List<String> queries = new ArrayList<>();
        StringBuilder query = new StringBuilder();
        int count = 0;
        for (String id : ids) {
            String item = "item=" + RecommenderClient.encoded(id);
            if (count == MOST_ITEMS || (count > 0 && query.length() + 1 + item.length() > LONGEST_QUERY)) {
                queries.add(query.toString());
                query.setLength(0);
                count = 0;
            }
            query.append(count == 0 ? "" : "&").append(item);
            count++;
        }
        if (count > 0) {
            queries.add(query.toString());
        }
        return queries;
    }

    private static List<CatalogItem> items(JsonNode answer) {
        List<CatalogItem> items = new ArrayList<>();
        Calls.list(answer, "items").forEach(node -> items.add(item(node)));
        return items;
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
        return Calls.parsed(calls.text(call), json -> {
            String model = RecommendationsJson.readContext(json)
                    .model()
                    .orElseThrow(() -> new IllegalArgumentException("it does not say which model it is from"));
            return new Answer(ModelId.parse(model), RecommendationsJson.read(json));
        });
    }
}
