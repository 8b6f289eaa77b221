package dev.recommender.service.compat;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.util.Json;
import dev.recommender.internal.util.TimeSpans;
import dev.recommender.registry.AnswerDefaults;
import dev.recommender.registry.TrainingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the retired service trained and answered, with its names, defaults and ranges.
 *
 * @param supportThreshold how many users must hold an item, or a pair, for it to count: from 3 to 50; default: 6
 * @param cooccurrenceUnit {@code User} (default) or {@code Timestamp}
 * @param similarityFunction {@code Jaccard} (default), {@code Cooccurrence} or {@code Lift}
 * @param enableColdItemPlacement whether items with little or no use are placed by their features; default: false
 * @param enableColdToColdRecommendations whether such items are related to one another, too; default: false. Has no
 *     effect unless they are placed
 * @param enableUserAffinity whether weights and times of events count, or each event counts 1; default: true
 * @param enableUserToItemRecommendations whether the model holds the users' histories; default: false
 * @param allowSeedItemsInRecommendations whether seen items may be recommended; default: false
 * @param enableBackfilling whether popular items fill a short list; default: true
 * @param decayPeriodInDays after how many days an event weighs half, from 1 to 2,147,483,647; default: 30
 */
record RetiredParameters(
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
    static final List<String> UNITS = List.of("User", "Timestamp");
    static final List<String> SIMILARITIES = List.of("Jaccard", "Cooccurrence", "Lift");
    static final RetiredParameters DEFAULTS =
            new RetiredParameters(6, "User", "Jaccard", false, false, true, false, false, true, 30);

    private static final int COLD_NEIGHBORS = 10;
    private static final int LEAST_THRESHOLD = 3;
    private static final int MOST_THRESHOLD = 50;

    /** Every rule that is broken, each with the parameter, its value and what is allowed. */
    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        if (supportThreshold < LEAST_THRESHOLD || supportThreshold > MOST_THRESHOLD) {
            violations.add(refused(
                    "supportThreshold", "must be from " + LEAST_THRESHOLD + " to " + MOST_THRESHOLD, supportThreshold));
        }
        if (!UNITS.contains(cooccurrenceUnit)) {
            violations.add(refused("cooccurrenceUnit", "must be one of " + UNITS, cooccurrenceUnit));
        }
        if (!SIMILARITIES.contains(similarityFunction)) {
            violations.add(refused("similarityFunction", "must be one of " + SIMILARITIES, similarityFunction));
        }
        if (decayPeriodInDays < 1) {
            violations.add(refused("decayPeriodInDays", "must be at least 1", decayPeriodInDays));
        }
        return violations;
    }

    private static Violation refused(String field, String allowed, Object value) {
        return Violation.ofValue(field, allowed, value.toString());
    }

    /**
     * Reads a JSON object. Fields that are absent or null take the defaults; unknown fields are an error. Enumerated values
     * are read without regard to case, or as the service's numbers.
     *
     * @throws InvalidParametersException naming every violation
     */
    static RetiredParameters parse(String json) {
        return new ParametersReader(
                        InvalidParametersException.naming("the parameters are", () -> Json.readObject(json)))
                .read();
    }

    /** These parameters as a JSON object, which {@link #parse} reads. */
    String toJson() {
        return Json.write(Json.object()
                .put("supportThreshold", supportThreshold)
                .put("cooccurrenceUnit", cooccurrenceUnit)
                .put("similarityFunction", similarityFunction)
                .put("enableColdItemPlacement", enableColdItemPlacement)
                .put("enableColdToColdRecommendations", enableColdToColdRecommendations)
                .put("enableUserAffinity", enableUserAffinity)
                .put("enableUserToItemRecommendations", enableUserToItemRecommendations)
                .put("allowSeedItemsInRecommendations", allowSeedItemsInRecommendations)
                .put("enableBackfilling", enableBackfilling)
                .put("decayPeriodInDays", decayPeriodInDays));
    }

    /** The request with what these parameters say of training and answers, in the terms of the algorithm SAR. */
    TrainingRequest applyTo(TrainingRequest plain) {
        TrainingRequest request = enableColdItemPlacement ? plain.coldItemsOptional() : plain;
        Parameters sar = Parameters.empty()
                .with("similarity", similarityFunction.toLowerCase(Locale.ROOT))
                .with("supportThreshold", supportThreshold)
                .with("cooccurrenceUnit", cooccurrenceUnit.toLowerCase(Locale.ROOT));
        sar = enableUserAffinity
                ? sar.with("halfLife", "P" + decayPeriodInDays + "D")
                : sar.withNone("halfLife").with("unweighted", true);
        if (enableColdItemPlacement) {
            sar = sar.with("coldItems", COLD_NEIGHBORS).with("coldToCold", enableColdToColdRecommendations);
        }
        if (!enableUserToItemRecommendations) {
            sar = sar.with("histories", "none");
        }
        return request.algorithm("sar")
                .parameters(sar)
                .answers(new AnswerDefaults(allowSeedItemsInRecommendations, enableBackfilling));
    }

    /** What the parameters of a request mean in the names of the retired service, as far as it has names for them. */
    static RetiredParameters of(TrainingRequest request) {
        Parameters sar = request.parameters();
        Optional<Duration> halfLife = halfLife(sar);
        return new RetiredParameters(
                sar.value("supportThreshold")
                        .filter(Long.class::isInstance)
                        .map(value -> (int) Math.min(Integer.MAX_VALUE, (Long) value))
                        .orElse(DEFAULTS.supportThreshold),
                name(sar, "cooccurrenceUnit", UNITS),
                name(sar, "similarity", SIMILARITIES),
                sar.value("coldItems").isPresent(),
                sar.value("coldToCold").equals(Optional.of(true)),
                !sar.value("unweighted").equals(Optional.of(true)),
                !sar.value("histories").equals(Optional.of("none")),
                request.answers().includeSeen(),
                request.answers().backfill(),
                halfLife.map(time -> (int) Math.max(1, Math.min(Integer.MAX_VALUE, time.toDays())))
                        .orElse(DEFAULTS.decayPeriodInDays));
    }

    private static String name(Parameters sar, String parameter, List<String> known) {
        String text = sar.value(parameter).map(Object::toString).orElse(known.get(0));
        return known.stream().filter(text::equalsIgnoreCase).findFirst().orElse(text);
    }

    private static Optional<Duration> halfLife(Parameters sar) {
        try {
            return sar.value("halfLife").map(value -> TimeSpans.parse(value.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
