package dev.recommender.sar;

import dev.recommender.internal.training.RowParameters;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;

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

    static final ParameterSpec SPEC = RowParameters.spec(SIMILARITY, SUPPORT_THRESHOLD)
            .rule(
                    given -> RowParameters.ROW_PRECISION.of(given) == RowPrecision.SINGLE
                            || !SIMILARITY.of(given).canBeNegative(),
                    "rowPrecision byte needs weights that are not negative, and mutual information can be; choose another"
                            + " similarity, or rowPrecision single");

    private SarParameters() {}
}
