package dev.recommender.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the service says of a model. Lists and the progress of a training have no request and no statistics.
 *
 * @param id what names it
 * @param status how far it is
 * @param created when it was requested
 * @param description what it is, for people
 * @param message the latest progress, result or error
 * @param phase what its training is at; there while it is in progress
 * @param fraction how much of the phase is done, from 0 to 1, if that is known
 * @param algorithm what trains it
 * @param bytes the size of its file; there if it is completed
 * @param request what was requested; empty for one that was published
 * @param statistics what its training counted, and what its evaluation found; there when it has ended
 */
public record ModelInfo(
        ModelId id,
        ModelStatus status,
        Instant created,
        String description,
        String message,
        Optional<String> phase,
        OptionalDouble fraction,
        Optional<String> algorithm,
        OptionalLong bytes,
        Optional<TrainingRequest> request,
        Optional<ModelStatistics> statistics) {
    static ModelInfo read(JsonNode node) {
        return new ModelInfo(
                ModelId.parse(Calls.field(node, "id").asText()),
                ModelStatus.valueOf(
                        node.path("status").asText().replace('-', '_').toUpperCase(Locale.ROOT)),
                Instant.parse(node.path("created").asText()),
                node.path("description").asText(),
                node.path("message").asText(),
                Optional.ofNullable(node.path("phase").textValue()),
                node.has("fraction") ? OptionalDouble.of(node.path("fraction").asDouble()) : OptionalDouble.empty(),
                Optional.ofNullable(node.path("algorithm").textValue()),
                node.has("bytes") ? OptionalLong.of(node.path("bytes").asLong()) : OptionalLong.empty(),
                request(node.path("request")),
                node.path("statistics").isObject()
                        ? Optional.of(
                                ModelStatistics.parse(node.path("statistics").toString()))
                        : Optional.empty());
    }

    /** The request; that of a published model has no files. */
    private static Optional<TrainingRequest> request(JsonNode node) {
        if (!node.has("usage")) {
            return Optional.empty();
        }
        try {
            return Optional.of(TrainingRequest.parse(node.toString()));
        } catch (InvalidParametersException e) {
            // A newer service's, which has options that this library does not know.
            return Optional.empty();
        }
    }
}
