package dev.recommender.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Options as parameters, from a builder, and what is refused. */
class RidgeOptionsTest {
    @Test
    void parametersMakeTheSameOptionsAgain() {
        for (int seed = 0; seed < 200; seed++) {
            RidgeOptions options = new RidgeShop(seed).options;
            Parameters parameters = options.toParameters();
            assertThat(RidgeOptions.of(parameters)).isEqualTo(options);
            assertThat(RidgeParameters.SPEC.complete(parameters)).isEqualTo(parameters);
        }
    }

    @Test
    void theDefaultsAreThoseOfTheBuilder() {
        assertThat(RidgeTrainer.create().parameters())
                .isEqualTo(RidgeParameters.SPEC.defaults())
                .isEqualTo(RidgeTrainer.of(Parameters.empty(), TrainingResources.ofThisMachine())
                        .parameters());
        assertThat(RidgeParameters.PENALTY.defaultText()).isEqualTo("8.0");
        assertThat(RidgeParameters.PENALTY.range()).isEqualTo("from 0.001 to 1000000, or infinite");
        assertThat(RidgeParameters.COUNTS_PER_ITEM.defaultText()).isEqualTo("1000");
    }

    @Test
    void everyOptionOfTheBuilderIsAParameter() {
        RidgeTrainer built = RidgeTrainer.builder()
                .penalty(6.5)
                .unitDamping(0.4)
                .seedDamping(0.6)
                .targetDamping(0.1)
                .candidatesPerSeed(20)
                .candidatesPerTarget(80)
                .ownCandidates(5)
                .proposalDamping(0.2)
                .countsPerItem(500)
                .supportThreshold(3)
                .decayHalfLife(Duration.ofDays(7))
                .referenceTime(Instant.parse("2026-01-02T03:04:05Z"))
                .cooccurrenceUnit(CooccurrenceUnit.SESSION)
                .sessionGap(Duration.ofHours(1))
                .maxItemsPerUnit(50)
                .maxNeighbors(30)
                .neighborPopularity(0.1)
                .weightPower(1.5)
                .normalizeRows()
                .rowPrecision(RowPrecision.BYTE)
                .eventWeights(EventWeights.standard().with(EventType.PURCHASE, 9))
                .historyLimit(12)
                .coldItems(4)
                .coldToCold()
                .scoreScale(ScoreScale.RATING)
                .build();
        Parameters parameters = Parameters.parse("""
                {"penalty": 6.5, "unitDamping": 0.4, "seedDamping": 0.6, "targetDamping": 0.1, "candidatesPerSeed": 20,
                 "candidatesPerTarget": 80, "ownCandidates": 5, "proposalDamping": 0.2, "countsPerItem": 500,
                 "supportThreshold": 3, "halfLife": "P7D", "referenceTime": "2026-01-02T03:04:05Z",
                 "cooccurrenceUnit": "session", "sessionGap": "PT1H", "maxItemsPerUnit": 50, "maxNeighbors": 30,
                 "neighborPopularity": 0.1, "weightPower": 1.5, "normalizeRows": true, "rowPrecision": "byte",
                 "eventWeights": {"Purchase": 9}, "histories": "12", "coldItems": 4, "coldToCold": true,
                 "scoreScale": "rating"}""");
        assertThat(RidgeOptions.of(parameters)).isEqualTo(built.options());
        assertThat(RidgeTrainer.builder()
                        .penalty(Double.POSITIVE_INFINITY)
                        .withoutDecay()
                        .unweighted()
                        .withoutHistories()
                        .build()
                        .options())
                .isEqualTo(
                        RidgeOptions.of(
                                Parameters.parse(
                                        "{\"penalty\": \"infinite\", \"halfLife\": null, \"unweighted\": true, \"histories\": \"none\"}")));
        assertThat(RidgeTrainer.builder().allCounts().build().options())
                .isEqualTo(RidgeOptions.of(Parameters.empty().withNone("countsPerItem")));
        assertThat(RidgeParameters.PENALTY.read(Parameters.empty(), "Infinite"))
                .isEqualTo(Parameters.empty().with("penalty", "infinite"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .as("none would be no penalty, the opposite of an infinite one")
                .isThrownBy(() -> RidgeParameters.PENALTY.read(Parameters.empty(), "none"))
                .withMessageContaining("penalty must be from 0.001 to 1000000, or infinite: none");
    }

    @Test
    void valuesOutOfRangeAreRefusedWithWhatIsAllowed() {
        assertRefused(
                () -> RidgeTrainer.builder().penalty(0), "penalty must be from 0.001 to 1000000, or infinite: 0.0");
        assertRefused(
                () -> RidgeTrainer.builder().penalty(Double.NaN),
                "penalty must be from 0.001 to 1000000, or infinite: NaN");
        assertRefused(() -> RidgeTrainer.builder().unitDamping(-1), "unitDamping must be from 0 to 2: -1.0");
        assertRefused(
                () -> RidgeTrainer.builder().candidatesPerTarget(0), "candidatesPerTarget must be from 1 to 5000: 0");
        assertRefused(() -> RidgeTrainer.builder().countsPerItem(0), "countsPerItem must be at least 1, or all: 0");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RidgeTrainer.of(
                        Parameters.empty()
                                .with("penalty", "strong")
                                .with("similarity", "jaccard")
                                .with("ownCandidates", -1),
                        TrainingResources.ofThisMachine()))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(3)
                        .anySatisfy(text -> assertThat(text)
                                .isEqualTo("penalty must be from 0.001 to 1000000, or infinite: strong"))
                        .anySatisfy(text -> assertThat(text).isEqualTo("ownCandidates must be from 0 to 5000: -1"))
                        .anySatisfy(
                                text -> assertThat(text).startsWith("similarity is not a parameter; use some of [")));
    }

    @Test
    void optionsWithoutEffectAreRefused() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RidgeTrainer.builder()
                        .penalty(Double.POSITIVE_INFINITY)
                        .countsPerItem(300)
                        .build())
                .withMessageContaining("countsPerItem has no effect with an infinite penalty");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RidgeTrainer.builder().neighborPopularity(0.1).build())
                .withMessageContaining("neighborPopularity has no effect on rows of all neighbors");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RidgeTrainer.builder().coldToCold().build())
                .withMessageContaining("coldToCold has no effect without coldItems");
        RidgeTrainer placing = RidgeTrainer.builder().coldItems(3).build();
        TrainingInput input = TrainingInput.of(UsageEvents.of(List.of(UsageEvent.of("u", "i"))));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> placing.train(input))
                .withMessageContaining("coldItems has no effect without a catalog");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> placing.plan(input))
                .withMessageContaining("coldItems has no effect without a catalog");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
