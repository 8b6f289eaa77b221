package dev.recommender.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ParameterSpecTest {
    private static final Parameter<Integer> SIZE = Parameter.whole("size", 1, 9, 5, "How large.");
    private static final Parameter<OptionalInt> LIMIT = Parameter.optionalWhole("limit", 0, 100, "all", "At most.");
    private static final Parameter<Boolean> STRICT = Parameter.flag("strict", "Whether.");
    private static final ParameterSpec SPEC = ParameterSpec.of(SIZE, LIMIT, STRICT);
    private static final ParameterSpec RULED = SPEC.rule(
                    STRICT,
                    given -> !STRICT.of(given) || LIMIT.of(given).isPresent(),
                    "has no effect without limit",
                    "set limit, or leave strict out")
            .rule(SIZE, given -> SIZE.of(given) != 7, "must not be 7");

    @Test
    void whatIsNotGivenTakesItsDefaultInTheOrderOfTheSpecification() {
        assertThat(SPEC.defaults().toJson()).isEqualTo("{\"size\":5,\"limit\":null,\"strict\":false}");
        Parameters given = Parameters.parse("{\"strict\":\"true\",\"size\":\"9\"}");
        assertThat(SPEC.complete(given).toJson()).isEqualTo("{\"size\":9,\"limit\":null,\"strict\":true}");
        assertThat(SPEC.complete(SPEC.complete(given))).isEqualTo(SPEC.complete(given));
        assertThat(SPEC.complete(Parameters.empty())).isEqualTo(SPEC.defaults());
    }

    @Test
    void everythingUnknownAndEverythingWrongIsNamedAtOnce() {
        Parameters given = Parameters.parse("{\"siez\":3,\"size\":0,\"limit\":\"many\",\"x\":null,\"strict\":true}");
        assertThatThrownBy(() -> RULED.complete(given))
                .isInstanceOfSatisfying(
                        InvalidParametersException.class,
                        e -> assertThat(e.violations())
                                .as("rules are asked about valid parameters only")
                                .containsExactly(
                                        "size must be from 1 to 9: 0",
                                        "limit must be from 0 to 100, or all: many",
                                        "siez is not a parameter; use size, or another of [size, limit, strict]",
                                        "x is not a parameter; use some of [size, limit, strict]"))
                .hasMessageStartingWith("not valid: size must be from 1 to 9: 0; ");
    }

    @Test
    void everyRuleBrokenIsNamed() {
        assertThat(RULED.complete(Parameters.empty().with("strict", true).with("limit", 3)))
                .isEqualTo(Parameters.parse("{\"size\":5,\"limit\":3,\"strict\":true}"));
        assertThatThrownBy(() ->
                        RULED.complete(Parameters.empty().with("strict", true).with("size", 7)))
                .isInstanceOfSatisfying(
                        InvalidParametersException.class,
                        e -> assertThat(e.violations())
                                .containsExactly(
                                        "strict has no effect without limit; set limit, or leave strict out",
                                        "size must not be 7"));
        assertThat(SPEC.complete(Parameters.empty().with("size", 7)).value("size"))
                .as("a specification does not change")
                .contains(7L);
    }

    @Test
    void noneIsCalledByTheWordThatTheParameterTakes() {
        Parameters given = Parameters.empty().withNone("limit").with("size", 7).withNone("colour");

        assertThat(SPEC.text(given))
                .containsExactly(entry("limit", "all"), entry("size", "7"), entry("colour", "none"));
        assertThat(SPEC.text(SPEC.defaults())).containsEntry("limit", "all");
        assertThat(LIMIT.read(Parameters.empty(), "All"))
                .isEqualTo(Parameters.empty().withNone("limit"));
    }

    @Test
    void parametersAreFoundByName() {
        assertThat(RULED.parameters()).isEqualTo(List.of(SIZE, LIMIT, STRICT));
        assertThat(RULED.find("limit")).contains(LIMIT);
        assertThat(RULED.find("Limit")).isEmpty();
        assertThatThrownBy(() -> RULED.parameters().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ParameterSpec.of(SIZE, STRICT, Parameter.flag("size", "Again.")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two parameters are named size");
    }
}
