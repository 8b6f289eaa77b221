package dev.recommender.internal.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.NumberFormat;
import dev.recommender.spi.ScoreBoard;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search for more and more of the best, against all scores. */
@Timeout(120)
class VectorSearchTest {
    @ParameterizedTest
    @CsvSource({
        "1, 5, 8, FLOAT32, false",
        "2, 700, 8, FLOAT32, false",
        "3, 3000, 32, FLOAT32, false",
        "4, 3000, 64, INT16, false",
        "5, 257, 16, INT16, false",
        "6, 1024, 24, INT16, false",
        "7, 2000, 16, FLOAT32, true",
        "8, 2000, 32, INT16, true",
        "9, 1500, 8, FLOAT32, false",
        "10, 900, 16, INT16, true"
    })
    void everyRoundFindsTheBestOfAllItems(int seed, int items, int size, NumberFormat format, boolean alike) {
        Random random = new Random(seed);
        float[][] vectors = new float[items][size];
        for (float[] vector : vectors) {
            double length = random.nextInt(10) == 0 ? 0 : Math.pow(random.nextDouble(), 3);
            for (int at = 0; at < size; at++) {
                vector[at] = (float) (length * (random.nextGaussian() + 0.3) / (1 + at));
            }
        }
        for (float[] vector : vectors) {
            // Lengths that hardly differ, and directions that do not: tiles nearly tie.
            double norm = Vectors.norm(vector, 0);
            for (int at = 0; at < size && alike; at++) {
                double plain = norm == 0 ? 0 : vector[at] / norm;
                vector[at] = (float) ((plain + 3.0 / (1 + at)) * (1 + 1e-5 * random.nextDouble()));
            }
        }
        for (int item = 0; item < items && seed > 8; item++) {
            // Items that the same users took have the same vector, wherever they are.
            vectors[item] = vectors[item % 40].clone();
        }
        ItemVectors kept = ItemVectors.of(vectors, size, format);
        VectorSearch search = new VectorSearch(kept);
        for (int question = 0; question < 20; question++) {
            float[] query = new float[size];
            for (int at = 0; at < size; at++) {
                query[at] = (float) (random.nextGaussian() / (1 + at));
            }
            boolean cosine = question % 3 == 0;
            double length = Vectors.norm(query, 0);
            for (int at = 0; at < size && cosine; at++) {
                query[at] = (float) (query[at] / length);
            }
            Board all = new Board(items);
            search.start(query, cosine);
            search.all(all);
            for (int item = 0; item < items && !cosine; item++) {
                assertThat(search.score(query, item, 0)).isEqualTo(all.scores[item]);
            }
            Board board = new Board(items);
            search.start(query, cosine);
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
                while (search.more(board, top)) {
                    for (int item : board.reached) {
                        if (ever.add(item)) {
                            top.offer(item, board.scores[item]);
                        }
                    }
                }
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
