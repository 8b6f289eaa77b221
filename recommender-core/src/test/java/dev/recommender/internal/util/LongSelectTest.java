package dev.recommender.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LongSelectTest {
    @Test
    void longSelectMovesTheLargestToTheFront() {
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
