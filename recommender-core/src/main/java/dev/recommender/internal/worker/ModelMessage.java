package dev.recommender.internal.worker;

import dev.recommender.internal.util.Json;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelId;
import java.util.Optional;

/** The body of a message of the training and deletion queues: {@code {"modelId": "…"}}. */
public final class ModelMessage {
    private ModelMessage() {}

    public static String write(ModelId model) {
        return Json.write(Json.object().put("modelId", model.toString()));
    }

    /** The model; empty if the body is anything else. */
    public static Optional<ModelId> read(String body) {
        try {
            return Optional.of(ModelId.parse(Json.read(body).path("modelId").asText()));
        } catch (IllegalArgumentException | InvalidModelIdException e) {
            return Optional.empty();
        }
    }
}
