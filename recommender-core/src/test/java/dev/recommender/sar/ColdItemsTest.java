package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.FeatureRegression;
import dev.recommender.internal.training.PairFeatures;
import dev.recommender.neighbors.Inside;
import dev.recommender.neighbors.NeighborModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cold items stand where a dense computation of docs/algorithm.md puts them. */
@Tag("slow")
class ColdItemsTest {
    private static final int NEIGHBORS = 3;

    static LongStream seeds() {
        return LongStream.range(3000, 3060);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void placementAgreesWithADenseTwin(long seed) {
        RandomShop shop = new RandomShop(seed);
        boolean coldToCold = shop.random.nextBoolean();
        SarTrainer.Builder builder =
                SarTrainer.builder().supportThreshold(3).withoutDecay().coldItems(NEIGHBORS);
        TrainingResult<NeighborModel> result = (coldToCold ? builder.coldToCold() : builder)
                .build()
                .train(TrainingInput.of(UsageEvents.of(shop.events))
                        .catalog(Catalog.of(shop.catalog))
                        .keepUnknownItems());
        NeighborModel model = result.model();
        Twin twin = new Twin(model, shop.catalog);
        Optional<double[]> weights = twin.weights();
        if (weights.isEmpty()) {
            assertThat(result.statistics().featureWeights()).isEmpty();
            assertThat(Inside.of(model).coldSimilarities().cells()).isZero();
            return;
        }
        int feature = 1;
        for (double weight : result.statistics().featureWeights().values()) {
            assertThat(weight).isCloseTo(weights.get()[feature], within(1e-6 * Math.max(1, Math.abs(weight))));
            feature++;
        }
        for (String item : twin.items) {
            Map<String, Double> expected = twin.neighbors(item, weights.get(), coldToCold);
            for (String other : twin.items) {
                if (!item.equals(other) && !(twin.warm(item) && twin.warm(other))) {
                    double predicted = expected.getOrDefault(other, 0.0);
                    assertThat(model.similarity(item, other).orElseThrow())
                            .as(item + " to " + other)
                            .isCloseTo(predicted, within(1e-5 * predicted));
                }
            }
        }
        for (Recommendation next : model.recommender()
                .recommend(
                        Query.items(shop.item(), shop.item()).withoutBackfill().count(100))) {
            assertThat(next.source()).isEqualTo(twin.warm(next.item()) ? Source.MODEL : Source.CONTENT);
        }
    }

    @Test
    void placingItemsWithoutACatalogIsRefused() {
        SarTrainer trainer = SarTrainer.builder().coldItems(NEIGHBORS).build();
        TrainingInput input = TrainingInput.of(UsageEvents.of(List.of(UsageEvent.of("ann", "tea"))));
        assertThatThrownBy(() -> trainer.train(input))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("coldItems has no effect without a catalog");
        assertThatThrownBy(() -> trainer.plan(input)).isInstanceOf(InvalidParametersException.class);
    }

    @Test
    void placingItemsByACatalogWithoutFeaturesIsRefused() {
        SarTrainer trainer = SarTrainer.builder().coldItems(NEIGHBORS).build();
        TrainingInput input = TrainingInput.of(UsageEvents.of(List.of(UsageEvent.of("ann", "tea"))))
                .catalog(Catalog.of(List.of(CatalogItem.of("tea").name("Tea").category("drinks"))));
        assertThatThrownBy(() -> trainer.train(input))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("coldItems has no effect with a catalog without features")
                .hasMessageContaining("name the catalog's columns of features");
        assertThatThrownBy(() -> trainer.plan(input)).isInstanceOf(InvalidParametersException.class);
    }

    @Test
    void itemsOfOneKindAreKeptApartWhereTheyAreNotTakenTogether() {
        List<UsageEvent> events = new ArrayList<>();
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < 12; item++) {
            catalog.add(
                    CatalogItem.of("i" + item).feature("kind", "k" + item % 3).feature("style", "s" + item / 6));
        }
        catalog.add(CatalogItem.of("new").feature("kind", "k0").feature("style", "s1"));
        Random random = new Random(1);
        for (int user = 0; user < 200; user++) {
            int style = random.nextInt(2);
            // One item of each kind, all of one style.
            for (int kind = 0; kind < 3; kind++) {
                events.add(UsageEvent.of("u" + user, "i" + (6 * style + 3 * random.nextInt(2) + kind)));
            }
        }
        TrainingResult<NeighborModel> result = SarTrainer.builder()
                .withoutDecay()
                .coldItems(5)
                .build()
                .train(UsageEvents.of(events), Catalog.of(catalog));
        assertThat(result.statistics().featureWeights().get("kind")).isNegative();
        assertThat(result.statistics().featureWeights().get("style")).isPositive();
        assertThat(result.statistics().count("coldItems")).isEqualTo(1);
        List<String> near = result.model().recommender().similarItems("new", 5).stream()
                .map(Recommendation::item)
                .toList();
        assertThat(near).isNotEmpty().doesNotContain("i0", "i3").containsAnyOf("i7", "i8", "i10", "i11");
    }

    @Test
    void aLargeCatalogIsPlaced() {
        Random random = new Random(2);
        List<CatalogItem> catalog = new ArrayList<>();
        int items = 20_000;
        for (int item = 0; item < items; item++) {
            CatalogItem described = CatalogItem.of("i" + item);
            for (int feature = 0; feature < 20; feature++) {
                described = described.feature("f" + feature, "v" + random.nextInt(200));
            }
            catalog.add(described);
        }
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 60_000; event++) {
            events.add(UsageEvent.of(
                    "u" + random.nextInt(3_000), "i" + (int) (items * Math.pow(random.nextDouble(), 4))));
        }
        TrainingResult<NeighborModel> result = SarTrainer.builder()
                .withoutDecay()
                .coldItems(10)
                .build()
                .train(UsageEvents.of(events), Catalog.of(catalog));
        NeighborModel model = result.model();
        assertThat(result.statistics().featureWeights()).hasSize(20);
        assertThat(Inside.of(model).coldSimilarities().cells())
                .isGreaterThan(items)
                .isLessThanOrEqualTo(10L * items);
    }

    /** Items, features and regression, densely. */
    private static final class Twin {
        final List<String> items = new ArrayList<>();
        private final NeighborModel model;
        private final Map<String, CatalogItem> catalog = new LinkedHashMap<>();
        private final List<String> features;

        Twin(NeighborModel model, List<CatalogItem> described) {
            this.model = model;
            model.items().forEachRemaining(items::add);
            described.forEach(item -> catalog.put(item.id(), item));
            TreeSet<String> names = new TreeSet<>();
            described.forEach(item -> names.addAll(item.features().keySet()));
            features = List.copyOf(names);
        }

        boolean warm(String item) {
            return model.frequency(item).orElseThrow() >= 3;
        }

        /** The intercept and the weights; empty if there is nothing to learn from. */
        Optional<double[]> weights() {
            List<String> warm = items.stream().filter(this::warm).toList();
            long similar = warm.stream()
                    .flatMap(i -> warm.stream().filter(j -> !i.equals(j) && similarity(i, j) != 0))
                    .count();
            boolean dense = 2 * similar >= (long) warm.size() * (warm.size() - 1);
            if (similar == 0 || features.isEmpty() || warm.size() == items.size() || !dense) {
                // Where pairs are sampled, the twin takes the engine's weights.
                return similar == 0 || features.isEmpty() || warm.size() == items.size()
                        ? Optional.empty()
                        : Optional.of(engineWeights(warm));
            }
            int size = features.size() + 1;
            double[][] system = new double[size][size + 1];
            int pairs = 0;
            for (String i : warm) {
                for (String j : warm) {
                    if (!i.equals(j)) {
                        double[] row = row(i, j);
                        double clipped = Math.max(1e-5, Math.min(1 - 1e-5, similarity(i, j)));
                        double outcome = Math.log(clipped / (1 - clipped));
                        for (int a = 0; a < size; a++) {
                            for (int b = 0; b < size; b++) {
                                system[a][b] += row[a] * row[b];
                            }
                            system[a][size] += row[a] * outcome;
                        }
                        pairs++;
                    }
                }
            }
            for (int a = 0; a < size; a++) {
                system[a][a] += 1e-6 * Math.max(1, pairs);
            }
            return Optional.of(solve(system));
        }

        private double[] engineWeights(List<String> warm) {
            return TrainingThreads.supervise(
                    1,
                    TrainingMonitor.none(),
                    work -> FeatureRegression.learn(
                            PairFeatures.of(
                                    Inside.of(model).model().features(),
                                    Inside.of(model).model().items()),
                            Inside.of(model).similarities(),
                            warm.size(),
                            true,
                            work));
        }

        /** The predicted neighbours of an item, scaled. */
        Map<String, Double> neighbors(String item, double[] weights, boolean coldToCold) {
            double smallest = Double.MAX_VALUE;
            double largest = 0;
            for (String i : items) {
                for (String j : items) {
                    if (warm(i) && warm(j) && !i.equals(j) && similarity(i, j) > 0) {
                        smallest = Math.min(smallest, similarity(i, j));
                    }
                    boolean compared = coldToCold ? !(warm(i) && warm(j)) : warm(i) != warm(j);
                    if (compared && sharing(i, j) && (!i.equals(j) || coldToCold)) {
                        largest = Math.max(largest, prediction(i, j, weights));
                    }
                }
            }
            Map<String, Double> near = new LinkedHashMap<>();
            if (!warm(item)) {
                add(near, item, weights, smallest / largest, true);
            }
            if (warm(item) || coldToCold) {
                add(near, item, weights, smallest / largest, false);
            }
            return near;
        }

        private void add(Map<String, Double> near, String item, double[] weights, double scale, boolean warm) {
            items.stream()
                    .filter(other -> !other.equals(item) && warm(other) == warm && sharing(item, other))
                    .sorted(Comparator.comparing((String other) -> -outcome(item, other, weights)))
                    .limit(NEIGHBORS)
                    .forEach(other -> near.put(other, prediction(item, other, weights) * scale));
        }

        private double similarity(String i, String j) {
            Ids ids = Inside.of(model).model().items();
            return Inside.of(model).similarities().value(ids.indexOf(i), ids.indexOf(j));
        }

        private boolean sharing(String i, String j) {
            double[] row = row(i, j);
            for (int feature = 1; feature < row.length; feature++) {
                if (row[feature] > 0) {
                    return true;
                }
            }
            return false;
        }

        private double prediction(String i, String j, double[] weights) {
            return 1 / (1 + Math.exp(-outcome(i, j, weights)));
        }

        private double outcome(String i, String j, double[] weights) {
            double[] row = row(i, j);
            double sum = 0;
            for (int at = 0; at < row.length; at++) {
                sum += row[at] * weights[at];
            }
            return sum;
        }

        private double[] row(String i, String j) {
            double[] row = new double[features.size() + 1];
            row[0] = 1;
            for (int feature = 0; feature < features.size(); feature++) {
                Set<String> a = values(i, features.get(feature));
                Set<String> b = values(j, features.get(feature));
                Set<String> common = new HashSet<>(a);
                common.retainAll(b);
                Set<String> all = new HashSet<>(a);
                all.addAll(b);
                row[feature + 1] = all.isEmpty() ? 0 : (double) common.size() / all.size();
            }
            return row;
        }

        private Set<String> values(String item, String feature) {
            return catalog.containsKey(item)
                    ? new HashSet<>(catalog.get(item).features().getOrDefault(feature, List.of()))
                    : Set.of();
        }

        private static double[] solve(double[][] system) {
            int size = system.length;
            for (int column = 0; column < size; column++) {
                for (int row = 0; row < size; row++) {
                    if (row != column) {
                        double factor = system[row][column] / system[column][column];
                        for (int at = column; at <= size; at++) {
                            system[row][at] -= factor * system[column][at];
                        }
                    }
                }
            }
            double[] solution = new double[size];
            for (int row = 0; row < size; row++) {
                solution[row] = system[row][size] / system[row][row];
            }
            return solution;
        }
    }
}
