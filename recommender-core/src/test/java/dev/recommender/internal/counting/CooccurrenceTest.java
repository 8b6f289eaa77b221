package dev.recommender.internal.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.recommender.TrainingMonitor;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.PairExponents;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.events.Timing;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted block by block and tile by tile, or row by row, is what counting pair by pair gives. */
@Tag("slow")
class CooccurrenceTest {
    /** Units of n items count 1 / √n. */
    private static final IntToDoubleFunction DAMPED = size -> 1 / Math.sqrt(size);

    /** More than one tile of units; items of more than 16 bits; seeds that note what they touch, and seeds that scan. */
    @ParameterizedTest
    @CsvSource({
        "40, 300, 12, 1, false",
        "40, 300, 12, 3, true",
        "700, 3000, 400, 1, false",
        "700, 3000, 400, 1, true",
        "700, 3000, 400, 2, true",
        "65536, 400, 900, 1, false",
        "65537, 400, 900, 1, false",
        "90000, 1500, 700, 1, true"
    })
    void rowsAreThoseOfCountingPairByPair(int items, int units, int perUnit, int threshold, boolean damped) {
        CountingOptions options = new CountingOptions(damped ? Optional.of(DAMPED) : Optional.empty(), threshold);
        Interactions interactions = interactions(new Random(items + threshold), items, units, perUnit);
        TrainingThreads.supervise(1, TrainingMonitor.none(), work -> {
            Cooccurrence cooccurrence = new Cooccurrence(interactions, options, work);
            int perBlock = Cooccurrence.seedsPerBlock(options, items);
            Cooccurrence.Block block = cooccurrence.block(perBlock);
            for (int first = 0; first < items; first += first < 2 * perBlock ? perBlock : 211 * perBlock) {
                int last = Math.min(items, first + perBlock);
                block.count(first, last);
                for (int seed = first; seed < last; seed++) {
                    assertRow(block, seed, threshold, expected(interactions, seed, damped, false));
                }
            }
            return 0;
        });
    }

    /** Tables have more than one tile of units and of rows. */
    @ParameterizedTest
    @CsvSource({
        "40, 300, 12, 1, false",
        "40, 300, 12, 3, true",
        "700, 3000, 400, 1, false",
        "700, 3000, 400, 2, true",
        "65536, 400, 900, 1, false",
        "65537, 400, 900, 1, false",
        "90000, 1500, 700, 1, true"
    })
    void wholeRowsHoldEarlierItemsToo(int items, int units, int perUnit, int threshold, boolean damped) {
        CountingOptions options = new CountingOptions(damped ? Optional.of(DAMPED) : Optional.empty(), threshold);
        Interactions interactions = interactions(new Random(items + threshold), items, units, perUnit);
        TrainingThreads.supervise(1, TrainingMonitor.none(), work -> {
            Cooccurrence cooccurrence = new Cooccurrence(interactions, options, work);
            CooccurrenceRow row = cooccurrence.row();
            CooccurrenceRow ofTable = CooccurrenceTable.fits(options, items)
                    ? CooccurrenceTable.of(cooccurrence, items, work).row()
                    : row;
            for (int seed = 0; seed < items; seed += 1 + items / 50) {
                TreeMap<Integer, double[]> expected = expected(interactions, seed, damped, true);
                assertWhole(row, seed, threshold, expected);
                if (ofTable != row) {
                    assertWhole(ofTable, seed, threshold, expected);
                }
            }
            return 0;
        });
    }

    private static void assertWhole(CooccurrenceRow row, int seed, int threshold, TreeMap<Integer, double[]> expected) {
        row.count(seed);
        assertThat(Arrays.stream(row.items, 0, row.size()).sorted().toArray())
                .isEqualTo(
                        expected.keySet().stream().mapToInt(Integer::intValue).toArray());
        expected.forEach((item, countAndSum) -> {
            // Of some hundred thousand cells in all, only wrong ones are worth an assertion.
            if (row.supported(item, threshold) != countAndSum[0] >= threshold || row.take(item) != countAndSum[1]) {
                fail("seed %s, item %s", seed, item);
            }
        });
    }

    private static void assertRow(
            Cooccurrence.Block block, int seed, int threshold, TreeMap<Integer, double[]> expected) {
        block.select(seed);
        assertThat(Arrays.copyOf(block.items, block.size()))
                .isEqualTo(
                        expected.keySet().stream().mapToInt(Integer::intValue).toArray());
        expected.forEach((item, countAndSum) -> {
            assertThat(block.supported(item, threshold)).isEqualTo(countAndSum[0] >= threshold);
            assertThat(block.cooccurrence(item)).isEqualTo(countAndSum[1]);
        });
        block.clear();
    }

    /** For each other or later item that shares units with the seed: how many, and the sum of their weights in order. */
    private static TreeMap<Integer, double[]> expected(
            Interactions interactions, int seed, boolean damped, boolean whole) {
        int[] count = new int[interactions.items()];
        double[] sum = new double[interactions.items()];
        for (int unit = 0; unit < interactions.units(); unit++) {
            int start = interactions.unitStart[unit];
            int end = interactions.unitStart[unit + 1];
            int own = Arrays.binarySearch(interactions.unitItem, start, end, seed);
            double weight = damped ? DAMPED.applyAsDouble(end - start) : 1;
            for (int at = whole ? start : own + 1; own >= 0 && at < end; at++) {
                if (at != own) {
                    count[interactions.unitItem[at]]++;
                    sum[interactions.unitItem[at]] += weight;
                }
            }
        }
        TreeMap<Integer, double[]> expected = new TreeMap<>();
        for (int item = 0; item < count.length; item++) {
            if (count[item] > 0) {
                expected.put(item, new double[] {count[item], sum[item]});
            }
        }
        return expected;
    }

    /** Units of random sizes, whose items are the more popular the lower their numbers, at least roughly. */
    private static Interactions interactions(Random random, int items, int units, int perUnit) {
        int[] unitStart = new int[units + 1];
        int[] unitItem = new int[units * perUnit];
        int[] frequency = new int[items];
        int size = 0;
        for (int unit = 0; unit < units; unit++) {
            int[] drawn = IntStream.generate(() -> (int) (items * Math.pow(random.nextDouble(), 2)))
                    .limit(perUnit - random.nextInt(perUnit / 4))
                    .distinct()
                    .sorted()
                    .toArray();
            System.arraycopy(drawn, 0, unitItem, size, drawn.length);
            size += drawn.length;
            unitStart[unit + 1] = size;
            Arrays.stream(drawn).forEach(item -> frequency[item]++);
        }
        return new Interactions(
                new int[units],
                IntStream.range(0, items).toArray(),
                unitStart,
                Arrays.copyOf(unitItem, size),
                new float[size],
                new int[units],
                new PairExponents(),
                new float[0],
                new long[0],
                unitStart,
                Arrays.copyOf(unitItem, size),
                frequency,
                items,
                0,
                Timing.NONE,
                new Sizes(size, 0, 0, units, items, perUnit, perUnit, size, 0, units, size, items, 0));
    }
}
