package dev.recommender.service.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.registry.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A training request as JSON. */
public final class RequestText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USAGE = "usageRelativePath";
    private static final String CATALOG = "catalogFileRelativePath";
    private static final String EVALUATION = "evaluationUsageRelativePath";
    private static final String DESCRIPTION = "description";
    private static final String SERVICE_RULES = "serviceRules";

    private RequestText() {}

    public static String write(TrainingRequest request) {
        ObjectNode root = JSON.createObjectNode();
        root.put(USAGE, request.usage());
        request.catalog().ifPresent(path -> root.put(CATALOG, path));
        request.evaluation().ifPresent(path -> root.put(EVALUATION, path));
        if (request.serviceRules()) {
            root.put(SERVICE_RULES, true);
        }
        try {
            root.setAll((ObjectNode) JSON.readTree(request.parameters().toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return root.toString();
    }

    public static TrainingRequest read(String json) {
        ObjectNode root = object(json);
        List<String> violations = new ArrayList<>();
        String usage = text(root, USAGE, violations).orElse("");
        Optional<String> catalog = text(root, CATALOG, violations);
        Optional<String> evaluation = text(root, EVALUATION, violations);
        String description = text(root, DESCRIPTION, violations).orElse("");
        boolean serviceRules = flag(root, SERVICE_RULES, violations);
        RetiredParameters parameters =
                collect(violations, RetiredParameters.defaults(), () -> RetiredParameters.parse(root.toString()));
        TrainingRequest request = collect(
                violations,
                TrainingRequest.of("usage"),
                () -> new TrainingRequest(usage, catalog, evaluation, parameters, description, serviceRules));
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
        return request;
    }

    /** The parameters alone, as far as they can be read: those of a model made elsewhere need not be ours. */
    public static RetiredParameters parameters(String json) {
        try {
            ObjectNode root = object(json);
            root.remove(List.of(USAGE, CATALOG, EVALUATION, DESCRIPTION, SERVICE_RULES));
            return RetiredParameters.parse(root.toString());
        } catch (InvalidParametersException e) {
            return RetiredParameters.defaults();
        }
    }

    private static <T> T collect(List<String> violations, T otherwise, Supplier<T> made) {
        try {
            return made.get();
        } catch (InvalidParametersException e) {
            violations.addAll(e.violations());
            return otherwise;
        }
    }

    private static ObjectNode object(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidParametersException(List.of("not a JSON object"));
        } catch (JsonProcessingException e) {
            throw new InvalidParametersException(List.of("not JSON: " + e.getOriginalMessage()));
        }
    }

    private static Optional<String> text(ObjectNode root, String field, List<String> violations) {
        JsonNode value = root.remove(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            violations.add(field + " must be text: " + value);
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    private static boolean flag(ObjectNode root, String field, List<String> violations) {
        JsonNode value = root.remove(field);
        if (value != null && !value.isNull() && !value.isBoolean()) {
            violations.add(field + " must be true or false: " + value);
        }
        return value != null && value.asBoolean();
    }
}
