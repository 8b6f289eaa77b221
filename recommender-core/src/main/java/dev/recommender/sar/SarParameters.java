package dev.recommender.sar;

import dev.recommender.Parameters;
import dev.recommender.internal.training.RowParameters;
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

    static final Parameter<Integer> SUPPORT_THRESHOLD = Parameter.whole(
            RowParameters.SUPPORT_THRESHOLD,
            1,
            Integer.MAX_VALUE,
            6,
            "How many users or baskets must hold an item, or a pair of items, for it to have similarities.");

    static final ParameterSpec SPEC = RowParameters.withRules(ParameterSpec.of(
            SIMILARITY,
            SUPPORT_THRESHOLD,
            RowParameters.HALF_LIFE,
            RowParameters.REFERENCE_TIME,
            RowParameters.COOCCURRENCE_UNIT,
            RowParameters.MAX_ITEMS_PER_UNIT,
            RowParameters.MAX_NEIGHBORS,
            RowParameters.EVENT_WEIGHTS,
            RowParameters.UNWEIGHTED,
            RowParameters.HISTORIES,
            RowParameters.COLD_ITEMS,
            RowParameters.COLD_TO_COLD,
            RowParameters.SCORE_SCALE));

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
                    RowParameters.rowLengths()));

    private SarParameters() {}
}
