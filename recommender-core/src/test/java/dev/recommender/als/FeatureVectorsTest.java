package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.algebra.Elimination;
import dev.recommender.internal.factors.Vectors;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.PairFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors placed by features, against the same regression by elimination in doubles. */
class FeatureVectorsTest {
    private static final int LEARNT = 4_000;
    private static final int PLACED = 200;
    private static final int SIZE = 8;

    /** Few terms are in nearly all items, and many in a few: so it is in catalogs. */
    @ParameterizedTest
    @ValueSource(longs = 1)
    void vectorsAreThoseOfTheRegressionHoweverFrequentTermsAre(long seed) {
        Random random = new Random(seed);
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < LEARNT + PLACED; item++) {
            CatalogItem described = CatalogItem.of("i" + item).feature("sold", random.nextInt(50) > 0 ? "yes" : "no");
            for (int word = 0; word < 12; word++) {
                described = described.feature("word", "w" + (int) (300 * Math.pow(random.nextDouble(), 4)));
            }
            catalog.add(described.feature("maker", "m" + random.nextInt(100)));
        }
        float[][] vectors = new float[LEARNT + PLACED][SIZE];
        for (int item = 0; item < LEARNT; item++) {
            int hash = catalog.get(item).features().hashCode();
            for (int at = 0; at < SIZE; at++) {
                vectors[item][at] = (float) (Integer.rotateLeft(hash, 4 * at) % 1000 / 1000.0 + random.nextGaussian());
            }
        }
        double[][] expected = regression(catalog, vectors);
        place(catalog, vectors, LEARNT);
        for (int item = LEARNT; item < LEARNT + PLACED; item++) {
            for (int at = 0; at < SIZE; at++) {
                assertThat((double) vectors[item][at]).isCloseTo(expected[item - LEARNT][at], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3})
    @Tag("slow")
    void vectorsAreThoseOfTheRegressionOfMoreCatalogs(long seed) {
        vectorsAreThoseOfTheRegressionHoweverFrequentTermsAre(seed);
    }

    /** One item has many words of which each makes vectors long. */
    @Test
    void noVectorIsLongerThanTheLongestThatWasLearnt() {
        List<CatalogItem> catalog = new ArrayList<>();
        float[][] vectors = new float[302][SIZE];
        double longest = 0;
        for (int item = 0; item < 300; item++) {
            catalog.add(CatalogItem.of("i" + item).feature("word", "w" + item % 30));
            vectors[item][0] = 1 + item % 30;
            vectors[item][1] = item % 2;
            longest = Math.max(longest, Vectors.norm(vectors[item], 0));
        }
        CatalogItem wordy = CatalogItem.of("i300");
        for (int word = 20; word < 30; word++) {
            wordy = wordy.feature("word", "w" + word);
        }
        catalog.add(wordy);
        catalog.add(CatalogItem.of("i301").feature("word", "w7"));
        place(catalog, vectors, 300);
        assertThat(Vectors.norm(vectors[300], 0)).isCloseTo(longest, within(1e-4));
        assertThat(vectors[301][0]).isCloseTo(8, within(2f));
    }

    private static void place(List<CatalogItem> catalog, float[][] vectors, int learnt) {
        IdTable table = new IdTable();
        int[] order = IntStream.range(0, catalog.size())
                .map(item -> table.numberOf("i" + item))
                .toArray();
        Ids ids = Ids.open(Ids.section(table, order));
        PairFeatures features = PairFeatures.of(ItemFeatures.of(Catalog.of(catalog), ids), ids);
        TrainingThreads.supervise(
                2, TrainingMonitor.none(), work -> FeatureVectors.place(features, vectors, learnt, work));
    }

    /** The vectors of the items to be placed: β from (X'X + 3 I) β = X'y, with hardly a ridge for the constant. */
    private static double[][] regression(List<CatalogItem> catalog, float[][] vectors) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<int[]> terms = new ArrayList<>();
        for (CatalogItem item : catalog) {
            List<Integer> own = new ArrayList<>(List.of(0));
            item.features()
                    .forEach((name, values) -> values.forEach(
                            value -> own.add(numbers.computeIfAbsent(name + "=" + value, key -> numbers.size() + 1))));
            terms.add(own.stream().mapToInt(Integer::intValue).toArray());
        }
        double[][] placed = new double[PLACED][SIZE];
        for (int number = 0; number < SIZE; number++) {
            double[][] a = new double[numbers.size() + 1][numbers.size() + 1];
            double[] b = new double[numbers.size() + 1];
            for (int item = 0; item < LEARNT; item++) {
                for (int left : terms.get(item)) {
                    b[left] += vectors[item][number];
                    for (int right : terms.get(item)) {
                        a[left][right]++;
                    }
                }
            }
            for (int term = 0; term < b.length; term++) {
                a[term][term] += term == 0 ? 1e-3 : 3;
            }
            double[] coefficients = Elimination.solve(a, b);
            for (int item = 0; item < PLACED; item++) {
                for (int term : terms.get(LEARNT + item)) {
                    placed[item][number] += coefficients[term];
                }
            }
        }
        return placed;
    }
}
