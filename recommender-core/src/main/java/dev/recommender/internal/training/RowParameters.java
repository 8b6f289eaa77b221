package dev.recommender.internal.training;

import dev.recommender.Catalog;
import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.Violation;
import dev.recommender.internal.util.Arguments;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The parameters that all algorithms of item-to-item rows have, but for the support threshold. */
public final class RowParameters {
    /** The name of the support threshold, which each algorithm describes in its own words. */
    public static final String SUPPORT_THRESHOLD = "supportThreshold";

    private static final String ALL = "all";
    private static final String NONE = "none";

    public static final Parameter<Optional<Duration>> HALF_LIFE = Parameter.optionalDuration(
            "halfLife",
            Optional.of(Duration.ofDays(30)),
            "After which time an event weighs half; none: it keeps its weight.");

    public static final Parameter<Optional<Instant>> REFERENCE_TIME = Parameter.moment(
            "referenceTime",
            "newest-event",
            "The moment that affinities are decayed to; later events count as if at it. The newest event is the newest"
                    + " that is neither later than tomorrow nor an outlier.");

    public static final Parameter<CooccurrenceUnit> COOCCURRENCE_UNIT = Parameter.choice(
            "cooccurrenceUnit",
            CooccurrenceUnit.class,
            CooccurrenceUnit.USER,
            "What makes items occur together: the same user, the same session of a user, or the same user and moment, as"
                    + " in a basket.");

    public static final Parameter<Duration> SESSION_GAP = Parameter.duration(
            "sessionGap",
            Duration.ofMinutes(30),
            "The longest time between one event of a session and the next, where sessions are what items occur together"
                    + " in.");

    public static final Parameter<OptionalInt> MAX_ITEMS_PER_UNIT = Parameter.optionalWhole(
            "maxItemsPerUnit",
            1,
            Integer.MAX_VALUE,
            ALL,
            "The most items that are counted of each user or basket, the newest ones; histories stay whole.");

    public static final Parameter<OptionalInt> MAX_NEIGHBORS = Parameter.optionalWhole(
            "maxNeighbors", 1, Integer.MAX_VALUE, ALL, "The most similar items that are kept of each item.");

    public static final Parameter<Double> NEIGHBOR_POPULARITY = Parameter.decimal(
            "neighborPopularity",
            0,
            2,
            0,
            "How much popular items are preferred where maxNeighbors cuts rows, but not in scores: an exponent.");

    public static final Parameter<Double> WEIGHT_POWER = Parameter.decimal(
            "weightPower", 0.1, 4, 1, "The power to which weights of neighbours are raised; below 1, weak ones gain.");

    public static final Parameter<Boolean> NORMALIZE_ROWS = Parameter.flag(
            "normalizeRows", "Divide the weights of an item's neighbors by their sum, so that each item says as much.");

    public static final Parameter<RowPrecision> ROW_PRECISION = Parameter.choice(
            "rowPrecision",
            RowPrecision.class,
            RowPrecision.SINGLE,
            "How exact weights are: single, 32 bits; byte, 8 bits, with which a neighbor takes 3 or 5 bytes instead of 8.");

    public static final Parameter<EventWeights> EVENT_WEIGHTS =
            Parameter.eventWeights("eventWeights", "What events weigh that have no weight of their own.");

    public static final Parameter<Boolean> UNWEIGHTED =
            Parameter.flag("unweighted", "Count each event as 1, whatever its weight or type.");

    public static final Parameter<OptionalInt> HISTORIES = Parameter.text(
            "histories",
            List.of(ALL, NONE),
            "a number of items from 1",
            OptionalInt.empty(),
            RowParameters::readHistories,
            limit -> limit.isEmpty() ? ALL : limit.getAsInt() == 0 ? NONE : Integer.toString(limit.getAsInt()),
            "How much of each user's history the model keeps: all, none, or a number of items, those used last.");

    public static final Parameter<OptionalInt> COLD_ITEMS = Parameter.optionalWhole(
            "coldItems",
            1,
            Integer.MAX_VALUE,
            "off",
            "Place items below the support threshold by their features: the most of them that are neighbours of an item.");

    public static final Parameter<Boolean> COLD_TO_COLD =
            Parameter.flag("coldToCold", "Relate items that are placed by their features to one another, too.");

    public static final Parameter<ScoreScale> SCORE_SCALE = Parameter.choice(
            "scoreScale", ScoreScale.class, ScoreScale.RAW, "The scale on which the model gives its scores.");

    private RowParameters() {}

    /** Whether old events count less, and how fast, as a step of a search. */
    public static SearchSpace.Step halfLives() {
        return SearchSpace.Step.of(
                        HALF_LIFE,
                        List.of(
                                Optional.empty(),
                                Optional.of(Duration.ofDays(365)),
                                Optional.of(Duration.ofDays(120)),
                                Optional.of(Duration.ofDays(7))))
                .whereTimesAre();
    }

    /** How long rows are, as a step of a search: shorter ones can be better, and are answered from faster. */
    public static SearchSpace.Step rowLengths() {
        return SearchSpace.Step.of(
                        MAX_NEIGHBORS,
                        IntStream.of(200, 100, 50).mapToObj(OptionalInt::of).toList())
                .without(RowParameters::cutsNothing);
    }

    /** Whether neither limit of neighbours is shorter than any row. */
    private static boolean cutsNothing(Parameters best, Parameters change, Map<String, Long> counts) {
        long longest = counts.getOrDefault(Training.MOST_NEIGHBORS, Long.MAX_VALUE);
        return longest < MAX_NEIGHBORS.of(best).orElse(Integer.MAX_VALUE)
                && longest <= MAX_NEIGHBORS.of(change).orElse(Integer.MAX_VALUE);
    }

    /** What is made of the weights of rows, as a step of a search: stronger or weaker contrasts, and seeds that speak equally loud. */
    public static SearchSpace.Step weights() {
        return SearchSpace.Step.of(
                "weights",
                List.of(
                        WEIGHT_POWER.put(Parameters.empty(), 0.7),
                        WEIGHT_POWER.put(Parameters.empty(), 1.4),
                        NORMALIZE_ROWS.put(Parameters.empty(), true)));
    }

    /** An algorithm's own parameters, then these, with the rules between these. */
    public static ParameterSpec spec(Parameter<?>... own) {
        List<Parameter<?>> all = new ArrayList<>(List.of(own));
        Collections.addAll(
                all,
                HALF_LIFE,
                REFERENCE_TIME,
                COOCCURRENCE_UNIT,
                SESSION_GAP,
                MAX_ITEMS_PER_UNIT,
                MAX_NEIGHBORS,
                NEIGHBOR_POPULARITY,
                WEIGHT_POWER,
                NORMALIZE_ROWS,
                ROW_PRECISION,
                EVENT_WEIGHTS,
                UNWEIGHTED,
                HISTORIES,
                COLD_ITEMS,
                COLD_TO_COLD,
                SCORE_SCALE);
        return ParameterSpec.of(all.toArray(new Parameter<?>[0]))
                .effect(
                        COLD_TO_COLD,
                        given -> COLD_ITEMS.of(given).isPresent(),
                        "has no effect without coldItems",
                        "set coldItems, or leave coldToCold out")
                .effect(
                        NEIGHBOR_POPULARITY,
                        given -> MAX_NEIGHBORS.of(given).isPresent(),
                        "has no effect on rows of all neighbors",
                        "set maxNeighbors, or leave neighborPopularity out")
                .effect(
                        SESSION_GAP,
                        given -> COOCCURRENCE_UNIT.of(given) == CooccurrenceUnit.SESSION,
                        "has no effect unless cooccurrenceUnit is session",
                        "set that, or leave sessionGap out")
                .effect(
                        EVENT_WEIGHTS,
                        given -> !UNWEIGHTED.of(given),
                        "have no effect on unweighted events",
                        "leave one of the two out")
                .ruleWithoutCatalog(
                        COLD_ITEMS,
                        given -> COLD_ITEMS.of(given).isEmpty(),
                        "has no effect without a catalog",
                        "add one, or leave coldItems out");
    }

    /** The options that complete parameters give, where order does not count. */
    public static RowOptions optionsOf(int supportThreshold, Parameters all) {
        return optionsOf(supportThreshold, OptionalInt.empty(), all);
    }

    /** The options that complete parameters give. */
    public static RowOptions optionsOf(int supportThreshold, OptionalInt maxDistance, Parameters all) {
        return new RowOptions(
                supportThreshold,
                HALF_LIFE.of(all),
                REFERENCE_TIME.of(all),
                COOCCURRENCE_UNIT.of(all),
                SESSION_GAP.of(all),
                MAX_ITEMS_PER_UNIT.of(all),
                maxDistance,
                MAX_NEIGHBORS.of(all),
                new RowWeights(
                        NEIGHBOR_POPULARITY.of(all),
                        WEIGHT_POWER.of(all),
                        NORMALIZE_ROWS.of(all),
                        ROW_PRECISION.of(all)),
                EVENT_WEIGHTS.of(all),
                UNWEIGHTED.of(all),
                HISTORIES.of(all),
                COLD_ITEMS.of(all),
                COLD_TO_COLD.of(all),
                SCORE_SCALE.of(all),
                false);
    }

    /** Parameters with all of these options. */
    public static Parameters put(Parameters others, RowOptions options) {
        Parameters all = HALF_LIFE.put(others, options.halfLife());
        all = REFERENCE_TIME.put(all, options.referenceTime());
        all = COOCCURRENCE_UNIT.put(all, options.cooccurrenceUnit());
        all = SESSION_GAP.put(all, options.sessionGap());
        all = MAX_ITEMS_PER_UNIT.put(all, options.maxItemsPerUnit());
        all = MAX_NEIGHBORS.put(all, options.maxNeighbors());
        all = NEIGHBOR_POPULARITY.put(all, options.weights().popularity());
        all = WEIGHT_POWER.put(all, options.weights().power());
        all = NORMALIZE_ROWS.put(all, options.weights().normalized());
        all = ROW_PRECISION.put(all, options.weights().precision());
        all = EVENT_WEIGHTS.put(all, options.eventWeights());
        all = UNWEIGHTED.put(all, options.unweighted());
        all = HISTORIES.put(all, options.historyLimit());
        all = COLD_ITEMS.put(all, options.coldItems());
        all = COLD_TO_COLD.put(all, options.coldToCold());
        return SCORE_SCALE.put(all, options.scoreScale());
    }

    /**
     * Checks that no parameter is without effect on an input.
     *
     * @throws InvalidParametersException if items are to be placed by features, and there is no catalog or none has any
     */
    static void requireEffects(ParameterSpec spec, Parameters parameters, TrainingInput input) {
        List<Violation> violations = input.catalog()
                .map(catalog -> violationsWith(catalog, parameters))
                .orElseGet(() -> spec.violationsWithoutCatalog(parameters));
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
    }

    private static List<Violation> violationsWith(Catalog catalog, Parameters parameters) {
        return COLD_ITEMS.of(parameters).isPresent() && catalog.featureNames().isEmpty()
                ? List.of(Violation.withRemedy(
                        "coldItems",
                        "has no effect with a catalog without features",
                        "name the catalog's columns of features, or leave coldItems out"))
                : List.of();
    }

    private static OptionalInt readHistories(String text) {
        return switch (text) {
            case ALL -> OptionalInt.empty();
            case NONE -> OptionalInt.of(0);
            default -> OptionalInt.of(Arguments.requireAtLeast("histories", Integer.parseInt(text), 1));
        };
    }
}
