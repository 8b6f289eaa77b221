package dev.recommender.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.compat.RetiredRequest;
import dev.recommender.service.compat.RetiredStatistics;
import java.util.List;

/** Models in the JSON of the retired service. What there is nothing of is left out. */
final class RetiredJson {
    static final String CONTAINER = "blobContainerName";

    /** The fields of a request that name files of the container. */
    static final List<String> PATHS =
            List.of("usageRelativePath", "catalogFileRelativePath", "evaluationUsageRelativePath");

    private RetiredJson() {}

    static ObjectNode summary(ModelRecord model) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("id", model.id().toString());
        if (!model.description().isEmpty()) {
            node.put("description", model.description());
        }
        return node.put("creationTime", model.created().toString()).put("modelStatus", status(model.status()));
    }

    static ObjectNode whole(ModelRecord model) {
        ObjectNode node = summary(model);
        if (!model.message().isEmpty()) {
            node.put("modelStatusMessage", model.message());
        }
        try {
            node.set("parameters", parameters(request(model)));
        } catch (InvalidParametersException e) {
            // A model that was published, or that a newer version requested, has no parameters in these names.
            node.remove("parameters");
        }
        RetiredStatistics.of(model).ifPresent(statistics -> node.set("statistics", Bodies.read(statistics.toJson())));
        return node;
    }

    /** What was requested; of a tuning, with the parameters that it found. */
    private static TrainingRequest request(ModelRecord model) {
        TrainingRequest request = TrainingRequest.parse(model.request());
        return model.isTuned()
                ? request.algorithm(model.algorithm().orElse(TrainingRequest.DEFAULT_ALGORITHM))
                        .parameters(model.parameters())
                : request;
    }

    /** Whether the model's files were read by the rules of the retired service, so that its ids are in lower case. */
    static boolean isByServiceRules(ModelRecord model) {
        return Bodies.read(model.request()).path("serviceRules").asBoolean();
    }

    /** The parameters of a request; the folder that is first in all paths is the container. */
    private static ObjectNode parameters(TrainingRequest request) {
        ObjectNode parameters = (ObjectNode) Bodies.read(RetiredRequest.write(request));
        String container = request.usage().split("/", 2)[0];
        boolean inContainer = PATHS.stream()
                .filter(parameters::has)
                .allMatch(path -> parameters.path(path).asText().startsWith(container + "/"));
        if (!inContainer) {
            return parameters;
        }
        PATHS.stream()
                .filter(parameters::has)
                .forEach(path ->
                        parameters.put(path, parameters.path(path).asText().substring(container.length() + 1)));
        ObjectNode node = JsonNodeFactory.instance.objectNode().put(CONTAINER, container);
        node.setAll(parameters);
        return node;
    }

    private static String status(ModelStatus status) {
        return switch (status) {
            case CREATED -> "Created";
            case IN_PROGRESS -> "InProgress";
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
        };
    }
}
