package dev.recommender.internal.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.NumberFormat;
import dev.recommender.spi.ScoreBoard;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search for more and more of the best, against all scores. It ends however many scores are equal. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VectorSearchTest {
    @ParameterizedTest
    @CsvSource({
        "1, 5, 8, FLOAT32, 1",
        "2, 700, 8, FLOAT32, 1",
        "3, 3000, 32, FLOAT32, 1e-30",
        "4, 3000, 64, INT16, 1",
        "5, 257, 16, INT16, 1e-38",
        "6, 1024, 24, FLOAT32, 1e30"
    })
    void everyRoundFindsTheBestOfAllItems(int seed, int items, int size, NumberFormat format, double scale) {
        Random random = new Random(seed);
        float[][] vectors = new float[items][size];
        for (float[] vector : vectors) {
            double length = random.nextInt(10) == 0 ? 0 : Math.pow(random.nextDouble(), 3);
            for (int at = 0; at < size; at++) {
                vector[at] = (float) (length * (random.nextGaussian() + 0.3) / (1 + at));
            }
        }
        float[][] queries = new float[20][size];
        for (float[] query : queries) {
            for (int at = 0; at < size; at++) {
                query[at] = (float) (scale * random.nextGaussian() / (1 + at));
            }
        }
        assertBestOfAllItems(vectors, queries, format);
    }

    /** Scores come as near to the bounds as they can: vectors are hardly apart, in direction or length. */
    @ParameterizedTest
    @CsvSource({
        "7, 2000, 8, FLOAT32, 1e-4, 1",
        "8, 2000, 8, INT16, 1e-4, 1",
        "9, 2000, 64, INT16, 1e-4, 1e-10",
        "10, 2000, 64, FLOAT32, 1e-6, 1",
        "11, 2000, 64, FLOAT32, 1e-4, 1e-17",
        "12, 2000, 16, INT16, 1e-3, 1e-17"
    })
    @Tag("slow")
    void itemsAreFoundThatAreHardlyApart(
            int seed, int items, int size, NumberFormat format, double apart, double scale) {
        Random random = new Random(seed);
        double[] direction = random.doubles(size, 0.5, 1).toArray();
        float[][] vectors = new float[items][size];
        for (float[] vector : vectors) {
            double length = scale * (1 + apart * random.nextGaussian());
            for (int at = 0; at < size; at++) {
                vector[at] = (float) (length * direction[at] * (1 + 3 * apart * random.nextGaussian()));
            }
        }
        float[][] queries = new float[20][size];
        for (float[] query : queries) {
            for (int at = 0; at < size; at++) {
                query[at] = (float) (1e-15 * scale * direction[at] * (1 + 3 * apart * random.nextGaussian()));
            }
        }
        assertBestOfAllItems(vectors, queries, format);
    }

    /** Items that the same users took have equal vectors, wherever they are. */
    @ParameterizedTest
    @CsvSource({"13, 1500, 8, FLOAT32", "14, 900, 16, INT16"})
    void ofItemsWithEqualVectorsTheFirstAreFound(int seed, int items, int size, NumberFormat format) {
        Random random = new Random(seed);
        float[][] different = new float[40][size];
        float[][] queries = new float[20][size];
        for (float[][] vectors : new float[][][] {different, queries}) {
            for (float[] vector : vectors) {
                for (int at = 0; at < size; at++) {
                    vector[at] = (float) random.nextGaussian();
                }
            }
        }
        float[][] vectors = new float[items][];
        for (int item = 0; item < items; item++) {
            vectors[item] = different[item % different.length].clone();
        }
        assertBestOfAllItems(vectors, queries, format);
    }

    /** Whoever asks for popular items has no seeds, and the vector 0. */
    @Test
    void nothingIsReadForAVectorOfZeros() {
        Random random = new Random(15);
        float[][] vectors = new float[600][8];
        for (float[] vector : vectors) {
            for (int at = 0; at < 8; at++) {
                vector[at] = (float) random.nextGaussian();
            }
        }
        VectorSearch search = new VectorSearch(ItemVectors.of(vectors, 8, NumberFormat.FLOAT32));
        Board board = new Board(600);
        TopItems top = new TopItems();
        top.reset(10);
        search.start(new float[8], 0);
        assertThat(search.more(board, top)).isFalse();
        assertThat(board.reached).isEmpty();
        search.start(vectors[3], 0);
        assertThat(search.more(board, top)).isTrue();
        assertThat(board.reached).isNotEmpty();
    }

    private static void assertBestOfAllItems(float[][] vectors, float[][] queries, NumberFormat format) {
        int items = vectors.length;
        ItemVectors kept = ItemVectors.of(vectors, queries[0].length, format);
        VectorSearch search = new VectorSearch(kept);
        for (int question = 0; question < queries.length; question++) {
            float[] query = queries[question];
            boolean cosine = question % 3 == 0;
            Board all = new Board(items);
            start(search, query, cosine);
            search.all(all);
            for (int item = 0; item < items && !cosine; item++) {
                assertThat(search.score(query, 0, item)).isEqualTo(all.scores[item]);
            }
            Board board = new Board(items);
            start(search, query, cosine);
            TopItems top = new TopItems();
            for (int count : new int[] {1, 4, 60, 61, 400, items + 1}) {
                top.reset(count);
                int[] ranked =
                        board.reached.stream().mapToInt(Integer::intValue).toArray();
                for (int item : ranked) {
                    top.offer(item, board.scores[item]);
                }
                board.reached.clear();
                TreeSet<Integer> ever = new TreeSet<>();
                for (int item : ranked) {
                    ever.add(item);
                }
                boolean more;
                do {
                    more = search.more(board, top);
                    for (int item : board.reached) {
                        if (ever.add(item)) {
                            top.offer(item, board.scores[item]);
                        }
                    }
                } while (more);
                board.reached.addAll(ever);
                TopItems expected = new TopItems();
                expected.reset(count);
                for (int item = 0; item < items; item++) {
                    expected.offer(item, all.scores[item]);
                }
                top.sort();
                expected.sort();
                assertThat(top.size()).isEqualTo(expected.size());
                for (int rank = 0; rank < top.size(); rank++) {
                    assertThat(top.item(rank)).isEqualTo(expected.item(rank));
                    assertThat(top.score(rank)).isEqualTo(expected.score(rank));
                }
            }
        }
    }

    private static void start(VectorSearch search, float[] query, boolean cosine) {
        if (cosine) {
            search.startSimilar(query);
        } else {
            search.start(query, 0);
        }
    }

    private static final class Board implements ScoreBoard {
        private final double[] scores;
        private final TreeSet<Integer> reached = new TreeSet<>();

        Board(int items) {
            scores = new double[items];
        }

        @Override
        public double[] scores() {
            return scores;
        }

        @Override
        public void reached(int item) {
            reached.add(item);
        }

        @Override
        public void reached(int from, int to) {
            for (int item = from; item < to; item++) {
                reached.add(item);
            }
        }
    }
}
