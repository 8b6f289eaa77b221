package dev.recommender.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeadingBitsTest {
    @Test
    void theBinOfTheLastOneWantedIsThatOfSorting() {
        LeadingBits leading = new LeadingBits();
        Random random = new Random(4);
        for (int round = 0; round < 500; round++) {
            int[] numbers = random.ints(1 + random.nextInt(300)).toArray();
            int shift = random.nextInt(24);
            Arrays.setAll(numbers, at -> numbers[at] >> shift);
            Arrays.stream(numbers).forEach(leading::add);
            int[] sorted = Arrays.stream(numbers).sorted().toArray();
            for (int wanted : new int[] {1, 2, numbers.length / 2 + 1, numbers.length, numbers.length + 7}) {
                int last = sorted[Math.max(0, sorted.length - wanted)];
                assertThat(leading.boundary(wanted)).isEqualTo(LeadingBits.bin(last));
            }
            leading.clear();
        }
    }

    @Test
    void binsAscendWithNumbers() {
        int[] ascending = new Random(5).ints(10_000).sorted().toArray();
        for (int at = 1; at < ascending.length; at++) {
            assertThat(LeadingBits.bin(ascending[at])).isGreaterThanOrEqualTo(LeadingBits.bin(ascending[at - 1]));
        }
        assertThat(LeadingBits.bin(Integer.MIN_VALUE)).isZero();
    }

    @Test
    void withoutNumbersNoneIsAtTheBoundary() {
        LeadingBits leading = new LeadingBits();
        assertThat(leading.boundary(3)).isNegative();
        leading.add(7);
        leading.clear();
        assertThat(leading.boundary(3)).isNegative();
    }
}
