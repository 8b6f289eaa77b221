package dev.recommender.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowWeights;
import dev.recommender.internal.training.Training;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.sar.BruteForceSar;
import dev.recommender.sar.BruteForceUnits;
import dev.recommender.sar.BruteForceWeights;
import dev.recommender.sar.RandomShop;
import dev.recommender.sar.TwinAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Engine and {@link RidgeTwin} agree on seeded random events, with every option mixed. The engine solves in single
 * precision: weights agree to a ten thousandth of the largest weight of their target. Of systems with hardly any penalty,
 * which are all but singular, they agree to a thousandth.
 */
class RidgeTwinTest {
    private static final double TOLERANCE = 1e-4;
    private static final double SINGULAR = 0.01;
    private static final int QUERIES = 6;
    private static final int SHOPS = 300;

    static LongStream firstSeeds() {
        return LongStream.range(0, 10);
    }

    static LongStream moreSeeds() {
        return LongStream.range(10, SHOPS);
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void engineAndTwinAgreeOnMoreShops(long seed) {
        engineAndTwinAgree(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void engineAndTwinAgree(long seed) {
        RidgeShop ridge = new RidgeShop(seed);
        RandomShop shop = ridge.shop;
        boolean withCatalog = shop.random.nextBoolean();
        List<CatalogItem> catalog = withCatalog ? shop.catalog : List.of();
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events)).keepUnknownItems();
        input = withCatalog ? input.catalog(Catalog.of(catalog)) : input;
        BruteForceUnits units = new BruteForceUnits(shop.events, catalog, ridge.options.shared());
        int threads = 1 + shop.random.nextInt(3);
        RowOptions shared = ridge.options.shared();
        RowWeights chosenBy = new RowWeights(shared.weights().popularity(), 1, false, RowPrecision.SINGLE);
        NeighborModel values = requireSame(ridge.options.with(shared.weights(chosenBy)), threads, input, units);
        NeighborModel model = train(ridge.options, threads, input).model();
        float[][] expected = weights(values, units.items);
        RowWeights after =
                new RowWeights(0, shared.weights().power(), shared.weights().normalized(), RowPrecision.SINGLE);
        BruteForceWeights.apply(expected, units.frequency, after);
        requireClose(weights(model, units.items), expected);

        BruteForceSar answers =
                new BruteForceSar(shop.events, units, ridge.options.shared(), ignored -> weights(model, units.items));
        Map<String, CatalogItem> byId =
                catalog.stream().collect(Collectors.toMap(CatalogItem::id, Function.identity()));
        for (int round = 0; round < QUERIES; round++) {
            TwinAnswers.requireSame(model, answers, TwinAnswers.query(shop, answers), byId);
        }
    }

    @Test
    @Tag("slow")
    void someOfTheShopsHaveTargetsWithoutASolution() {
        int damped = 0;
        for (long seed = 0; seed < SHOPS; seed++) {
            RidgeShop ridge = new RidgeShop(seed);
            BruteForceUnits units = new BruteForceUnits(ridge.shop.events, List.of(), ridge.options.shared());
            damped += new RidgeTwin(units, ridge.options).damped > 0 ? 1 : 0;
        }
        assertThat(damped).isGreaterThan(10);
    }

    /** Rows are far longer than what is chosen of them, and systems are of many panels. */
    @Test
    @Tag("slow")
    void engineAndTwinAgreeOnLongRows() {
        Random random = new Random(3);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 900; user++) {
            int taste = random.nextInt(6);
            for (int at = 2 + random.nextInt(40); at > 0; at--) {
                int item = (int) (250 * Math.pow(random.nextDouble(), 2));
                events.add(UsageEvent.of("u" + user, "i" + (random.nextInt(3) == 0 ? item : item / 6 * 6 + taste)));
            }
        }
        for (int counts : new int[] {20, 60, 1000}) {
            RidgeOptions options = RidgeOptions.of(Parameters.empty()
                    .with("candidatesPerSeed", 50)
                    .with("candidatesPerTarget", 90)
                    .with("ownCandidates", 12)
                    .with("countsPerItem", counts)
                    .with("maxNeighbors", 40));
            requireSame(
                    options,
                    2,
                    TrainingInput.of(UsageEvents.of(events)),
                    new BruteForceUnits(events, List.of(), options.shared()));
        }
    }

    private static NeighborModel requireSame(
            RidgeOptions options, int threads, TrainingInput input, BruteForceUnits units) {
        TrainingResult<NeighborModel> result = train(options, threads, input);
        NeighborModel model = result.model();
        RidgeTwin twin = new RidgeTwin(units, options);
        List<String> items = new ArrayList<>();
        model.items().forEachRemaining(items::add);
        assertThat(items).containsExactlyElementsOf(units.items);
        assertThat(result.statistics().count(RidgeTraining.DAMPED)).isEqualTo(twin.damped);
        double relative = options.penalty().orElse(1) < SINGULAR ? 10 * TOLERANCE : TOLERANCE;
        double[] tolerance = new double[items.size()];
        for (int target = 0; target < items.size(); target++) {
            for (int seed = 0; seed < items.size(); seed++) {
                tolerance[target] = Math.max(tolerance[target], relative * twin.scores[seed][target]);
            }
        }
        double popularity = options.shared().weights().popularity();
        double[] preferences = IntStream.of(units.frequency)
                .mapToDouble(holding -> Math.pow(holding, popularity))
                .toArray();
        long cells = 0;
        float[][] weights = weights(model, items);
        for (int seed = 0; seed < items.size(); seed++) {
            assertThat((double) weights[seed][seed]).isCloseTo(twin.own[seed], within(1e-6 * twin.own[seed]));
            int length = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int target = 0; target < items.size(); target++) {
                if (target != seed && weights[seed][target] != 0) {
                    length++;
                    least = Math.min(least, preferences[target] * weights[seed][target]);
                    assertThat((double) weights[seed][target])
                            .as("weight of %s for %s", items.get(seed), items.get(target))
                            .isPositive()
                            .isCloseTo(twin.scores[seed][target], within(tolerance[target]));
                }
            }
            cells += length;
            int limit = options.shared().maxNeighbors().orElse(Integer.MAX_VALUE);
            assertThat(length).isLessThanOrEqualTo(limit);
            for (int target = 0; target < items.size(); target++) {
                if (target != seed && weights[seed][target] == 0) {
                    assertThat(preferences[target] * twin.scores[seed][target])
                            .as("weight of %s for %s, which is left out", items.get(seed), items.get(target))
                            .isLessThanOrEqualTo(
                                    (length == limit ? least : 0) + preferences[target] * tolerance[target]);
                }
            }
        }
        assertThat(result.statistics().count("neighbors")).isEqualTo(cells);
        return model;
    }

    private static void requireClose(float[][] actual, float[][] expected) {
        for (int seed = 0; seed < expected.length; seed++) {
            for (int target = 0; target < expected.length; target++) {
                assertThat((double) actual[seed][target])
                        .as("weight of %d for %d", seed, target)
                        .isCloseTo(expected[seed][target], within(1e-6 * Math.abs(expected[seed][target])));
            }
        }
    }

    static TrainingResult<NeighborModel> train(RidgeOptions options, int threads, TrainingInput input) {
        return TrainingThreads.supervise(
                threads,
                TrainingMonitor.none(),
                work -> new Training(new RidgeTraining(options), Long.MAX_VALUE, input, work).run());
    }

    private static float[][] weights(NeighborModel model, List<String> items) {
        float[][] weights = new float[items.size()][items.size()];
        for (int seed = 0; seed < items.size(); seed++) {
            for (int target = 0; target < items.size(); target++) {
                weights[seed][target] = (float)
                        model.similarity(items.get(seed), items.get(target)).orElseThrow();
            }
        }
        return weights;
    }
}
