package dev.recommender.ridge;

import dev.recommender.Parameters;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The parameters of ridge rows. */
final class RidgeParameters {
    private static final double MAX_EXPONENT = 2;

    static final Parameter<OptionalDouble> PENALTY = Parameter.decimalOrWord(
            "penalty",
            0.001,
            1e6,
            OptionalDouble.of(8),
            "infinite",
            "How much weights are drawn to zero, in the presence of other items; infinite: items are looked at one by one.");

    static final Parameter<Double> UNIT_DAMPING = Parameter.decimal(
            "unitDamping", 0, MAX_EXPONENT, 0.5, "How much less users or baskets of many items count: an exponent.");

    static final Parameter<Double> SEED_DAMPING = Parameter.decimal(
            "seedDamping", 0, MAX_EXPONENT, 0.5, "How much the penalty grows with an item's popularity: an exponent.");

    static final Parameter<Double> TARGET_DAMPING = Parameter.decimal(
            "targetDamping", 0, MAX_EXPONENT, 0.15, "How much popular items' scores are reduced: an exponent.");

    static final Parameter<Integer> CANDIDATES_PER_SEED = Parameter.whole(
            "candidatesPerSeed", 1, 100_000, 100, "For how many other items each item is proposed as a predictor.");

    static final Parameter<Integer> CANDIDATES_PER_TARGET =
            Parameter.whole("candidatesPerTarget", 1, 5_000, 400, "The most proposed predictors that an item keeps.");

    static final Parameter<Integer> OWN_CANDIDATES = Parameter.whole(
            "ownCandidates", 0, 5_000, 30, "How many predictors an item chooses itself, whether proposed or not.");

    static final Parameter<Double> PROPOSAL_DAMPING = Parameter.decimal(
            "proposalDamping",
            0,
            MAX_EXPONENT,
            0.3,
            "How much less an item is proposed for popular items: an exponent.");

    static final Parameter<OptionalInt> COUNTS_PER_ITEM = Parameter.optionalWhole(
            "countsPerItem",
            1,
            Integer.MAX_VALUE,
            OptionalInt.of(1_000),
            "all",
            "Of how many other items the co-occurrences with an item are kept while predictors are weighed.");

    static final Parameter<Integer> SUPPORT_THRESHOLD = Parameter.whole(
            RowParameters.SUPPORT_THRESHOLD,
            1,
            Integer.MAX_VALUE,
            1,
            "How many users or baskets must hold an item for it to have a row.");

    static final ParameterSpec SPEC = RowParameters.spec(
                    PENALTY,
                    UNIT_DAMPING,
                    SEED_DAMPING,
                    TARGET_DAMPING,
                    CANDIDATES_PER_SEED,
                    CANDIDATES_PER_TARGET,
                    OWN_CANDIDATES,
                    PROPOSAL_DAMPING,
                    COUNTS_PER_ITEM,
                    SUPPORT_THRESHOLD)
            .effect(
                    COUNTS_PER_ITEM,
                    given -> PENALTY.of(given).isPresent(),
                    "has no effect with an infinite penalty",
                    "set a penalty, or leave countsPerItem out");

    /**
     * What to try: the defaults and no regression at all; then each parameter, what costs least first, and more candidates
     * than by default, each target of which costs several times as much.
     */
    static final SearchSpace SEARCH_SPACE = new SearchSpace(
            List.of(Parameters.empty(), PENALTY.put(Parameters.empty(), OptionalDouble.empty())),
            List.of(
                    RowParameters.halfLives(),
                    SearchSpace.Step.byFactor(
                            PENALTY, 2, List.of(OptionalDouble.of(3), OptionalDouble.of(20), OptionalDouble.of(60))),
                    SearchSpace.Step.around(UNIT_DAMPING, 0.25, List.of(0.0, 1.0)),
                    SearchSpace.Step.around(TARGET_DAMPING, 0.1, List.of(0.0, 0.35)),
                    SearchSpace.Step.around(SEED_DAMPING, 0.15, List.of(0.3, 0.75)),
                    new SearchSpace.Step(
                            "candidates",
                            List.of(CANDIDATES_PER_SEED.name(), CANDIDATES_PER_TARGET.name(), OWN_CANDIDATES.name()),
                            false,
                            RidgeParameters::moreOrFewerCandidates,
                            (best, change, counts) ->
                                    most(counts) <= leastLimit(best) && most(counts) <= leastLimit(change)),
                    new SearchSpace.Step(
                            COUNTS_PER_ITEM.name(),
                            List.of(COUNTS_PER_ITEM.name()),
                            false,
                            RidgeParameters::allCounts,
                            (best, change, counts) ->
                                    most(counts) <= COUNTS_PER_ITEM.of(best).orElse(Integer.MAX_VALUE)),
                    RowParameters.weights(),
                    RowParameters.rowLengths()));

    private RidgeParameters() {}

    /** Half and twice as many; in the next round more of what proved better. */
    private static List<Parameters> moreOrFewerCandidates(Parameters best, int round) {
        int perSeed = CANDIDATES_PER_SEED.of(best);
        return switch (round) {
            case 0 -> List.of(candidates(50, 200, 15), candidates(200, 800, 60));
            case 1 ->
                perSeed == 50
                        ? List.of(candidates(25, 100, 8))
                        : perSeed == 200 ? List.of(candidates(300, 1200, 90)) : List.of();
            default -> List.of();
        };
    }

    /** All co-occurrences, which have no effect without a regression. */
    private static List<Parameters> allCounts(Parameters best, int round) {
        return round == 0 && PENALTY.of(best).isPresent()
                ? List.of(COUNTS_PER_ITEM.put(Parameters.empty(), OptionalInt.empty()))
                : List.of();
    }

    /** The most co-occurrences of an item; unknown ones are too many for any limit. */
    private static long most(Map<String, Long> counts) {
        return counts.getOrDefault(RidgeTraining.MOST_COOCCURRENCES, Long.MAX_VALUE);
    }

    /** Where no item has more co-occurrences, all of them are candidates. */
    private static int leastLimit(Parameters parameters) {
        return Math.min(CANDIDATES_PER_SEED.of(parameters), CANDIDATES_PER_TARGET.of(parameters));
    }

    private static Parameters candidates(int perSeed, int perTarget, int own) {
        Parameters some = CANDIDATES_PER_SEED.put(Parameters.empty(), perSeed);
        return OWN_CANDIDATES.put(CANDIDATES_PER_TARGET.put(some, perTarget), own);
    }
}
