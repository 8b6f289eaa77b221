package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.registry.Alias;
import dev.recommender.registry.InvalidRequestException;
import dev.recommender.registry.ModelAnswersException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.service.ModelService;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Models: requested, listed, watched, cancelled, deleted. */
final class ModelRoutes {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1000;

    private final ModelService service;
    private final Telemetry telemetry;
    private final Progress progress;

    ModelRoutes(ModelService service, Draining draining, Telemetry telemetry) {
        this.service = service;
        this.telemetry = telemetry;
        this.progress = new Progress(service.registry(), draining);
    }

    List<Route> routes() {
        Access access = Access.ADMINISTRATION;
        return List.of(
                Route.of("GET", "/api/v1/models", access, this::list)
                        .query(QueryField.whole("limit", 1, MAX_LIMIT), QueryField.model("after")),
                Route.of("POST", "/api/v1/models", access, this::request).with(Route.Trait.CHANGES, Route.Trait.ONCE),
                Route.of("GET", "/api/v1/models/{model}", access, this::show),
                Route.of("DELETE", "/api/v1/models/{model}", access, this::delete)
                        .query(QueryField.flag("force"))
                        .with(Route.Trait.CHANGES),
                Route.of("POST", "/api/v1/models/{model}/cancel", access, this::cancel)
                        .with(Route.Trait.CHANGES),
                Route.of("POST", "/api/v1/models/{model}/finish", access, this::finish)
                        .with(Route.Trait.CHANGES),
                Route.of("GET", "/api/v1/models/{model}/events", access, this::events)
                        .with(Route.Trait.LISTENS),
                Route.of("GET", "/api/v1/models/{model}/evaluation", access, this::evaluation),
                Route.of("GET", "/api/v1/models/{model}/tuning", access, this::tuning));
    }

    private Reply list(Exchange exchange) throws IOException {
        int limit = exchange.whole("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        Optional<ModelId> after = exchange.query("after").map(given -> Exchange.model("after", given));
        // One more, to know whether there are more.
        List<ModelRecord> found = after.isPresent()
                ? service.registry().list(after.get(), limit + 1)
                : service.registry().list(limit + 1);
        List<ModelRecord> page = found.subList(0, Math.min(limit, found.size()));
        List<Alias> aliases = service.registry().aliases();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode models = root.putArray("models");
        page.forEach(model -> models.add(ModelJson.summary(model, aliases)));
        if (found.size() > limit) {
            root.put("next", page.get(limit - 1).id().toString());
        }
        return Reply.json(200, root);
    }

    private Reply request(Exchange exchange) throws IOException {
        TrainingRequest request = read(exchange.text());
        ModelId id = by(exchange).requestTraining(request);
        telemetry.trainingRequested(id);
        return Reply.json(201, whole(service.registry().get(id)))
                .header("Location", "/api/v1/models/" + id)
                .touching(List.of("model " + id));
    }

    /**
     * The request of a body.
     *
     * @throws InvalidParametersException naming all that is wrong with it, if it is no request as a whole
     */
    private TrainingRequest read(String text) throws IOException {
        try {
            return requireOwn(TrainingRequest.parse(text));
        } catch (InvalidRequestException e) {
            requireOwn(e.readable());
            throw InvalidParametersException.of(service.violations(e));
        }
    }

    private static TrainingRequest requireOwn(TrainingRequest request) {
        WebFolder.requireOwn(request.usage());
        request.catalog().ifPresent(WebFolder::requireOwn);
        request.evaluation().ifPresent(WebFolder::requireOwn);
        request.part().ifPresent(part -> WebFolder.requireOwn(part.usage()));
        return request;
    }

    private Reply show(Exchange exchange) throws IOException {
        return Etags.tagged(Reply.json(200, whole(model(exchange))));
    }

    private Reply delete(Exchange exchange) throws IOException {
        ModelId id = ModelId.parse(exchange.path("model"));
        if (!deleted(exchange, id)) {
            throw new UnknownModelException(id);
        }
        return Reply.empty(204);
    }

    private boolean deleted(Exchange exchange, ModelId id) throws IOException {
        try {
            return exchange.flag("force")
                    ? by(exchange).deleteWithItsShares(id)
                    : by(exchange).delete(id);
        } catch (ModelAnswersException e) {
            throw new WebFailure(
                    409, "model-answers", e.getMessage() + ", or delete the model all the same with force=true");
        }
    }

    /** The service, whose histories will say who it was. */
    private ModelService by(Exchange exchange) {
        return service.as(exchange.caller().name());
    }

    private Reply finish(Exchange exchange) throws IOException {
        ModelId id = ModelId.parse(exchange.path("model"));
        if (!by(exchange).finish(id)) {
            String why = service.registry().get(id).isTuned()
                    ? "the training of model " + id + " has ended already"
                    : "the parameters of model " + id + " were given, so there is no search to finish";
            throw new WebFailure(409, "wrong-status", why);
        }
        return Reply.json(200, whole(service.registry().get(id)));
    }

    private Reply cancel(Exchange exchange) throws IOException {
        ModelId id = ModelId.parse(exchange.path("model"));
        if (!by(exchange).cancel(id)) {
            throw new WebFailure(409, "wrong-status", "the training of model " + id + " has ended already");
        }
        return Reply.json(200, whole(service.registry().get(id)));
    }

    private Reply events(Exchange exchange) throws IOException {
        return progress.reply(model(exchange), exchange.header("Last-Event-ID"));
    }

    private Reply evaluation(Exchange exchange) throws IOException {
        ModelRecord model = model(exchange);
        JsonNode evaluation = ModelJson.counted(model, "evaluation");
        if (evaluation.isMissingNode()) {
            throw new WebFailure(
                    404,
                    "no-evaluation",
                    "model " + model.id() + " has no evaluation; request a training with the field evaluation");
        }
        return Etags.tagged(Reply.json(200, evaluation));
    }

    private Reply tuning(Exchange exchange) throws IOException {
        ModelRecord model = model(exchange);
        JsonNode tuning = ModelJson.counted(model, "tuning");
        if (tuning.isMissingNode()) {
            throw new WebFailure(
                    404,
                    "no-tuning",
                    "the parameters of model " + model.id()
                            + " were not found by a tuning, or it has not ended; request a training with the field tuning");
        }
        return Etags.tagged(Reply.json(200, tuning));
    }

    private ModelRecord model(Exchange exchange) throws IOException {
        return service.registry().get(ModelId.parse(exchange.path("model")));
    }

    private ObjectNode whole(ModelRecord model) throws IOException {
        return ModelJson.whole(model, service.registry().aliases());
    }
}
