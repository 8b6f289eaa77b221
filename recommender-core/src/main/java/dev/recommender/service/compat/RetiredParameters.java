package dev.recommender.service.compat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a model is trained and asked, with the names, defaults and ranges of the retired Recommendations service.
 *
 * @param supportThreshold how often a pair must occur to count, from 3 to 50; 6 by default
 * @param cooccurrenceUnit {@code User} (default) or {@code Timestamp}
 * @param similarityFunction {@code Jaccard} (default), {@code Cooccurrence} or {@code Lift}, or another name of a
 *     {@link Similarity}
 * @param enableColdItemPlacement whether items with little or no use are placed by their features; false by default
 * @param enableColdToColdRecommendations whether such items are related to one another, too; false by default, and without
 *     effect unless they are placed
 * @param enableUserAffinity whether weights and times of events count; true by default. Otherwise each event counts 1
 * @param enableUserToItemRecommendations whether the model holds the users' histories; false by default
 * @param allowSeedItemsInRecommendations whether seen items may be recommended; false by default
 * @param enableBackfilling whether popular items fill a short list; true by default
 * @param decayPeriodInDays after how many days an event weighs half, from 1 to 2,147,483,647; 30 by default
 */
@JsonPropertyOrder({
    "supportThreshold",
    "cooccurrenceUnit",
    "similarityFunction",
    "enableColdItemPlacement",
    "enableColdToColdRecommendations",
    "enableUserAffinity",
    "enableUserToItemRecommendations",
    "allowSeedItemsInRecommendations",
    "enableBackfilling",
    "decayPeriodInDays"
})
public record RetiredParameters(
        int supportThreshold,
        String cooccurrenceUnit,
        String similarityFunction,
        boolean enableColdItemPlacement,
        boolean enableColdToColdRecommendations,
        boolean enableUserAffinity,
        boolean enableUserToItemRecommendations,
        boolean allowSeedItemsInRecommendations,
        boolean enableBackfilling,
        int decayPeriodInDays) {
    private static final int COLD_NEIGHBORS = 10;
    private static final List<String> UNITS = List.of("User", "Timestamp");
    private static final List<String> SIMILARITIES = List.of("Jaccard", "Cooccurrence", "Lift");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * Checks all parameters at once.
     *
     * @throws InvalidParametersException naming every violation
     */
    public RetiredParameters {
        List<String> violations = new ArrayList<>();
        if (supportThreshold < 3 || supportThreshold > 50) {
            violations.add("supportThreshold must be from 3 to 50: " + supportThreshold);
        }
        if (!UNITS.contains(cooccurrenceUnit)) {
            violations.add("cooccurrenceUnit must be one of " + UNITS + ": " + cooccurrenceUnit);
        }
        if (!similarityKnown(similarityFunction)) {
            violations.add("similarityFunction must be one of " + SIMILARITIES + " or " + Similarity.standard() + ": "
                    + similarityFunction);
        }
        if (decayPeriodInDays < 1) {
            violations.add("decayPeriodInDays must be at least 1: " + decayPeriodInDays);
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
    }

    /** The defaults. */
    public static RetiredParameters defaults() {
        return new RetiredParameters(6, "User", "Jaccard", false, false, true, false, false, true, 30);
    }

    /**
     * Reads a JSON object. Fields that are absent or null take the defaults; unknown fields are an error. Enumerated
     * values are read without regard to case, or as the service's numbers.
     *
     * @throws InvalidParametersException naming every violation
     */
    public static RetiredParameters parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidParametersException(List.of("not JSON: " + e.getOriginalMessage()));
        }
        if (!root.isObject()) {
            throw new InvalidParametersException(List.of("not a JSON object"));
        }
        return new ParametersReader(root).read();
    }

    /** These parameters as a JSON object, which {@link #parse} reads. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** These parameters with another support threshold. */
    public RetiredParameters withSupportThreshold(int threshold) {
        return new RetiredParameters(
                threshold,
                cooccurrenceUnit,
                similarityFunction,
                enableColdItemPlacement,
                enableColdToColdRecommendations,
                enableUserAffinity,
                enableUserToItemRecommendations,
                allowSeedItemsInRecommendations,
                enableBackfilling,
                decayPeriodInDays);
    }

    /** These parameters with the users' histories in the model. */
    public RetiredParameters withHistories() {
        return new RetiredParameters(
                supportThreshold,
                cooccurrenceUnit,
                similarityFunction,
                enableColdItemPlacement,
                enableColdToColdRecommendations,
                enableUserAffinity,
                true,
                allowSeedItemsInRecommendations,
                enableBackfilling,
                decayPeriodInDays);
    }

    /** A builder of a trainer with these parameters, to be changed further or built. */
    public SarTrainer.Builder trainer() {
        SarTrainer.Builder builder = SarTrainer.builder()
                .supportThreshold(supportThreshold)
                .cooccurrenceUnit(CooccurrenceUnit.valueOf(cooccurrenceUnit.toUpperCase(Locale.ROOT)))
                .similarity(Similarity.named(similarityFunction));
        if (enableUserAffinity) {
            builder.decayHalfLife(Duration.ofDays(decayPeriodInDays));
        } else {
            builder.withoutDecay().unweighted();
        }
        if (enableColdItemPlacement) {
            builder.coldItems(COLD_NEIGHBORS);
            if (enableColdToColdRecommendations) {
                builder.coldToCold();
            }
        }
        if (!enableUserToItemRecommendations) {
            builder.withoutHistories();
        }
        return builder;
    }

    /** A query with what these parameters say of answers: whether seen items are allowed, and back-filling. */
    public Query applyTo(Query query) {
        Query changed = allowSeedItemsInRecommendations ? query.includeSeen() : query;
        return enableBackfilling ? changed : changed.withoutBackfill();
    }

    static List<String> units() {
        return UNITS;
    }

    static List<String> similarities() {
        return SIMILARITIES;
    }

    private static boolean similarityKnown(String name) {
        return SIMILARITIES.contains(name)
                || Similarity.standard().stream().anyMatch(known -> known.name().equals(name));
    }
}
