package dev.recommender.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import dev.recommender.models.Models;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a search tries of an algorithm. */
class SearchSpaceTest {
    private static final Parameter<Double> WIDE = Parameter.decimal("wide", 0.001, 1000, 10, "One.");
    private static final Parameter<Double> NARROW = Parameter.decimal("narrow", 0.001, 10, 1, "Another.");
    private static final Parameter<Double> EXPONENT = Parameter.decimal("exponent", 0, 1, 0.5, "An exponent.");
    private static final Parameter<OptionalDouble> PENALTY =
            Parameter.decimalOrWord("penalty", 1, 100, OptionalDouble.of(8), "infinite", "A penalty.");

    @Test
    void laterRoundsGoBetweenTheValuesOfTheFirst() {
        SearchSpace.Step step = SearchSpace.Step.around(EXPONENT, 0.25, List.of(0.0, 1.0));

        assertThat(texts(step, Parameters.empty(), 0)).containsExactly("exponent 0.0", "exponent 1.0");
        assertThat(texts(step, Parameters.empty(), 1)).containsExactly("exponent 0.25", "exponent 0.75");
        assertThat(texts(step, Parameters.empty().with("exponent", 0.75), 2))
                .containsExactly("exponent 0.625", "exponent 0.875");
        // The limits of the range are limits.
        assertThat(texts(step, Parameters.empty().with("exponent", 0.1), 1))
                .containsExactly("exponent 0.0", "exponent 0.35");
        assertThat(texts(step, Parameters.empty().with("exponent", 0.9), 1)).containsExactly("exponent 0.65");
        assertThat(texts(step, Parameters.empty().with("exponent", 1 / 3.0), 3))
                .containsExactly("exponent 0.271", "exponent 0.396");
    }

    @Test
    void factorsAreTakenRootsOf() {
        SearchSpace.Step step =
                SearchSpace.Step.byFactor(PENALTY, 4, List.of(OptionalDouble.of(2), OptionalDouble.empty()));

        assertThat(texts(step, Parameters.empty(), 0)).containsExactly("penalty 2.0", "penalty infinite");
        assertThat(texts(step, Parameters.empty(), 1)).containsExactly("penalty 2.0", "penalty 32.0");
        assertThat(texts(step, Parameters.empty(), 2)).containsExactly("penalty 4.0", "penalty 16.0");
        assertThat(texts(step, Parameters.empty(), 3)).containsExactly("penalty 5.66", "penalty 11.3");
        assertThat(texts(step, Parameters.empty().with("penalty", 60.0), 1)).containsExactly("penalty 15.0");
        assertThat(texts(step, Parameters.empty().with("penalty", "infinite"), 1))
                .isEmpty();
    }

    @Test
    void otherStepsHaveOneRound() {
        SearchSpace.Step single = SearchSpace.Step.of(EXPONENT, List.of(0.1));
        SearchSpace.Step several = SearchSpace.Step.of(
                "both", List.of(Parameters.empty().with("exponent", 0.2).with("penalty", 3.0)));

        assertThat(texts(single, Parameters.empty(), 0)).containsExactly("exponent 0.1");
        assertThat(texts(single, Parameters.empty(), 1)).isEmpty();
        assertThat(single.needsTimes()).isFalse();
        assertThat(single.whereTimesAre().needsTimes()).isTrue();
        assertThat(several.parameters()).containsExactly("exponent", "penalty");
        assertThat(texts(several, Parameters.empty(), 1)).isEmpty();
    }

    static Stream<Algorithm> installed() {
        return Models.algorithms().stream();
    }

    @ParameterizedTest
    @MethodSource("installed")
    void whatAnAlgorithmProposesItAllows(Algorithm algorithm) {
        SearchSpace space = algorithm.searchSpace();

        assertThat(space.starts().get(0)).isEqualTo(Parameters.empty());
        for (Parameters start : space.starts()) {
            for (SearchSpace.Step step : space.steps()) {
                for (int round = 0; round < 5; round++) {
                    for (Parameters change : step.proposals().apply(start, round)) {
                        assertThat(step.parameters()).containsAll(change.names());
                        algorithm.parameters().complete(start.with(change));
                    }
                }
            }
        }
    }

    @Test
    void otherAlgorithmsHaveTheirDefaultsTried() {
        assertThat(SearchSpace.ofDefaults().starts()).containsExactly(Parameters.empty());
        assertThat(SearchSpace.ofDefaults().steps()).isEmpty();
    }

    private static List<String> texts(SearchSpace.Step step, Parameters best, int round) {
        return step.proposals().apply(best, round).stream()
                .map(Parameters::toString)
                .toList();
    }

    @Test
    void oppositeFactorsKeepTheProductWithinBothRanges() {
        SearchSpace.Step step = SearchSpace.Step.byOppositeFactors("both", WIDE, NARROW, 4);
        assertThat(step.parameters()).containsExactly("wide", "narrow");
        assertThat(step.proposals().apply(Parameters.empty(), 0)).containsExactly(both(2.5, 4), both(40, 0.25));
        assertThat(step.proposals().apply(both(12, 1), 1)).containsExactly(both(6, 2), both(24, 0.5));
        // 0.3 times 4 is within the range of one, but 4 times 3 is not.
        assertThat(step.proposals().apply(both(1.2, 3), 0)).containsExactly(both(4.8, 0.75));
    }

    private static Parameters both(double wide, double narrow) {
        return Parameters.empty().with("wide", wide).with("narrow", narrow);
    }
}
