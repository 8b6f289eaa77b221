package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.Violation;
import dev.recommender.json.QueryJson;
import dev.recommender.json.RecommendationsJson;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.service.ModelService;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What models answer: the one of an id, the one that an alias has for a user, and the one that the default has. */
final class AnswerRoutes {
    /** The most recommendations of one answer. */
    static final int MAX_COUNT = 1000;

    private static final int DEFAULT_COUNT = 10;
    private static final int MAX_ITEMS = 200;
    private static final String ITEM = "the id of an item";

    private final ModelService service;
    private final Telemetry telemetry;

    AnswerRoutes(ModelService service, Telemetry telemetry) {
        this.service = service;
        this.telemetry = telemetry;
    }

    /** Opens the model that is asked. */
    @FunctionalInterface
    private interface Opening {
        ModelLease open(Exchange exchange, Optional<String> user) throws IOException;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        add(routes, "/api/v1", true, (exchange, user) -> service.open(Alias.DEFAULT, user));
        add(routes, "/api/v1/aliases/{alias}", true, (exchange, user) -> service.open(exchange.path("alias"), user));
        add(
                routes,
                "/api/v1/models/{model}",
                false,
                (exchange, user) -> service.open(ModelId.parse(exchange.path("model"))));
        return routes;
    }

    /**
     * Adds the routes below an address.
     *
     * @param shared whether several models may share the users, so that it matters who asks
     */
    private void add(List<Route> routes, String prefix, boolean shared, Opening opening) {
        Access access = Access.RECOMMENDATIONS;
        routes.add(Route.of("POST", prefix + "/recommend", access, exchange -> recommend(exchange, opening)));
        QueryField item = QueryField.required("item", ITEM);
        QueryField count = QueryField.whole("count", 1, MAX_COUNT);
        routes.add(Route.of("GET", prefix + "/similar", access, exchange -> similar(exchange, opening))
                .query(query(shared, item, count, QueryField.flag("explain"))));
        routes.add(Route.of("GET", prefix + "/neighborhood", access, exchange -> neighborhood(exchange, opening))
                .query(query(shared, item, QueryField.whole("count", 1, Neighborhood.MAX_COUNT))));
        routes.add(Route.of("GET", prefix + "/popular", access, exchange -> popular(exchange, opening))
                .query(query(shared, count)));
        routes.add(Route.of("GET", prefix + "/items", access, exchange -> items(exchange, opening))
                .query(query(shared, QueryField.repeated("item", MAX_ITEMS))));
    }

    private static QueryField[] query(boolean shared, QueryField... fields) {
        List<QueryField> all = new ArrayList<>(List.of(fields));
        if (shared) {
            all.add(QueryField.text("user"));
        }
        return all.toArray(new QueryField[0]);
    }

    private Reply recommend(Exchange exchange, Opening opening) throws IOException {
        Query query = query(exchange.text());
        try (ModelLease model = opening.open(exchange, query.user())) {
            return answer(model, query);
        }
    }

    /**
     * The query of a body.
     *
     * @throws WebFailure naming all that is wrong with it
     */
    private static Query query(String text) {
        Faults faults = new Faults();
        Query query = faults.reading(Query.popular(), () -> QueryJson.read(text.isBlank() ? "{}" : text));
        // A query that cannot be read has none; what is read again then is JSON, or has told that it is not.
        JsonNode count = faults.isEmpty() ? IntNode.valueOf(query.count()) : Bodies.field(text, "count");
        if (count.isInt() && count.intValue() > MAX_COUNT) {
            faults.add(Violation.ofValue("count", "must be from 1 to " + MAX_COUNT, count.toString()));
        }
        faults.addAll(query.withoutEffect());
        faults.require();
        return query;
    }

    private Reply similar(Exchange exchange, Opening opening) throws IOException {
        String item = exchange.required("item", ITEM);
        Query query = valid(() -> Query.items(item))
                .count(exchange.whole("count", DEFAULT_COUNT, 1, MAX_COUNT))
                .withoutBackfill();
        try (ModelLease model = opening.open(exchange, exchange.query("user"))) {
            return answer(model, exchange.flag("explain") ? query.explain() : query);
        }
    }

    private Reply neighborhood(Exchange exchange, Opening opening) throws IOException {
        String item = exchange.required("item", ITEM);
        int count = exchange.whole("count", Neighborhood.DEFAULT_COUNT, 1, Neighborhood.MAX_COUNT);
        try (ModelLease model = opening.open(exchange, exchange.query("user"))) {
            return Reply.json(200, valid(() -> told(telemetry, model, () -> Neighborhood.of(model, item, count))));
        }
    }

    private Reply popular(Exchange exchange, Opening opening) throws IOException {
        Query query = Query.popular().count(exchange.whole("count", DEFAULT_COUNT, 1, MAX_COUNT));
        try (ModelLease model = opening.open(exchange, exchange.query("user"))) {
            return answer(model, query);
        }
    }

    private Reply answer(ModelLease model, Query query) {
        Answer answer = valid(() -> told(telemetry, model, () -> model.recommend(query)));
        return Reply.json(
                200,
                RecommendationsJson.write(
                        RecommendationsJson.Context.none()
                                .withModel(answer.model().toString()),
                        answer.items()));
    }

    /** What a model is asked for, told of. */
    static <T> T told(Telemetry telemetry, ModelLease model, Supplier<T> asked) {
        Runnable end = telemetry.scoring(model.record().id());
        try {
            return asked.get();
        } finally {
            end.run();
        }
    }

    /** What was asked for, unless the request is at fault: a rule that the model cannot follow, a blank id. */
    static <T> T valid(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (IllegalArgumentException e) {
            throw Exchange.invalid(Violation.of(e));
        }
    }

    /** What the model's catalog says of items; those that it lacks are left out. */
    private static Reply items(Exchange exchange, Opening opening) throws IOException {
        List<String> asked = exchange.queries("item", MAX_ITEMS);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (ModelLease model = opening.open(exchange, exchange.query("user"))) {
            root.put("model", model.record().id().toString());
            ArrayNode items = root.putArray("items");
            for (String id : asked) {
                model.item(id).ifPresent(item -> describe(items.addObject(), item));
            }
        }
        return Reply.json(200, root);
    }

    /** What a catalog says of an item. */
    static void describe(ObjectNode node, CatalogItem item) {
        node.put("item", item.id());
        item.name().ifPresent(name -> node.put("name", name));
        item.category().ifPresent(category -> node.put("category", category));
        ObjectNode features = node.putObject("features");
        item.features().forEach((name, values) -> {
            ArrayNode list = features.putArray(name);
            values.forEach(list::add);
        });
    }
}
