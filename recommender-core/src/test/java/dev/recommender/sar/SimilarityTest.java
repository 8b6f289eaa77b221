package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarityTest {
    private static final Similarity.Function HALF = (c, fi, fj, n) -> 0.5;

    @ParameterizedTest
    @CsvSource({
        // name, co-occurrence, seed frequency, target frequency, items, similarity
        "cooccurrence, 3, 4, 6, 10, 3",
        "jaccard, 3, 4, 6, 10, 0.42857142857142855",
        "jaccard, 4, 4, 4, 10, 1",
        "lift, 3, 4, 6, 10, 0.125",
        "cosine, 3, 4, 9, 10, 0.5",
        "inclusion-index, 3, 4, 6, 10, 0.75",
        "inclusion-index, 3, 6, 4, 10, 0.75",
        "mutual-information, 3, 4, 6, 16, 1",
        "mutual-information, 1, 4, 4, 16, 0",
        "mutual-information, 1, 8, 4, 16, -1",
        "lexicographers-mutual-information, 3, 4, 6, 16, 3",
        "lexicographers-mutual-information, 1, 8, 4, 16, -1"
    })
    void eachFormulaGivesTheValueOfTheTable(
            String name, double common, double seed, double target, int items, double expected) {
        assertThat(Similarity.named(name).of(common, seed, target, items)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void theDampedFamilyDampsUnitsSeedsAndTargetsEachByItsOwnExponent() {
        Similarity damped = Similarity.damped(2, 1, 0.5);
        assertThat(damped.of(3, 4, 9, 10)).isCloseTo(3.0 / (4 * 3), within(1e-15));
        assertThat(damped.unitWeightOf(5)).isCloseTo(1 / 25.0, within(1e-17));
        assertThat(Similarity.damped(0.5, 0, 0).unitWeightOf(16)).isEqualTo(0.25);
        assertThat(Similarity.damped(1.5, 0, 0).unitWeightOf(16)).isCloseTo(1 / 64.0, within(1e-17));
    }

    @Test
    void theDampedFamilyContainsCoOccurrenceCosineAndLift() {
        for (int common = 1; common < 30; common++) {
            for (int seed = common; seed < 60; seed += 7) {
                for (int target = common; target < 60; target += 5) {
                    assertSame(Similarity.damped(0, 0, 0), Similarity.COOCCURRENCE, common, seed, target);
                    assertSame(Similarity.damped(0, 0.5, 0.5), Similarity.COSINE, common, seed, target);
                    assertSame(Similarity.damped(0, 1, 1), Similarity.LIFT, common, seed, target);
                }
            }
        }
        assertThat(Similarity.damped(0, 0.5, 0.5).unitWeightOf(7)).isEqualTo(1);
    }

    @Test
    void standardSimilaritiesAreFoundByNameInAnySpelling() {
        for (Similarity similarity : Similarity.standard()) {
            assertThat(Similarity.named(similarity.name())).isSameAs(similarity);
            assertThat(similarity).hasToString(similarity.name());
        }
        assertThat(Similarity.standard()).hasSize(7);
        assertThat(Similarity.named(" Inclusion_Index ")).isSameAs(Similarity.INCLUSION_INDEX);
        assertThat(Similarity.named("MUTUAL INFORMATION")).isSameAs(Similarity.MUTUAL_INFORMATION);
        assertThatThrownBy(() -> Similarity.named("tanimoto"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"tanimoto\"")
                .hasMessageContaining("inclusion-index");
        assertThatThrownBy(() -> Similarity.named("damped")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 4.1, Double.NaN, Double.POSITIVE_INFINITY})
    void exponentsOutsideTheirRangeAreRefusedByName(double exponent) {
        assertThatThrownBy(() -> Similarity.damped(exponent, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exponent a")
                .hasMessageContaining(Double.toString(exponent));
        assertThatThrownBy(() -> Similarity.damped(0, exponent, 0)).hasMessageContaining("exponent b");
        assertThatThrownBy(() -> Similarity.damped(0, 0, exponent)).hasMessageContaining("exponent c");
    }

    @Test
    void customSimilaritiesHaveANameAndEqualOnlyTheirOwnFunction() {
        Similarity custom = Similarity.of("half", HALF);
        assertThat(custom.of(1, 2, 3, 4)).isEqualTo(0.5);
        assertThat(custom).hasToString("custom:half").isEqualTo(Similarity.of("half", HALF));
        assertThat(custom).isNotEqualTo(Similarity.of("half", (c, fi, fj, n) -> 0.5));
        assertThatThrownBy(() -> Similarity.of(" ", HALF)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalityIsThatOfNameAndExponents() {
        assertThat(Similarity.damped(1, 0.5, 0.25))
                .isEqualTo(Similarity.damped(1, 0.5, 0.25))
                .hasSameHashCodeAs(Similarity.damped(1, 0.5, 0.25))
                .isNotEqualTo(Similarity.damped(1, 0.25, 0.5))
                .hasToString("damped(1.0,0.5,0.25)");
        assertThat(Similarity.JACCARD).isNotEqualTo(Similarity.LIFT);
    }

    private static void assertSame(Similarity damped, Similarity known, int common, int seed, int target) {
        double expected = known.of(common, seed, target, 100);
        assertThat(damped.of(common, seed, target, 100)).isCloseTo(expected, within(1e-15 * expected));
    }
}
