package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.UsageEvents;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedColumnTest {
    @Test
    void whateverIsPackedComesBack() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            long base = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(1000);
            long step = 1L << random.nextInt(62);
            long[] values = new long[random.nextInt(12)];
            Arrays.setAll(values, at -> switch (random.nextInt(8)) {
                case 0 -> UsageEvents.NO_TIME;
                case 1 -> Long.MAX_VALUE;
                default -> base + step * random.nextInt(1 + random.nextInt(300));
            });
            int from = random.nextInt(values.length + 1);
            int to = from + random.nextInt(values.length - from + 1);
            long[] unpacked = new long[to - from];
            PackedColumn column = PackedColumn.of(values, from, to);
            if (column.constant()) {
                Arrays.fill(unpacked, column.base());
            } else {
                column.unpack(unpacked);
            }
            assertThat(unpacked).isEqualTo(Arrays.copyOfRange(values, from, to));
        }
    }

    @Test
    void fewNumbersOfAnyWidthComeBack() {
        for (int width = 1; width <= Long.BYTES; width++) {
            for (int count = 3; count < 12; count++) {
                long[] values = new long[count];
                Arrays.setAll(values, at -> at);
                values[count - 1] = -1L >>> 1 + Long.SIZE - Byte.SIZE * width;
                long[] unpacked = new long[count];
                PackedColumn column = PackedColumn.of(values, 0, count);
                column.unpack(unpacked);
                assertThat(unpacked).isEqualTo(values);
                assertThat(column.size()).isEqualTo(count * width);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 0", "7 9, 2", "0 255, 2", "0 256 1, 6", "1500000000000 1500100000000 1500000001000, 9"})
    void numbersTakeNoMoreBytesThanTheirStepsNeed(String numbers, int bytes) {
        long[] values =
                Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
        assertThat(PackedColumn.of(values, 0, values.length).size()).isEqualTo(bytes);
    }

    @Test
    void ratingsTakeAByteEach() {
        EventBlock block = new EventBlock();
        for (int rating = 1; rating <= 10; rating++) {
            block.add(1, 2, UsageEvents.NO_TIME, rating / 2f);
        }
        assertThat(block.pack(0, 10).bytes()).isEqualTo(10);
    }

    @Test
    void eventsComeBackAsTheyWere() {
        Random random = new Random(2);
        EventBlock block = new EventBlock();
        EventBlock expected = new EventBlock();
        while (!block.full()) {
            int user = random.nextInt(200_000);
            int item = random.nextInt(300);
            long time = random.nextInt(100) == 0 ? UsageEvents.NO_TIME : random.nextInt(1 << 30) * 1000L;
            float weight = random.nextInt(10) == 0 ? -random.nextFloat() : random.nextInt(5);
            block.add(user, item, time, weight);
            expected.add(user, item, time, weight);
        }
        EventBlock.Packed packed = block.pack(1000, block.size());
        packed.unpack(block, EventBlock.ALL);
        assertThat(block.size()).isEqualTo(EventBlock.CAPACITY - 1000);
        for (int at = 0; at < block.size(); at++) {
            assertThat(block.user(at)).isEqualTo(expected.user(at + 1000));
            assertThat(block.item(at)).isEqualTo(expected.item(at + 1000));
            assertThat(block.time(at)).isEqualTo(expected.time(at + 1000));
            assertThat(block.weight(at)).isEqualTo(expected.weight(at + 1000));
        }
    }
}
