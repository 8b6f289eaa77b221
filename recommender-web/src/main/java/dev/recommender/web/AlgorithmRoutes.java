package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.models.Models;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import java.util.List;
import java.util.Locale;

/** The algorithms that are installed, with what a form for their parameters needs. */
final class AlgorithmRoutes {
    private AlgorithmRoutes() {}

    static List<Route> routes() {
        return List.of(Route.of("GET", "/api/v1/algorithms", Access.ADMINISTRATION, exchange -> list()));
    }

    private static Reply list() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("default", TrainingRequest.DEFAULT_ALGORITHM);
        ArrayNode algorithms = root.putArray("algorithms");
        for (Algorithm algorithm : Models.algorithms()) {
            ArrayNode parameters = algorithms
                    .addObject()
                    .put("name", algorithm.name())
                    .put("summary", algorithm.summary())
                    .putArray("parameters");
            algorithm.parameters().parameters().forEach(parameter -> describe(parameters.addObject(), parameter));
        }
        return Etags.tagged(Reply.json(200, root));
    }

    private static void describe(ObjectNode node, Parameter<?> parameter) {
        node.put("name", parameter.name())
                .put("type", parameter.type().name().toLowerCase(Locale.ROOT))
                .put("allowed", parameter.range())
                .put("default", parameter.defaultText())
                .put("description", parameter.description());
        ArrayNode choices = node.putArray("choices");
        parameter.choices().forEach(choices::add);
    }
}
