package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.CatalogItem;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.service.ModelService;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a model knows, for people who look for it: items by the words of their names, users by the start of their ids. */
final class CatalogRoutes {
    private static final int DEFAULT_COUNT = 10;
    private static final int MAX_COUNT = 100;

    /** After so many items or users a search ends; the answer says so. */
    private static final int MAX_SEARCHED = 200_000;

    private final ModelService service;

    CatalogRoutes(ModelService service) {
        this.service = service;
    }

    List<Route> routes() {
        String model = "/api/v1/models/{model}";
        return List.of(
                Route.of("GET", model + "/search", Access.RECOMMENDATIONS, this::search)
                        .query(QueryField.text("text"), QueryField.whole("count", 1, MAX_COUNT)),
                Route.of("GET", model + "/users", Access.ADMINISTRATION, this::users)
                        .query(QueryField.text("prefix"), QueryField.whole("count", 1, MAX_COUNT)));
    }

    private ModelLease open(Exchange exchange) throws IOException {
        return service.open(ModelId.parse(exchange.path("model")));
    }

    /** Items whose id or name has words that start with all words of a text, most popular first. */
    private Reply search(Exchange exchange) throws IOException {
        int count = exchange.whole("count", DEFAULT_COUNT, 1, MAX_COUNT);
        String[] words = words(exchange.query("text").orElse(""));
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (ModelLease model = open(exchange)) {
            root.put("model", model.record().id().toString());
            ArrayNode found = root.putArray("items");
            Iterator<String> items = model.items();
            for (int searched = 0; items.hasNext() && found.size() < count && searched < MAX_SEARCHED; searched++) {
                String id = items.next();
                Optional<CatalogItem> item = model.item(id);
                if (matches(id, item.flatMap(CatalogItem::name), words)) {
                    AnswerRoutes.describe(found.addObject(), item.orElseGet(() -> CatalogItem.of(id)));
                }
            }
            root.put("complete", !items.hasNext());
        }
        return Reply.json(200, root);
    }

    private Reply users(Exchange exchange) throws IOException {
        int count = exchange.whole("count", DEFAULT_COUNT, 1, MAX_COUNT);
        String prefix = exchange.query("prefix").orElse("");
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (ModelLease model = open(exchange)) {
            root.put("model", model.record().id().toString());
            ArrayNode found = root.putArray("users");
            Iterator<String> users = model.users();
            for (int searched = 0; users.hasNext() && found.size() < count && searched < MAX_SEARCHED; searched++) {
                String user = users.next();
                if (user.startsWith(prefix)) {
                    found.add(user);
                }
            }
            root.put("complete", !users.hasNext());
        }
        return Reply.json(200, root);
    }

    private static String[] words(String text) {
        String folded = folded(text).strip();
        return folded.isEmpty() ? new String[0] : folded.split("\\s+");
    }

    private static boolean matches(String id, Optional<String> name, String[] words) {
        String text = " " + folded(id) + " " + folded(name.orElse(""));
        for (String word : words) {
            if (!startsAWord(text, word)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsAWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (!Character.isLetterOrDigit(text.charAt(at - 1))) {
                return true;
            }
        }
        return false;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
