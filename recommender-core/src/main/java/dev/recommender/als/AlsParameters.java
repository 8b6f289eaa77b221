package dev.recommender.als;

import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.factors.VectorPrecision;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The parameters of alternating least squares. */
final class AlsParameters {
    static final int GRAIN = 8;

    static final Parameter<Integer> FACTORS =
            Parameter.whole("factors", GRAIN, 512, 64, "How many numbers a vector has: a multiple of 8.");

    static final Parameter<Integer> ITERATIONS =
            Parameter.whole("iterations", 1, 1_000, 16, "How often the vectors of users and items are learnt in turn.");

    static final Parameter<OptionalDouble> ALPHA = Parameter.decimalOrWord(
            "alpha",
            0.001,
            1e6,
            OptionalDouble.empty(),
            "by-density",
            "What an affinity of 1 weighs, where a user and an item without events weigh 1; by-density: as"
                    + " unobservedWeight has it.");

    static final Parameter<Double> UNOBSERVED_WEIGHT = Parameter.decimal(
            "unobservedWeight",
            0.001,
            1e6,
            20,
            "How many times as much as pairs with events all pairs weigh, which sets alpha.");

    static final Parameter<Double> REGULARIZATION =
            Parameter.decimal("regularization", 1e-9, 1e6, 0.01, "How much vectors are drawn to zero.");

    static final Parameter<Double> REGULARIZATION_EXPONENT = Parameter.decimal(
            "regularizationExponent",
            0,
            2,
            1,
            "How much more the vectors of those with many events are drawn to zero: an exponent.");

    static final Parameter<Boolean> RATINGS = Parameter.flag(
            "ratings", "Take affinities for ratings to be predicted, and pairs without events for unknown.");

    static final Parameter<Integer> BLOCK_SIZE = Parameter.whole(
            "blockSize",
            GRAIN,
            512,
            128,
            "How many numbers of a vector are solved at once; longer vectors are solved block by block.");

    static final Parameter<Integer> START_SEED = Parameter.whole(
            "startSeed", 0, Integer.MAX_VALUE, 0, "What the random numbers that learning starts from depend on.");

    static final Parameter<Double> HELD_OUT = Parameter.decimal(
            "heldOut",
            0,
            0.5,
            0,
            "The part of users of whom one item is held out, to stop when such items are no longer predicted better.");

    static final Parameter<VectorPrecision> PRECISION = Parameter.choice(
            "precision",
            VectorPrecision.class,
            VectorPrecision.BITS_32,
            "In how many bits the model keeps a number of a vector.");

    static final Parameter<Integer> SUPPORT_THRESHOLD = Parameter.whole(
            RowParameters.SUPPORT_THRESHOLD,
            1,
            Integer.MAX_VALUE,
            1,
            "How many users must have taken an item for its vector to be learnt.");

    static final Parameter<Optional<Duration>> HALF_LIFE = Parameter.optionalDuration(
            RowParameters.HALF_LIFE.name(),
            Optional.empty(),
            "After which time an event weighs half; none: it keeps its weight.");

    static final Parameter<Boolean> PLACED_BY_FEATURES =
            Parameter.flag("placedByFeatures", "Place items below the support threshold by their features.");

    /** The remedy of two parameters that exclude each other. */
    private static final String ONE_OF_TWO = "leave one of the two out";

    static final ParameterSpec SPEC = ParameterSpec.of(
                    FACTORS,
                    ITERATIONS,
                    ALPHA,
                    UNOBSERVED_WEIGHT,
                    REGULARIZATION,
                    REGULARIZATION_EXPONENT,
                    RATINGS,
                    BLOCK_SIZE,
                    START_SEED,
                    HELD_OUT,
                    PRECISION,
                    SUPPORT_THRESHOLD,
                    HALF_LIFE,
                    RowParameters.REFERENCE_TIME,
                    RowParameters.EVENT_WEIGHTS,
                    RowParameters.UNWEIGHTED,
                    RowParameters.HISTORIES,
                    PLACED_BY_FEATURES,
                    RowParameters.SCORE_SCALE)
            .rule(FACTORS, given -> FACTORS.of(given) % GRAIN == 0, "must be a multiple of 8")
            .effect(ALPHA, given -> !RATINGS.of(given), "has no effect on ratings", ONE_OF_TWO)
            .effect(UNOBSERVED_WEIGHT, given -> !RATINGS.of(given), "has no effect on ratings", ONE_OF_TWO)
            .effect(UNOBSERVED_WEIGHT, given -> ALPHA.of(given).isEmpty(), "has no effect beside alpha", ONE_OF_TWO)
            .effect(
                    HALF_LIFE,
                    given -> !RATINGS.of(given),
                    "has no effect on ratings, which stay what they are",
                    ONE_OF_TWO)
            .rule(
                    RowParameters.UNWEIGHTED,
                    given -> !RATINGS.of(given) || !RowParameters.UNWEIGHTED.of(given),
                    "makes all ratings the same",
                    ONE_OF_TWO)
            .effect(
                    RowParameters.EVENT_WEIGHTS,
                    given -> !RATINGS.of(given),
                    "have no effect on ratings, which all events bring",
                    ONE_OF_TWO)
            .effect(
                    BLOCK_SIZE,
                    given -> BLOCK_SIZE.of(given) <= FACTORS.of(given),
                    "has no effect above factors",
                    "leave it out")
            .effect(
                    HELD_OUT,
                    given -> HELD_OUT.of(given) == 0 || ITERATIONS.of(given) > 1,
                    "has no effect on a single iteration",
                    "leave it out, or run more iterations")
            .effect(
                    RowParameters.EVENT_WEIGHTS,
                    given -> !RowParameters.UNWEIGHTED.of(given),
                    "have no effect on unweighted events",
                    ONE_OF_TWO)
            .rule(
                    RowParameters.SCORE_SCALE,
                    given -> RowParameters.SCORE_SCALE.of(given) != ScoreScale.RATING,
                    "rating is for models of neighbours",
                    "to predict ratings, set ratings and leave scoreScale out")
            .ruleWithoutCatalog(
                    PLACED_BY_FEATURES,
                    given -> !PLACED_BY_FEATURES.of(given),
                    "has no effect without a catalog",
                    "add one, or leave placedByFeatures out");

    /** How old events count; then what decides how much is learnt from how little. */
    static final SearchSpace SEARCH_SPACE = new SearchSpace(
            List.of(Parameters.empty()),
            List.of(
                    SearchSpace.Step.of(
                                    HALF_LIFE,
                                    List.of(Optional.of(Duration.ofDays(365)), Optional.of(Duration.ofDays(30))))
                            .whereTimesAre(),
                    SearchSpace.Step.of(REGULARIZATION, List.of(0.003, 0.03, 0.1)),
                    balance(),
                    new SearchSpace.Step(
                            UNOBSERVED_WEIGHT.name(),
                            List.of(UNOBSERVED_WEIGHT.name(), ALPHA.name()),
                            false,
                            AlsParameters::weightsByDensity),
                    SearchSpace.Step.of(FACTORS, List.of(32, 128))));

    private AlsParameters() {}

    /** The less a pair without events weighs, the more vectors are to be drawn to zero. */
    private static SearchSpace.Step balance() {
        SearchSpace.Step step = SearchSpace.Step.byOppositeFactors("balance", UNOBSERVED_WEIGHT, REGULARIZATION, 4);
        return new SearchSpace.Step(
                step.name(),
                step.parameters(),
                false,
                (best, round) -> ALPHA.of(best).isPresent() || RATINGS.of(best)
                        ? List.of()
                        : step.proposals().apply(best, round));
    }

    /** Alpha by the density of events; from an alpha that was given, the default is another such value. */
    private static List<Parameters> weightsByDensity(Parameters best, int round) {
        if (round > 0) {
            return List.of();
        }
        Parameters byDensity = ALPHA.put(Parameters.empty(), OptionalDouble.empty());
        return Stream.of(5.0, UNOBSERVED_WEIGHT.defaultValue(), 80.0)
                .filter(weight -> ALPHA.of(best).isPresent() || !weight.equals(UNOBSERVED_WEIGHT.defaultValue()))
                .map(weight -> UNOBSERVED_WEIGHT.put(byDensity, weight))
                .toList();
    }
}
