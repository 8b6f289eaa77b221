package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The options of a trainer as types and as parameters. */
class SarOptionsTest {
    private static final TrainingResources RESOURCES = new TrainingResources(1, Long.MAX_VALUE);

    @Test
    void optionsComeBackFromTheirParameters() {
        Set<Parameters> seen = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            SarOptions options = random(new Random(seed));
            Parameters parameters = options.toParameters();
            assertThat(SarOptions.of(parameters)).isEqualTo(options);
            Parameters read = Parameters.parse(parameters.toJson());
            assertThat(SarOptions.of(read)).isEqualTo(options);
            SarTrainer trainer = SarTrainer.of(read, RESOURCES);
            assertThat(trainer.options()).isEqualTo(options);
            assertThat(trainer.parameters()).isEqualTo(parameters);
            assertThat(trainer.parameters().toJson()).isEqualTo(parameters.toJson());
            assertThat(SarParameters.SPEC.complete(read))
                    .as("complete, and in their normal form")
                    .isEqualTo(parameters);
            seen.add(parameters);
        }
        assertThat(seen).hasSize(300);
    }

    @Test
    void whatIsNotGivenIsWhatABuilderHolds() {
        assertThat(SarOptions.of(Parameters.empty()))
                .isEqualTo(SarTrainer.create().options());
        assertThat(SarTrainer.create().parameters())
                .isEqualTo(SarParameters.SPEC.defaults())
                .isEqualTo(new SarAlgorithm().parameters().defaults());
        SarOptions some =
                SarOptions.of(Parameters.empty().with("similarity", "LIFT").with("maxNeighbors", 20));
        assertThat(some)
                .isEqualTo(SarTrainer.builder()
                        .similarity(Similarity.LIFT)
                        .maxNeighbors(20)
                        .build()
                        .options());
    }

    @Test
    void eachSetterOfABuilderSetsItsParameter() {
        Instant time = Instant.parse("2026-11-29T12:00:00.001Z");
        SarTrainer trainer = SarTrainer.builder()
                .similarity(Similarity.damped(0, 0.25, 1))
                .supportThreshold(3)
                .decayHalfLife(Duration.ofHours(36))
                .referenceTime(time.plusNanos(999_999))
                .counting(Counting.SEQUENTIAL)
                .maxDistance(3)
                .cooccurrenceUnit(CooccurrenceUnit.SESSION)
                .sessionGap(Duration.ofMinutes(45))
                .maxItemsPerUnit(50)
                .maxNeighbors(100)
                .neighborPopularity(0.25)
                .weightPower(0.8)
                .normalizeRows()
                .rowPrecision(RowPrecision.BYTE)
                .eventWeights(EventWeights.standard().with(EventType.CLICK, 0.5))
                .historyLimit(30)
                .coldItems(10)
                .coldToCold()
                .scoreScale(ScoreScale.UNIT_INTERVAL)
                .build();
        String json =
                "{\"similarity\":\"damped(0.0,0.25,1.0)\",\"counting\":\"sequential\",\"maxDistance\":3,\"supportThreshold\":3,\"halfLife\":\"PT36H\","
                        + "\"referenceTime\":\"2026-11-29T12:00:00.001Z\",\"cooccurrenceUnit\":\"session\",\"sessionGap\":\"PT45M\","
                        + "\"maxItemsPerUnit\":50,\"maxNeighbors\":100,\"neighborPopularity\":0.25,\"weightPower\":0.8,"
                        + "\"normalizeRows\":true,\"rowPrecision\":\"byte\",\"eventWeights\":{\"AddShopCart\":3.0,\"Click\":0.5,"
                        + "\"Purchase\":4.0,\"RecommendationClick\":2.0,\"RemoveShopCart\":-1.0},\"unweighted\":false,"
                        + "\"histories\":\"30\",\"coldItems\":10,\"coldToCold\":true,\"scoreScale\":\"unit-interval\"}";
        assertThat(trainer.parameters().toJson()).isEqualTo(json);
        Parameters others = SarTrainer.builder()
                .withoutDecay()
                .withoutHistories()
                .unweighted()
                .build()
                .parameters();
        assertThat(others.has("halfLife")).isTrue();
        assertThat(others.value("halfLife")).isEmpty();
        assertThat(others.value("histories")).contains("none");
        assertThat(others.value("unweighted")).contains(true);
    }

    @Test
    void aBuilderNamesTheOptionItsValueAndWhatIsAllowed() {
        SarTrainer.Builder builder = SarTrainer.builder();
        assertRefused(() -> builder.supportThreshold(0), "supportThreshold must be at least 1: 0");
        assertRefused(() -> builder.maxItemsPerUnit(0), "maxItemsPerUnit must be at least 1, or all: 0");
        assertRefused(() -> builder.maxNeighbors(-7), "maxNeighbors must be at least 1, or all: -7");
        assertRefused(() -> builder.neighborPopularity(-0.5), "neighborPopularity must be from 0 to 2: -0.5");
        assertRefused(() -> builder.weightPower(0), "weightPower must be from 0.1 to 4: 0.0");
        assertRefused(() -> builder.historyLimit(0), "historyLimit must be at least 1: 0");
        assertRefused(() -> builder.coldItems(0), "coldItems must be at least 1, or off: 0");
        assertRefused(() -> builder.threads(0), "threads must be at least 1: 0");
        assertRefused(() -> builder.memoryBudget(0), "memoryBudget must be at least 1: 0");
        assertRefused(
                () -> builder.decayHalfLife(Duration.ZERO),
                "decayHalfLife must be positive: PT0S; use withoutDecay() for events that keep their weight");
        assertThat(builder.build().options())
                .as("what was refused has changed nothing")
                .isEqualTo(SarTrainer.create().options());
    }

    @Test
    void optionsThatDoNotGoWithSequentialCountingAreRefused() {
        for (Similarity similarity : List.of(
                Similarity.JACCARD,
                Similarity.MUTUAL_INFORMATION,
                Similarity.LEXICOGRAPHERS_MUTUAL_INFORMATION,
                Similarity.damped(0.5, 0, 0))) {
            SarTrainer.Builder builder =
                    SarTrainer.builder().similarity(similarity).counting(Counting.SEQUENTIAL);
            assertThatThrownBy(builder::build)
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining(
                            "similarity must be cooccurrence, lift, cosine, inclusion-index or damped(0,b,c)");
        }
        SarTrainer.Builder sequential =
                SarTrainer.builder().similarity(Similarity.COOCCURRENCE).counting(Counting.SEQUENTIAL);
        assertThat(sequential.build().parameters().value("counting")).contains("sequential");
        assertThatThrownBy(() ->
                        sequential.cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP).build())
                .hasMessageContaining("cooccurrenceUnit must be user or session where counting is sequential");
        assertThatThrownBy(() -> SarTrainer.builder().maxDistance(5).build())
                .hasMessageContaining("maxDistance has no effect unless counting is sequential");
        assertThatThrownBy(() ->
                        SarTrainer.builder().sessionGap(Duration.ofHours(1)).build())
                .hasMessageContaining("sessionGap has no effect unless cooccurrenceUnit is session");
        assertThatThrownBy(() -> SarTrainer.of(
                        Parameters.parse("{\"cooccurrenceUnit\":\"session\",\"sessionGap\":null}"), RESOURCES))
                .hasMessageContaining("sessionGap must be a span of time with its unit");
        assertRefused(() -> sequential.maxDistance(21), "maxDistance must be from 1 to 20: 21");
        assertRefused(() -> sequential.maxDistance(0), "maxDistance must be from 1 to 20: 0");
    }

    @Test
    void optionsWithoutEffectAreRefused() {
        assertThatThrownBy(() -> SarTrainer.builder().coldToCold().build())
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("coldToCold has no effect without coldItems; set coldItems");
        SarTrainer.Builder weighed = SarTrainer.builder()
                .unweighted()
                .eventWeights(EventWeights.standard().with(EventType.CLICK, 2));
        assertThatThrownBy(weighed::build)
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("eventWeights have no effect on unweighted events; leave one of the two out");
        assertThatThrownBy(() -> SarTrainer.builder().neighborPopularity(0.5).build())
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("neighborPopularity has no effect on rows of all neighbors; set maxNeighbors");
        assertThatThrownBy(() -> SarTrainer.builder()
                        .similarity(Similarity.MUTUAL_INFORMATION)
                        .rowPrecision(RowPrecision.BYTE)
                        .build())
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("rowPrecision byte needs weights that are not negative");
        assertThatThrownBy(() -> SarTrainer.builder()
                        .similarity(Similarity.LEXICOGRAPHERS_MUTUAL_INFORMATION)
                        .maxNeighbors(10)
                        .neighborPopularity(0.5)
                        .build())
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("neighborPopularity needs weights that are not negative");
        assertThat(SarTrainer.builder()
                        .coldToCold()
                        .coldItems(3)
                        .build()
                        .options()
                        .shared()
                        .coldToCold())
                .as("in either order")
                .isTrue();
    }

    @Test
    void textsAreReadInAnyCase() {
        for (String[] texts : new String[][] {
            {"JACCARD", "jaccard"},
            {" Inclusion_Index ", "inclusion-index"},
            {"Damped(0.5, 2.5E-1,1)", "damped(0.5,0.25,1.0)"}
        }) {
            assertThat(SarTrainer.of(Parameters.empty().with("similarity", texts[0]), RESOURCES)
                            .parameters()
                            .value("similarity"))
                    .contains(texts[1]);
        }
        assertThat(SarTrainer.of(
                                Parameters.empty().with("histories", "NONE").with("scoreScale", "Unit_Interval"),
                                RESOURCES)
                        .parameters()
                        .toJson())
                .contains("\"histories\":\"none\"", "\"scoreScale\":\"unit-interval\"");
    }

    @Test
    void everyParameterThatIsUnknownOrOutOfRangeIsNamed() {
        Parameters wrong = Parameters.parse("{\"similarity\":\"tanimoto\",\"supportThreshold\":0,\"halfLife\":\"soon\","
                + "\"cooccurrenceUnit\":\"month\",\"unweighted\":1,\"neighbours\":5}");
        assertThatThrownBy(() -> SarTrainer.of(wrong, RESOURCES))
                .isInstanceOfSatisfying(
                        InvalidParametersException.class,
                        e -> assertThat(e.violations())
                                .hasSize(6)
                                .satisfiesExactly(
                                        line -> assertThat(line)
                                                .startsWith("similarity must be one of cooccurrence, jaccard, ")
                                                .endsWith("or damped(a,b,c) with numbers from 0 to 4: tanimoto"),
                                        line -> assertThat(line).isEqualTo("supportThreshold must be at least 1: 0"),
                                        line -> assertThat(line)
                                                .startsWith("halfLife must be a span of time")
                                                .endsWith(": soon"),
                                        line -> assertThat(line)
                                                .isEqualTo(
                                                        "cooccurrenceUnit must be one of user, session, timestamp: month"),
                                        line -> assertThat(line).isEqualTo("unweighted must be true or false: 1"),
                                        line -> assertThat(line)
                                                .startsWith("neighbours is not a parameter; use some of [")));
        for (String similarity : List.of("custom:ours", "damped(5,0,0)", "damped(1,1)", "damped(-,1,1)")) {
            assertThatThrownBy(() -> SarTrainer.of(Parameters.empty().with("similarity", similarity), RESOURCES))
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining("similarity must be one of")
                    .hasMessageEndingWith(": " + similarity);
        }
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static SarOptions random(Random random) {
        boolean unweighted = random.nextInt(4) == 0;
        OptionalInt coldItems = optional(random, 1);
        boolean sequential = random.nextInt(3) == 0;
        CooccurrenceUnit unit = CooccurrenceUnit.values()[random.nextInt(sequential ? 2 : 3)];
        OptionalInt neighbors = optional(random, 1);
        Similarity similarity = sequential
                ? Similarity.damped(0, exponent(random), exponent(random))
                : random.nextBoolean()
                        ? Similarity.standard().get(random.nextInt(7))
                        : Similarity.damped(exponent(random), exponent(random), exponent(random));
        return new SarOptions(
                similarity,
                new RowOptions(
                        1 + random.nextInt(1 << random.nextInt(31)),
                        random.nextInt(4) == 0
                                ? Optional.empty()
                                : Optional.of(
                                        Duration.ofMillis(Math.max(1, random.nextLong() >>> 1 + random.nextInt(62)))),
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochMilli(random.nextLong() >> 1 + random.nextInt(60))),
                        unit,
                        unit == CooccurrenceUnit.SESSION
                                ? Duration.ofSeconds(1 + random.nextInt(100_000))
                                : Duration.ofMinutes(30),
                        optional(random, 1),
                        sequential ? OptionalInt.of(1 + random.nextInt(20)) : OptionalInt.empty(),
                        neighbors,
                        RandomShop.weights(random, neighbors.isPresent() && !similarity.canBeNegative()),
                        unweighted ? EventWeights.standard() : weights(random),
                        unweighted,
                        optional(random, 0),
                        coldItems,
                        coldItems.isPresent() && random.nextBoolean(),
                        ScoreScale.values()[random.nextInt(3)],
                        false));
    }

    private static OptionalInt optional(Random random, int least) {
        return random.nextBoolean()
                ? OptionalInt.empty()
                : OptionalInt.of(least + random.nextInt(1 << random.nextInt(31)));
    }

    /** Of few digits or of many; tiny ones are written with an exponent. */
    private static double exponent(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(9) / 2.0;
            case 1 -> 4 * random.nextDouble();
            default -> 1e-5 * random.nextDouble();
        };
    }

    private static EventWeights weights(Random random) {
        EventWeights weights = EventWeights.standard();
        for (int more = random.nextInt(4); more > 0; more--) {
            List<String> names = List.of("Click", "purchase", "Play", "a=b, c", "\u00c4rger", "Call-Back");
            double weight = random.nextBoolean() ? random.nextInt(9) - 4 : Float.MAX_VALUE * random.nextGaussian() / 9;
            weights = weights.with(EventType.of(names.get(random.nextInt(names.size()))), weight);
        }
        return weights;
    }
}
