package dev.recommender.service.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.internal.util.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the parameters of a training field by field, so that every violation is found at once. */
final class ParametersReader {
    private final ObjectNode root;
    private final Set<String> unread = new TreeSet<>();
    private final List<Violation> violations = new ArrayList<>();

    ParametersReader(ObjectNode root) {
        this.root = root;
        root.fieldNames().forEachRemaining(unread::add);
    }

    RetiredParameters read() {
        RetiredParameters defaults = RetiredParameters.DEFAULTS;
        RetiredParameters parameters = new RetiredParameters(
                integer("supportThreshold", defaults.supportThreshold()),
                name("cooccurrenceUnit", RetiredParameters.UNITS, defaults.cooccurrenceUnit()),
                name("similarityFunction", RetiredParameters.SIMILARITIES, defaults.similarityFunction()),
                flag("enableColdItemPlacement", defaults.enableColdItemPlacement()),
                flag("enableColdToColdRecommendations", defaults.enableColdToColdRecommendations()),
                flag("enableUserAffinity", defaults.enableUserAffinity()),
                flag("enableUserToItemRecommendations", defaults.enableUserToItemRecommendations()),
                flag("allowSeedItemsInRecommendations", defaults.allowSeedItemsInRecommendations()),
                flag("enableBackfilling", defaults.enableBackfilling()),
                integer("decayPeriodInDays", defaults.decayPeriodInDays()));
        unread.forEach(field -> violations.add(Violation.withRemedy(field, "is not a parameter", "leave it out")));
        violations.addAll(parameters.violations());
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
        return parameters;
    }

    private int integer(String field, int otherwise) {
        JsonNode value = take(field);
        if (value.isNull() || value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            violations.add(Violation.ofValue(field, "must be a whole number", Json.shown(value), Json.plain(value)));
            return otherwise;
        }
        return value.intValue();
    }

    private boolean flag(String field, boolean otherwise) {
        JsonNode value = take(field);
        if (value.isNull() || value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            violations.add(Violation.ofValue(field, "must be true or false", Json.shown(value), Json.plain(value)));
            return otherwise;
        }
        return value.booleanValue();
    }

    /** A name as it is written; one of the known names in their spelling, however it is spelled, or by their number. */
    private String name(String field, List<String> known, String otherwise) {
        JsonNode value = take(field);
        if (value.isNull() || value.isMissingNode()) {
            return otherwise;
        }
        if (value.isIntegralNumber() && value.intValue() >= 0 && value.intValue() < known.size()) {
            return known.get(value.intValue());
        }
        String text = value.asText();
        return known.stream().filter(text::equalsIgnoreCase).findFirst().orElse(text);
    }

    private JsonNode take(String field) {
        unread.remove(field);
        return root.path(field);
    }
}
