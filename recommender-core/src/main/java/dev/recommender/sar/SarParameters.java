package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.ScoreScale;
import dev.recommender.internal.util.Arguments;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The parameters of SAR, with the defaults of Microsoft's Product Recommendations service. */
final class SarParameters {
    private static final String ALL = "all";
    private static final String NONE = "none";

    static final Parameter<Similarity> SIMILARITY = Parameter.text(
            "similarity",
            Similarity.standard().stream().map(Similarity::name).toList(),
            "damped(a,b,c) with numbers from 0 to 4",
            Similarity.JACCARD,
            Similarity::parse,
            Similarity::toString,
            "How similar two items are that occur together.");

    static final Parameter<Integer> SUPPORT_THRESHOLD = Parameter.whole(
            "supportThreshold",
            1,
            Integer.MAX_VALUE,
            6,
            "How many users or baskets must hold an item, or a pair of items, for it to have similarities.");

    static final Parameter<Optional<Duration>> HALF_LIFE = Parameter.duration(
            "halfLife",
            Optional.of(Duration.ofDays(30)),
            "After which time an event weighs half; none: it keeps its weight.");

    static final Parameter<Optional<Instant>> REFERENCE_TIME = Parameter.moment(
            "referenceTime",
            "newest-event",
            "The moment that affinities are decayed to; later events count as if at it. The newest event is the newest"
                    + " that is neither later than tomorrow nor an outlier.");

    static final Parameter<CooccurrenceUnit> COOCCURRENCE_UNIT = Parameter.choice(
            "cooccurrenceUnit",
            CooccurrenceUnit.class,
            CooccurrenceUnit.USER,
            "What makes items occur together: the same user, or the same user and moment, as in a basket.");

    static final Parameter<OptionalInt> MAX_ITEMS_PER_UNIT = Parameter.optionalWhole(
            "maxItemsPerUnit",
            1,
            Integer.MAX_VALUE,
            "all",
            "The most items that are counted of each user or basket, the newest ones; histories stay whole.");

    static final Parameter<OptionalInt> MAX_NEIGHBORS = Parameter.optionalWhole(
            "maxNeighbors", 1, Integer.MAX_VALUE, "all", "The most similar items that are kept of each item.");

    static final Parameter<EventWeights> EVENT_WEIGHTS =
            Parameter.eventWeights("eventWeights", "What events weigh that have no weight of their own.");

    static final Parameter<Boolean> UNWEIGHTED =
            Parameter.flag("unweighted", "Count each event as 1, whatever its weight or type.");

    static final Parameter<OptionalInt> HISTORIES = Parameter.text(
            "histories",
            List.of(ALL, NONE),
            "a number of items from 1",
            OptionalInt.empty(),
            SarParameters::readHistories,
            limit -> limit.isEmpty() ? ALL : limit.getAsInt() == 0 ? NONE : Integer.toString(limit.getAsInt()),
            "How much of each user's history the model keeps: all, none, or a number of items, those used last.");

    static final Parameter<OptionalInt> COLD_ITEMS = Parameter.optionalWhole(
            "coldItems",
            1,
            Integer.MAX_VALUE,
            "off",
            "Place items below the support threshold by their features: the most of them that are neighbours of an item.");

    static final Parameter<Boolean> COLD_TO_COLD =
            Parameter.flag("coldToCold", "Relate items that are placed by their features to one another, too.");

    static final Parameter<ScoreScale> SCORE_SCALE = Parameter.choice(
            "scoreScale", ScoreScale.class, ScoreScale.RAW, "The scale on which the model gives its scores.");

    static final ParameterSpec SPEC = ParameterSpec.of(
                    SIMILARITY,
                    SUPPORT_THRESHOLD,
                    HALF_LIFE,
                    REFERENCE_TIME,
                    COOCCURRENCE_UNIT,
                    MAX_ITEMS_PER_UNIT,
                    MAX_NEIGHBORS,
                    EVENT_WEIGHTS,
                    UNWEIGHTED,
                    HISTORIES,
                    COLD_ITEMS,
                    COLD_TO_COLD,
                    SCORE_SCALE)
            .rule(
                    given -> !COLD_TO_COLD.of(given) || COLD_ITEMS.of(given).isPresent(),
                    "coldToCold has no effect without coldItems; set coldItems, or leave coldToCold out")
            .rule(
                    given -> !UNWEIGHTED.of(given) || EVENT_WEIGHTS.of(given).equals(EventWeights.standard()),
                    "eventWeights have no effect on unweighted events; leave one of the two out")
            .ruleWithoutCatalog(
                    given -> COLD_ITEMS.of(given).isEmpty(),
                    "coldItems has no effect without a catalog; add one, or leave coldItems out");

    private SarParameters() {}

    private static OptionalInt readHistories(String text) {
        return switch (text) {
            case ALL -> OptionalInt.empty();
            case NONE -> OptionalInt.of(0);
            default -> OptionalInt.of(Arguments.requireAtLeast("histories", Integer.parseInt(text), 1));
        };
    }
}
