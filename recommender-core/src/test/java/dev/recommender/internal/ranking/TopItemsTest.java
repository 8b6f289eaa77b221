package dev.recommender.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopItemsTest {
    @Test
    void theTopItemsAreTheHeadOfTheSortedList() {
        Random random = new Random(2);
        TopItems top = new TopItems();
        for (int round = 0; round < 3000; round++) {
            int count = random.nextInt(120);
            double[] scores =
                    random.doubles(count).map(score -> Math.floor(score * 12)).toArray();
            Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
            Arrays.sort(
                    order,
                    Comparator.<Integer>comparingDouble(item -> -scores[item]).thenComparing(item -> item));
            int limit = 1 + random.nextInt(140);
            top.reset(limit);
            int[] offered = IntStream.range(0, count).toArray();
            for (int at = count - 1; at > 0; at--) {
                int other = random.nextInt(at + 1);
                int item = offered[at];
                offered[at] = offered[other];
                offered[other] = item;
            }
            for (int item : offered) {
                top.offer(item, scores[item]);
            }
            top.sort();
            assertThat(top.size()).isEqualTo(Math.min(limit, count));
            for (int rank = 0; rank < top.size(); rank++) {
                assertThat(top.item(rank)).isEqualTo(order[rank]);
                assertThat(top.score(rank)).isEqualTo(scores[order[rank]]);
            }
        }
    }

    @Test
    void keysOrderAsValueThenSmallerIndexAndCanBeReadBack() {
        float[] values = {
            -Float.MAX_VALUE, -2, -1.5f, -Float.MIN_VALUE, 0, Float.MIN_VALUE, 0.5f, 1, 1.0000001f, Float.MAX_VALUE
        };
        int[] indexes = {0, 1, 2, 1000, (1 << 27) - 1};
        for (int v = 0; v < values.length; v++) {
            for (int i = 0; i < indexes.length; i++) {
                long key = TopItems.key(values[v], indexes[i]);
                assertThat(TopItems.valueOfKey(key)).isEqualTo(values[v]);
                assertThat(TopItems.indexOfKey(key)).isEqualTo(indexes[i]);
                if (i > 0) {
                    assertThat(key).isLessThan(TopItems.key(values[v], indexes[i - 1]));
                }
                if (v > 0) {
                    assertThat(key).isGreaterThan(TopItems.key(values[v - 1], 0));
                }
            }
        }
        assertThat(TopItems.key(-0f, 3)).isEqualTo(TopItems.key(0f, 3));
    }
}
