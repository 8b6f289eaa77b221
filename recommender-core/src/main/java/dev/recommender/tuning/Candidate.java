package dev.recommender.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Json;
import dev.recommender.models.Models;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.TrainingResources;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An algorithm with parameters, of which a model can be trained.
 *
 * @param algorithm the algorithm's name
 * @param parameters any of its parameters; the others have their defaults
 */
public record Candidate(String algorithm, Parameters parameters) {
    private static final String ALGORITHM = "algorithm";
    private static final String PARAMETERS = "parameters";

    public Candidate {
        Arguments.requireId(ALGORITHM, algorithm);
        Arguments.requireNonNull(PARAMETERS, parameters);
    }

    /**
     * Reads what {@link #toJson} writes. The names and values of parameters are checked when a trainer is made.
     *
     * @throws InvalidParametersException if it is not such an object
     */
    public static Candidate parse(String json) {
        ObjectNode root = InvalidParametersException.naming("candidate:", () -> Json.readObject(json));
        List<Violation> unknown = root.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals(ALGORITHM) && !name.equals(PARAMETERS))
                .map(name -> Violation.withRemedy(
                        name,
                        "is not a field of a candidate, which has " + ALGORITHM + " and " + PARAMETERS,
                        "a parameter of the algorithm stands within " + PARAMETERS))
                .toList();
        if (!unknown.isEmpty()) {
            throw InvalidParametersException.of(unknown);
        }
        JsonNode algorithm = root.path(ALGORITHM);
        JsonNode parameters = root.path(PARAMETERS);
        if (!algorithm.isTextual() || algorithm.textValue().isBlank()) {
            throw InvalidParametersException.of(
                    algorithm.isMissingNode()
                            ? Violation.of(ALGORITHM, "must be an algorithm's name")
                                    .detail(ALGORITHM + " must be an algorithm's name: it is missing")
                            : Violation.ofValue(
                                    ALGORITHM,
                                    "must be an algorithm's name",
                                    Json.shown(algorithm),
                                    Json.plain(algorithm)));
        }
        if (!parameters.isMissingNode() && !parameters.isObject()) {
            throw InvalidParametersException.of(Violation.ofValue(
                    PARAMETERS,
                    "must be an object of parameters by name",
                    Json.shown(parameters),
                    Json.plain(parameters)));
        }
        return new Candidate(
                algorithm.textValue(),
                parameters.isMissingNode() ? Parameters.empty() : Parameters.parse(Json.write(parameters)));
    }

    /** A JSON object in lines: the field {@code algorithm}, and the object {@code parameters}. */
    public String toJson() {
        return Json.writeLines(tree());
    }

    ObjectNode tree() {
        ObjectNode root = Json.object();
        root.put(ALGORITHM, algorithm);
        root.set(PARAMETERS, Json.read(parameters.toJson()));
        return root;
    }

    /**
     * A trainer of this algorithm with these parameters.
     *
     * @throws InvalidParametersException if the algorithm is not installed, or naming every parameter that is unknown or
     *     out of range
     */
    public ModelTrainer<?> trainer(TrainingResources resources) {
        return Models.algorithm(algorithm).trainer(parameters, resources);
    }

    /** A trainer as {@link #trainer(TrainingResources)} makes it, with the resources of this machine. */
    public ModelTrainer<?> trainer() {
        return trainer(TrainingResources.ofThisMachine());
    }

    /**
     * The parameters that are not the algorithm's defaults.
     *
     * @throws InvalidParametersException if the algorithm is not installed, or a parameter is not allowed
     */
    public Parameters changes() {
        Algorithm installed = Models.algorithm(algorithm);
        Parameters all = installed.parameters().complete(parameters);
        Parameters changes = Parameters.empty();
        for (Parameter<?> parameter : installed.parameters().parameters()) {
            changes = changed(parameter, all, changes);
        }
        return changes;
    }

    private static <T> Parameters changed(Parameter<T> parameter, Parameters all, Parameters changes) {
        T value = parameter.of(all);
        return value.equals(parameter.defaultValue()) ? changes : parameter.put(changes, value);
    }

    /** With all parameters of its algorithm, in their normal form; equal candidates train equal models. */
    Candidate complete() {
        return new Candidate(algorithm, Models.algorithm(algorithm).parameters().complete(parameters));
    }

    /** For people: the algorithm with the parameters that are not its defaults, such as {@code ridge: penalty 4.0}. */
    @Override
    public String toString() {
        try {
            Parameters changes = changes();
            return changes.names().isEmpty()
                    ? algorithm + ": defaults"
                    : Models.algorithm(algorithm).parameters().parameters().stream()
                            .filter(parameter -> changes.has(parameter.name()))
                            .map(parameter -> parameter.name() + " " + parameter.text(changes))
                            .collect(Collectors.joining(", ", algorithm + ": ", ""));
        } catch (InvalidParametersException e) {
            // Of another installation, or refused: as it is.
            return algorithm + ": " + parameters;
        }
    }
}
