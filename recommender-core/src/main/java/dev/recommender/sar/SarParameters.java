package dev.recommender.sar;

import dev.recommender.Parameters;
import dev.recommender.internal.counting.Successions;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import java.util.List;

/** The parameters of SAR, with the defaults of Microsoft's Product Recommendations service. */
final class SarParameters {
    static final Parameter<Similarity> SIMILARITY = Parameter.text(
            "similarity",
            Similarity.standard().stream().map(Similarity::name).toList(),
            "damped(a,b,c) with numbers from 0 to 4",
            Similarity.JACCARD,
            Similarity::parse,
            Similarity::toString,
            "How similar two items are that occur together.");

    static final Parameter<Counting> COUNTING = Parameter.choice(
            "counting",
            Counting.class,
            Counting.SYMMETRIC,
            "Whether items are counted as going together, or as one following the other: 1/d at a distance of d moments.");

    static final Parameter<Integer> MAX_DISTANCE = Parameter.whole(
            "maxDistance",
            1,
            Successions.MAX_DISTANCE,
            10,
            "With sequential counting, how many moments later an item still follows another.");

    static final Parameter<Integer> SUPPORT_THRESHOLD = Parameter.whole(
            RowParameters.SUPPORT_THRESHOLD,
            1,
            Integer.MAX_VALUE,
            6,
            "How many users or baskets must hold an item, or a pair of items, for it to have similarities.");

    static final ParameterSpec SPEC = RowParameters.spec(SIMILARITY, COUNTING, MAX_DISTANCE, SUPPORT_THRESHOLD)
            .rule(
                    RowParameters.ROW_PRECISION,
                    given -> RowParameters.ROW_PRECISION.of(given) == RowPrecision.SINGLE
                            || !SIMILARITY.of(given).canBeNegative(),
                    "byte needs weights that are not negative, and mutual information can be",
                    "choose another similarity, or rowPrecision single")
            .rule(
                    RowParameters.NEIGHBOR_POPULARITY,
                    given -> RowParameters.NEIGHBOR_POPULARITY.of(given) == 0
                            || !SIMILARITY.of(given).canBeNegative(),
                    "needs weights that are not negative, and mutual information can be: a popular item would lose by it",
                    "choose another similarity, or leave neighborPopularity out")
            .effect(
                    MAX_DISTANCE,
                    SarParameters::isSequential,
                    "has no effect unless counting is sequential",
                    "set that, or leave maxDistance out")
            .rule(
                    SIMILARITY,
                    given -> !isSequential(given) || SIMILARITY.of(given).directed(),
                    "must be cooccurrence, lift, cosine, inclusion-index or damped(0,b,c) where counting is"
                            + " sequential: the others compare sets of units, which have no direction")
            .rule(
                    RowParameters.COOCCURRENCE_UNIT,
                    given -> !isSequential(given)
                            || RowParameters.COOCCURRENCE_UNIT.of(given) != CooccurrenceUnit.TIMESTAMP,
                    "must be user or session where counting is sequential: in one moment, nothing"
                            + " follows anything");

    /** The similarities that suit different data; then how old events count, and what is too rare to be compared. */
    static final SearchSpace SEARCH_SPACE = new SearchSpace(
            List.of(Parameters.empty()),
            List.of(
                    SearchSpace.Step.of(
                            SIMILARITY,
                            List.of(
                                    Similarity.LIFT,
                                    Similarity.COSINE,
                                    Similarity.damped(1, 0.7, 0.3),
                                    Similarity.damped(1, 1, 0))),
                    RowParameters.halfLives(),
                    SearchSpace.Step.of(SUPPORT_THRESHOLD, List.of(3, 1)),
                    RowParameters.weights(),
                    RowParameters.rowLengths()));

    private SarParameters() {}

    private static boolean isSequential(Parameters given) {
        return COUNTING.of(given) == Counting.SEQUENTIAL;
    }
}
