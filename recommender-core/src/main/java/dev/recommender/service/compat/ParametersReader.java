package dev.recommender.service.compat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.InvalidParametersException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads training parameters field by field, so that every violation is found at once. */
final class ParametersReader {
    private final JsonNode root;
    private final Set<String> unread = new TreeSet<>();
    private final List<String> violations = new ArrayList<>();

    ParametersReader(JsonNode root) {
        this.root = root;
        root.fieldNames().forEachRemaining(unread::add);
    }

    RetiredParameters read() {
        RetiredParameters defaults = RetiredParameters.defaults();
        int supportThreshold = integer("supportThreshold", defaults.supportThreshold());
        String unit = name("cooccurrenceUnit", RetiredParameters.units(), defaults.cooccurrenceUnit());
        String similarity = name("similarityFunction", RetiredParameters.similarities(), defaults.similarityFunction());
        boolean cold = flag("enableColdItemPlacement", defaults.enableColdItemPlacement());
        boolean coldToCold = flag("enableColdToColdRecommendations", defaults.enableColdToColdRecommendations());
        boolean affinity = flag("enableUserAffinity", defaults.enableUserAffinity());
        boolean userToItem = flag("enableUserToItemRecommendations", defaults.enableUserToItemRecommendations());
        boolean seeds = flag("allowSeedItemsInRecommendations", defaults.allowSeedItemsInRecommendations());
        boolean backfilling = flag("enableBackfilling", defaults.enableBackfilling());
        int decay = integer("decayPeriodInDays", defaults.decayPeriodInDays());
        unread.forEach(field -> violations.add(field + " is no parameter"));
        RetiredParameters parameters = defaults;
        try {
            parameters = new RetiredParameters(
                    supportThreshold,
                    unit,
                    similarity,
                    cold,
                    coldToCold,
                    affinity,
                    userToItem,
                    seeds,
                    backfilling,
                    decay);
        } catch (InvalidParametersException e) {
            violations.addAll(e.violations());
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
        return parameters;
    }

    private int integer(String field, int otherwise) {
        JsonNode value = take(field);
        if (value.isNull() || value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            violations.add(field + " must be a whole number: " + value);
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
            violations.add(field + " must be true or false: " + value);
            return otherwise;
        }
        return value.booleanValue();
    }

    /** A name as it is written, but one of the known ones in their spelling or by their number. */
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
