package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Violation;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.service.ModelService;
import dev.recommender.service.compat.RetiredQuery;
import dev.recommender.storage.BlobStore;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The addresses of Microsoft's retired Product Recommendations service, with its names, JSON and codes, so that its clients need
 * another address and key and no more. A container of theirs is a folder of the store.
 */
final class RetiredRoutes {
    private static final String MODEL = "/api/models/{model}";
    private static final String DEFAULT = "/api/models/default";
    private static final int PAGE = 1000;

    private final ModelService service;
    private final Telemetry telemetry;
    private final RetiredTraining training;

    RetiredRoutes(ModelService service, BlobStore files, Telemetry telemetry) {
        this.service = service;
        this.telemetry = telemetry;
        this.training = new RetiredTraining(service, files, telemetry);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(admin("GET", "/api/models", this::list));
        routes.add(admin("POST", "/api/models", training::request).with(Route.Trait.RETIRED, Route.Trait.CHANGES));
        routes.add(admin("GET", DEFAULT, exchange -> Reply.json(200, RetiredJson.whole(defaultModel()))));
        routes.add(admin("PUT", DEFAULT, this::setDefault).with(Route.Trait.RETIRED, Route.Trait.CHANGES));
        routes.add(ask("GET", DEFAULT, this::ofItem));
        routes.add(ask("POST", DEFAULT, this::ofEvents));
        routes.add(admin("GET", MODEL, exchange -> Reply.json(200, RetiredJson.whole(model(exchange)))));
        routes.add(admin("DELETE", MODEL, this::delete).with(Route.Trait.RETIRED, Route.Trait.CHANGES));
        routes.add(ask("GET", MODEL, this::ofItem));
        routes.add(ask("POST", MODEL, this::ofEvents));
        return routes;
    }

    private static Route admin(String method, String pattern, Route.Action action) {
        return Route.of(method, pattern, Access.ADMINISTRATION, action).with(Route.Trait.RETIRED);
    }

    private static Route ask(String method, String model, Route.Action action) {
        return Route.of(method, model + "/recommend", Access.RECOMMENDATIONS, action)
                .with(Route.Trait.RETIRED);
    }

    /** All models, in the order of their ids. */
    private Reply list(Exchange exchange) throws IOException {
        List<ModelRecord> models = new ArrayList<>();
        List<ModelRecord> page = service.registry().list(PAGE);
        while (!page.isEmpty()) {
            models.addAll(page);
            page = page.size() < PAGE
                    ? List.of()
                    : service.registry().list(page.get(PAGE - 1).id(), PAGE);
        }
        models.sort(Comparator.comparing(model -> model.id().toString()));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        models.forEach(model -> list.add(RetiredJson.summary(model)));
        return Reply.json(200, list);
    }

    private ModelRecord model(Exchange exchange) throws IOException {
        return service.registry().get(ModelId.parse(exchange.path("model")));
    }

    private ModelRecord defaultModel() throws IOException {
        Optional<ModelId> model = service.registry().alias(Alias.DEFAULT).flatMap(Alias::firstModel);
        return service.registry().get(model.orElseThrow(() -> noDefault()));
    }

    private static WebFailure noDefault() {
        return new WebFailure(404, "unknown-model", "there is no default model; set one");
    }

    private Reply setDefault(Exchange exchange) throws IOException {
        ModelId model = Exchange.model("modelId", exchange.query("modelId").orElseThrow(() -> missing("modelId")));
        try {
            service.registry().as(exchange.caller().name()).setAlias(Alias.DEFAULT, model);
        } catch (ModelNotCompletedException e) {
            throw new WebFailure(404, "unknown-model", String.valueOf(e.getMessage()));
        }
        return Reply.empty(200);
    }

    private Reply delete(Exchange exchange) throws IOException {
        ModelId model = ModelId.parse(exchange.path("model"));
        // The retired service deleted a default model unasked, and its clients know no other way.
        if (!service.as(exchange.caller().name()).deleteWithItsShares(model)) {
            throw new UnknownModelException(model);
        }
        return Reply.empty(202);
    }

    private Reply ofItem(Exchange exchange) throws IOException {
        String item = exchange.query("itemId").orElseThrow(() -> missing("itemId"));
        int count = count(exchange);
        if (item.isBlank()) {
            throw Exchange.invalid(Violation.of("itemId", "must not be blank").value(item));
        }
        return answer(exchange, Optional.empty(), List.of(RetiredEvent.of(item)), count);
    }

    private Reply ofEvents(Exchange exchange) throws IOException {
        int count = count(exchange);
        Optional<String> user = exchange.query("userId").filter(id -> !id.isBlank());
        return answer(exchange, user, RetiredEvent.read(exchange.text()), count);
    }

    private Reply answer(Exchange exchange, Optional<String> user, List<RetiredEvent> events, int count)
            throws IOException {
        try (ModelLease model = open(exchange, user)) {
            boolean folded = RetiredJson.isByServiceRules(model.record());
            Answer answer = AnswerRoutes.valid(() -> {
                Query query = query(user, events, folded).count(count);
                return AnswerRoutes.told(telemetry, model, () -> model.recommend(query));
            });
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (Recommendation recommendation : answer.items()) {
                list.addObject().put("recommendedItemId", recommendation.item()).put("score", recommendation.score());
            }
            return Reply.json(200, list);
        }
    }

    private static Query query(Optional<String> user, List<RetiredEvent> events, boolean folded) {
        Query query =
                Query.seeds(events.stream().map(event -> event.seed(folded)).toList());
        return user.isPresent() ? query.forUser(folded ? user.get().toLowerCase(Locale.ROOT) : user.get()) : query;
    }

    private ModelLease open(Exchange exchange, Optional<String> user) throws IOException {
        Optional<String> id = exchange.pathIfAny("model");
        return id.isPresent() ? service.open(ModelId.parse(id.get())) : service.open(Alias.DEFAULT, user);
    }

    private static int count(Exchange exchange) {
        return exchange.whole("recommendationCount", RetiredQuery.DEFAULT_COUNT, 1, RetiredQuery.MAX_COUNT);
    }

    /** The retired service had no address without these. */
    private static WebFailure missing(String field) {
        return new WebFailure(404, "unknown-route", "there is nothing at this address without " + field);
    }
}
