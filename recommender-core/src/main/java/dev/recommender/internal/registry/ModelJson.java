package dev.recommender.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRecord.Change;
import dev.recommender.registry.ModelStatus;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's record as JSON. Besides the model it holds the stamp of the write that made it, by which a writer that got no
 * reply recognises its own.
 */
final class ModelJson {
    private ModelJson() {}

    static String write(ModelRecord model, String stamp) {
        ObjectNode root = Json.object();
        root.put("id", model.id().toString());
        root.put("description", model.description());
        root.put("created", model.created().toString());
        root.put("status", model.status().name());
        root.put("message", model.message());
        root.set("request", object("request", model.request()));
        model.statistics().ifPresent(statistics -> root.set("statistics", object("statistics", statistics)));
        model.file()
                .ifPresent(file -> root.putObject("file")
                        .put("key", file.key())
                        .put("size", file.size())
                        .put("sha256", file.sha256()));
        ArrayNode changes = root.putArray("changes");
        for (Change change : model.changes()) {
            changes.addObject()
                    .put("when", change.when().toString())
                    .put("by", change.by())
                    .put("status", change.status().name())
                    .put("what", change.what());
        }
        root.put("stamp", stamp);
        return Json.write(root);
    }

    /** The model of a record; of one that cannot be read, a failed model without changes whose message says why. */
    static ModelRecord read(ModelId id, String content) {
        try {
            return model(id, Json.read(content));
        } catch (DateTimeException | IllegalArgumentException e) {
            String message = "the registry's record cannot be read, since it is damaged or of a newer version;"
                    + " mend it, or delete the model: " + e.getMessage();
            return new ModelRecord(
                    id,
                    "",
                    ModelIds.timeOf(id),
                    ModelStatus.FAILED,
                    message,
                    "{}",
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }
    }

    /** Whether a record was written with this stamp. */
    static boolean hasStamp(String content, String stamp) {
        try {
            return Json.read(content).path("stamp").asText().equals(stamp);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * A JSON object without white space.
     *
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    static JsonNode object(String name, String json) {
        try {
            return Json.readObject(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " must be a JSON object: " + e.getMessage(), e);
        }
    }

    /** A text with a question mark for each unpaired surrogate, which a record cannot hold. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static ModelRecord model(ModelId id, JsonNode root) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode change : root.path("changes")) {
            changes.add(new Change(
                    Instant.parse(text(change, "when")),
                    text(change, "by"),
                    ModelStatus.valueOf(text(change, "status")),
                    text(change, "what")));
        }
        ModelStatus status = ModelStatus.valueOf(text(root, "status"));
        Optional<ModelFile> file = Optional.empty();
        if (status == ModelStatus.COMPLETED) {
            JsonNode node = root.path("file");
            file = Optional.of(
                    new ModelFile(text(node, "key"), node.path("size").asLong(-1), text(node, "sha256")));
        }
        return new ModelRecord(
                id,
                text(root, "description"),
                Instant.parse(text(root, "created")),
                status,
                text(root, "message"),
                root.path("request").toString(),
                Optional.of(root.path("statistics")).filter(JsonNode::isObject).map(JsonNode::toString),
                file,
                changes);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field " + field + " is not a text: " + value);
        }
        return value.textValue();
    }
}
