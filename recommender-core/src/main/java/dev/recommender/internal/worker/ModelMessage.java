package dev.recommender.internal.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelId;
import java.util.Optional;

/** The body of a message of the training and deletion queues: {@code {"modelId": "…"}}. */
public final class ModelMessage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelMessage() {}

    public static String write(ModelId model) {
        return JSON.createObjectNode().put("modelId", model.toString()).toString();
    }

    /** The model; empty if the body is anything else. */
    public static Optional<ModelId> read(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return Optional.of(ModelId.parse(root.path("modelId").asText()));
        } catch (JsonProcessingException | InvalidModelIdException e) {
            return Optional.empty();
        }
    }
}
