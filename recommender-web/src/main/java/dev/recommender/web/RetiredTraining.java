package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.compat.RetiredRequest;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobStore;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests of trainings in the JSON of the retired service, where files are named within a container. */
final class RetiredTraining {
    private final ModelService service;
    private final BlobStore files;
    private final Telemetry telemetry;

    RetiredTraining(ModelService service, BlobStore files, Telemetry telemetry) {
        this.service = service;
        this.files = files;
        this.telemetry = telemetry;
    }

    Reply request(Exchange exchange) throws IOException {
        ModelId id = service.as(exchange.caller().name()).requestTraining(parse(exchange.text()));
        telemetry.trainingRequested(id);
        return Reply.json(201, RetiredJson.whole(service.registry().get(id)))
                .header("Location", "/api/models/" + id)
                .touching(List.of("model " + id));
    }

    private TrainingRequest parse(String text) throws IOException {
        ObjectNode root = body(text);
        String container = root.path(RetiredJson.CONTAINER).asText();
        List<Violation> violations = new ArrayList<>();
        if (container.isBlank()) {
            violations.add(Violation.of(RetiredJson.CONTAINER, "is required: a folder of the store"));
        } else if (!exists(container)) {
            violations.add(Violation.ofValue(
                    RetiredJson.CONTAINER, "must name a folder of the store", Exchange.shown(container), container));
        }
        root.remove(RetiredJson.CONTAINER);
        if (violations.isEmpty()) {
            RetiredJson.PATHS.forEach(path -> place(root, path, container));
        }
        try {
            TrainingRequest request = RetiredRequest.parse(root.toString());
            if (violations.isEmpty()) {
                return request;
            }
        } catch (InvalidParametersException e) {
            violations.addAll(e.details());
        }
        throw InvalidParametersException.of(violations);
    }

    private static ObjectNode body(String text) {
        if (Bodies.read("request is", text) instanceof ObjectNode object) {
            return object;
        }
        throw Exchange.invalid(Violation.of("request", "must be an object of JSON"));
    }

    /** Puts a path of a container into that folder of the store. */
    private static void place(ObjectNode root, String field, String container) {
        JsonNode path = root.path(field);
        if (path.isTextual() && !path.textValue().isBlank()) {
            String tidy = path.textValue().replace('\\', '/').replaceAll("^/+|/+$", "");
            root.put(field, container + "/" + tidy);
        }
    }

    private boolean exists(String container) throws IOException {
        if (!BlobKeys.isValid(container) || container.contains("/") || WebFolder.isReserved(container)) {
            return false;
        }
        return !files.list(container + "/", "", 1).isEmpty()
                || !files.files(container).isEmpty();
    }
}
