package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.counting.CooccurrenceTable;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.PairExponents;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.events.Timing;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.RowWeights;
import dev.recommender.neighbors.RowPrecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether pairs are counted one by one, rows as a whole or all pairs in a table, the chosen neighbours are the same bytes. */
class NeighborsTest {
    private static final Similarity ONE_WAY =
            Similarity.of("one-way", (common, seed, target, items) -> common / seed - (common > 3 ? 1 : 0));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    @Tag("slow")
    void rowsAreTheSameByPairAndByRow(long seed) {
        Random random = new Random(seed);
        Similarity[] similarities = {
            Similarity.COOCCURRENCE,
            Similarity.JACCARD,
            Similarity.COSINE,
            Similarity.MUTUAL_INFORMATION,
            Similarity.LIFT,
            Similarity.damped(0.5, 0.2, 0.7),
            Similarity.damped(4, 4, 4),
            Similarity.damped(4, 0, 4),
            ONE_WAY
        };
        int items = 2 + random.nextInt(400);
        Similarity similarity = similarities[random.nextInt(similarities.length)];
        SarOptions plain = options(similarity, 1 + random.nextInt(3));
        Interactions interactions = interactions(random, items);
        int threads = 1 + random.nextInt(3);
        double[] popularities = {0, 0.3, 1, 2};
        SarOptions options = preferring(plain, popularities[random.nextInt(4)]);
        for (int limit : new int[] {1, 5, 40, items}) {
            assertSame(options, interactions, items, limit, threads);
        }
    }

    private static SarOptions options(Similarity similarity, int supportThreshold) {
        return SarOptions.of(Parameters.empty().with("supportThreshold", supportThreshold))
                .similarity(similarity);
    }

    private static SarOptions preferring(SarOptions options, double popularity) {
        RowWeights weights = new RowWeights(popularity, 1, false, RowPrecision.SINGLE);
        return new SarOptions(options.similarity(), options.shared().weights(weights));
    }

    private static void assertSame(SarOptions options, Interactions interactions, int items, int limit, int threads) {
        RowBlocks byPair = TrainingThreads.supervise(
                threads,
                TrainingMonitor.none(),
                work -> new NeighborsByPair(similarities(options, interactions, work), items, limit).rows(work));
        RowBlocks byRow = TrainingThreads.supervise(threads, TrainingMonitor.none(), work -> {
            Cooccurrence counts = new Cooccurrence(interactions, options.counting(), work);
            SimilarityRows similarities = new SimilarityRows(options, interactions, counts);
            return new NeighborsByRow(similarities, counts::row, items, limit).rows(work);
        });
        RowBlocks inATable = TrainingThreads.supervise(threads, TrainingMonitor.none(), work -> {
            Cooccurrence counts = new Cooccurrence(interactions, options.counting(), work);
            SimilarityRows similarities = new SimilarityRows(options, interactions, counts);
            CooccurrenceTable table = CooccurrenceTable.of(counts, similarities.warm(), work);
            return new NeighborsByRow(similarities, table::row, items, limit).rows(work);
        });
        assertThat(rows(byRow)).isEqualTo(bruteForce(options, interactions, items, limit));
        assertThat(inATable.directory()).isEqualTo(byPair.directory());
        assertThat(inATable.blocks()).isEqualTo(byPair.blocks());
        assertThat(byRow.cells()).isPositive();
        assertThat(byRow.directory()).isEqualTo(byPair.directory());
        assertThat(byRow.blocks()).isEqualTo(byPair.blocks());
    }

    private static List<Map<Integer, Float>> rows(RowBlocks rows) {
        RowBlocks.Cells cells = new RowBlocks.Cells();
        return IntStream.range(0, rows.rows())
                .mapToObj(row -> {
                    rows.read(row, cells);
                    Map<Integer, Float> values = new TreeMap<>();
                    IntStream.range(0, cells.size).forEach(at -> values.put(cells.columns[at], cells.values[at]));
                    return values;
                })
                .toList();
    }

    /** All values of all pairs, of which the largest stay; of equal ones those of the first items. */
    private static List<Map<Integer, Float>> bruteForce(
            SarOptions options, Interactions interactions, int items, int limit) {
        int[][] counts = new int[items][items];
        double[][] sums = new double[items][items];
        for (int unit = 0; unit + 1 < interactions.unitStart.length; unit++) {
            int from = interactions.unitStart[unit];
            int to = interactions.unitStart[unit + 1];
            double weight = options.similarity().unitWeightOf(to - from);
            for (int left = from; left < to; left++) {
                for (int right = from; right < to; right++) {
                    counts[interactions.unitItem[left]][interactions.unitItem[right]]++;
                    sums[interactions.unitItem[left]][interactions.unitItem[right]] += weight;
                }
            }
        }
        List<Map<Integer, Float>> rows = new ArrayList<>();
        for (int seed = 0; seed < items; seed++) {
            Map<Integer, Float> all = new TreeMap<>();
            for (int target = 0; target < items; target++) {
                if (target != seed && counts[seed][target] >= options.shared().supportThreshold()) {
                    double similarity = options.similarity()
                            .of(
                                    sums[seed][target],
                                    interactions.frequency[seed],
                                    interactions.frequency[target],
                                    interactions.itemsWithEvents);
                    double preference = options.shared().weights().preference(interactions.frequency[target]);
                    all.put(target, (float) (similarity * preference));
                }
            }
            all.values().removeIf(value -> value == 0);
            Map<Integer, Float> best = new TreeMap<>();
            all.entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<Integer, Float> cell) -> -cell.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .limit(limit)
                    .forEach(cell -> best.put(cell.getKey(), cell.getValue()));
            rows.add(best);
        }
        return rows;
    }

    /** Two similarities that are too small for a float in full precision are rounded to the same one: the popular item wins. */
    @Test
    @Tag("slow")
    void similaritiesTooSmallForFullPrecisionAreTheSameByPairAndByRow() {
        int[][] taken = new int[900_000][];
        taken[0] = new int[] {0, 1};
        taken[1] = new int[] {0, 2};
        taken[2] = new int[] {0, 2};
        for (int user = 3; user < taken.length; user++) {
            taken[user] = new int[] {user < 300_003 ? 0 : user < 600_003 ? 1 : 2};
        }
        SarOptions options =
                SarOptions.of(Parameters.empty().with("supportThreshold", 1)).similarity(Similarity.damped(4, 4, 4));
        assertSame(options, interactions(taken, 3), 3, 1, 2);
    }

    /** The similarities are equal, but their factors' products are not, and lie on either side of a bin's edge. */
    @ParameterizedTest
    @ValueSource(ints = {41, 47, 55})
    void equalSimilaritiesAtTheEdgeOfABinAreTheSameByPairAndByRow(int root) {
        int square = root * root;
        int[][] taken = new int[2 * square + 4][];
        for (int user = 0; user < taken.length; user++) {
            taken[user] = user < root
                    ? new int[] {0, 1}
                    : user < square
                            ? new int[] {1}
                            : user < square + 2 ? new int[] {0, 2} : new int[] {user < square + 4 ? 2 : 0};
        }
        SarOptions options =
                SarOptions.of(Parameters.empty().with("supportThreshold", 1)).similarity(Similarity.COSINE);
        assertSame(options, interactions(taken, 3), 3, 1, 1);
    }

    @Test
    void aThresholdThatNoItemReachesLeavesNoRowInAnyWay() {
        SarOptions options = SarOptions.of(Parameters.empty().with("supportThreshold", 1001));
        Interactions interactions = interactions(new Random(3), 50);
        for (Counted counted : Counted.values()) {
            RowBlocks rows = TrainingThreads.supervise(
                    2,
                    TrainingMonitor.none(),
                    work -> similarities(options, interactions, work).limited(counted, 5, work));
            assertThat(rows.rows()).isEqualTo(50);
            assertThat(rows.cells()).isZero();
        }
    }

    private static SimilarityRows similarities(SarOptions options, Interactions interactions, TrainingThreads work) {
        return new SimilarityRows(options, interactions, new Cooccurrence(interactions, options.counting(), work));
    }

    /** Users of random sizes, with items in the order of their popularity. */
    private static Interactions interactions(Random random, int items) {
        int users = 1000;
        int[][] taken = new int[users][];
        for (int user = 0; user < users; user++) {
            taken[user] = IntStream.generate(() -> (int) (items * Math.pow(random.nextDouble(), 2)))
                    .limit(2 + random.nextInt(1 + Math.min(30, items)))
                    .distinct()
                    .toArray();
        }
        return interactions(taken, items);
    }

    private static Interactions interactions(int[][] taken, int items) {
        int users = taken.length;
        int[] frequency = new int[items];
        Arrays.stream(taken).flatMapToInt(Arrays::stream).forEach(item -> frequency[item]++);
        int[] byPopularity = IntStream.range(0, items)
                .boxed()
                .sorted((left, right) -> frequency[right] - frequency[left])
                .mapToInt(Integer::intValue)
                .toArray();
        int[] rank = new int[items];
        IntStream.range(0, items).forEach(place -> rank[byPopularity[place]] = place);
        int[] start = new int[users + 1];
        for (int user = 0; user < users; user++) {
            taken[user] =
                    Arrays.stream(taken[user]).map(item -> rank[item]).sorted().toArray();
            start[user + 1] = start[user] + taken[user].length;
        }
        int[] pairs = Arrays.stream(taken).flatMapToInt(Arrays::stream).toArray();
        return new Interactions(
                new int[users],
                IntStream.range(0, items).toArray(),
                start,
                pairs,
                new float[pairs.length],
                new int[users],
                new PairExponents(),
                new float[0],
                new long[0],
                start,
                pairs,
                Arrays.stream(byPopularity).map(item -> frequency[item]).toArray(),
                items,
                0,
                Timing.NONE,
                new Sizes(pairs.length, 0, 0, users, items, 30, 30, pairs.length, 0, users, pairs.length, items, 0));
    }
}
