package dev.recommender.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class IntSortTest {
    @Test
    void intSortIsTheStableSortByTheGivenOrder() {
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
}
