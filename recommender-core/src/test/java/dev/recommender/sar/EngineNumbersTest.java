package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.events.Decay;
import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.util.IntSort;
import dev.recommender.internal.util.LongSelect;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The engine's small tools on numbers, each against the obvious way. */
class EngineNumbersTest {
    @Test
    void powers_of_one_half_are_accurate_to_fourteen_digits() {
        Random random = new Random(1);
        for (int number = 0; number < 200_000; number++) {
            double x = number < 2000 ? number / 4096.0 : 1000 * Math.pow(random.nextDouble(), 4);
            double expected = Math.pow(2, -x);
            assertThat(Math.abs(Decay.powerOfHalf(x) - expected) <= 1e-14 * expected)
                    .as("2^-%s", x)
                    .isTrue();
        }
        assertThat(Decay.powerOfHalf(0)).isEqualTo(1);
        assertThat(Decay.powerOfHalf(1)).isEqualTo(0.5);
        assertThat(Decay.powerOfHalf(1e300)).isZero();
        assertThat(Decay.powerOfHalf(Double.POSITIVE_INFINITY)).isZero();
    }

    @Test
    void events_at_or_after_the_moment_weigh_in_full_and_none_decays_without_a_half_life() {
        Decay decay = Decay.of(Optional.of(Duration.ofDays(30)));
        assertThat(decay.factor(0)).isEqualTo(1);
        assertThat(decay.factor(-1)).isEqualTo(1);
        assertThat(decay.factor(Duration.ofDays(30).toMillis())).isEqualTo(0.5);
        assertThat(decay.factor(Duration.ofDays(90).toMillis())).isEqualTo(0.125);
        assertThat(decay.factor(1)).isLessThan(1);
        assertThat(Decay.of(Optional.empty()).factor(1e18)).isEqualTo(1);
    }

    @Test
    void the_top_items_are_the_head_of_the_sorted_list() {
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
    void keys_order_as_value_then_smaller_index_and_can_be_read_back() {
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

    @Test
    void int_sort_is_the_stable_sort_by_the_given_order() {
        Random random = new Random(3);
        for (int round = 0; round < 400; round++) {
            int length = round < 100 ? round : random.nextInt(20_000);
            int[] groups = random.ints(length, 0, 1 + random.nextInt(50)).toArray();
            int[] values = IntStream.range(0, length).toArray();
            int[] expected = IntStream.range(0, length)
                    .boxed()
                    .sorted(Comparator.comparing(value -> groups[value]))
                    .mapToInt(value -> value)
                    .toArray();
            IntSort.sort(values, (left, right) -> Integer.compare(groups[left], groups[right]));
            assertThat(values).isEqualTo(expected);
            int[] positions = IntSort.inverse(values);
            for (int at = 0; at < length; at++) {
                assertThat(positions[values[at]]).isEqualTo(at);
            }
        }
    }

    @Test
    void long_select_moves_the_largest_to_the_front() {
        Random random = new Random(4);
        for (int round = 0; round < 5000; round++) {
            int length = 1 + random.nextInt(300);
            long[] values = switch (round % 3) {
                case 0 -> random.longs(length).distinct().toArray();
                case 1 -> IntStream.range(0, length).asLongStream().toArray();
                default ->
                    IntStream.range(0, length)
                            .mapToLong(at -> at % 2 == 0 ? at : -at)
                            .toArray();
            };
            long[] sorted = values.clone();
            Arrays.sort(sorted);
            int count = 1 + random.nextInt(values.length);
            LongSelect.largest(values, values.length, count);
            long[] front = Arrays.copyOf(values, count);
            Arrays.sort(front);
            assertThat(front).isEqualTo(Arrays.copyOfRange(sorted, values.length - count, values.length));
        }
    }
}
