package dev.recommender.internal.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.recommender.TrainingMonitor;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.PairExponents;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.events.Timing;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    /** The first items meet in long units, the others in many short ones. */
    @Test
    void tasksCostAboutTheirShareOfTheAdditions() {
        int items = 400;
        List<int[]> units = new ArrayList<>();
        for (int unit = 0; unit < 50; unit++) {
            units.add(IntStream.range(0, 100).toArray());
        }
        for (int unit = 0; unit < 2_000; unit++) {
            units.add(new int[] {100 + unit % 299, 101 + unit % 299});
        }
        long[] additions = new long[items];
        units.forEach(unit -> Arrays.stream(unit).forEach(item -> additions[item] += unit.length));
        long share = Arrays.stream(additions).sum() / 20;
        long largest = Arrays.stream(additions).max().orElseThrow();
        TrainingThreads.supervise(1, TrainingMonitor.none(), work -> {
            int[] ends = new Cooccurrence(
                            interactions(items, 100, units), new CountingOptions(Optional.empty(), 1), work)
                    .taskEnds(20, items);
            assertThat(ends[ends.length - 1]).isEqualTo(items);
            for (int task = 0; task < ends.length; task++) {
                long cost = Arrays.stream(additions, task == 0 ? 0 : ends[task - 1], ends[task])
                        .sum();
                assertThat(cost).isPositive().isLessThanOrEqualTo(share + largest);
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
        return interactions(
                items,
                perUnit,
                Stream.generate(() -> IntStream.generate(() -> (int) (items * Math.pow(random.nextDouble(), 2)))
                                .limit(perUnit - random.nextInt(perUnit / 4))
                                .distinct()
                                .sorted()
                                .toArray())
                        .limit(units)
                        .toList());
    }

    private static Interactions interactions(int items, int perUnit, List<int[]> drawn) {
        int units = drawn.size();
        int[] unitStart = new int[units + 1];
        int[] unitItem = drawn.stream().flatMapToInt(Arrays::stream).toArray();
        int[] frequency = new int[items];
        for (int unit = 0; unit < units; unit++) {
            unitStart[unit + 1] = unitStart[unit] + drawn.get(unit).length;
        }
        Arrays.stream(unitItem).forEach(item -> frequency[item]++);
        int size = unitItem.length;
        return new Interactions(
                new int[units],
                IntStream.range(0, items).toArray(),
                unitStart,
                unitItem,
                new float[size],
                new int[units],
                new PairExponents(),
                new float[0],
                new long[0],
                unitStart,
                unitItem,
                frequency,
                items,
                0,
                Timing.NONE,
                new Sizes(size, 0, 0, units, items, perUnit, perUnit, size, 0, units, size, items, 0));
    }
}
