package dev.recommender.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void linesAreAtNumbersThatPeopleCanRead() {
        assertThat(texts(Axis.fromZero(0.37))).containsExactly("0", "0.1", "0.2", "0.3", "0.4");
        assertThat(texts(Axis.fromZero(0))).containsExactly("0", "0.5", "1");
        assertThat(texts(Axis.fromZero(1))).containsExactly("0", "0.25", "0.5", "0.75", "1");
        assertThat(texts(Axis.around(0.162, 0.206)))
                .containsExactly("0.15", "0.16", "0.17", "0.18", "0.19", "0.2", "0.21", "0.22");
        assertThat(texts(Axis.logarithmic(6, 130))).containsExactly("5", "10", "20", "50", "100");
        assertThat(texts(Axis.root(1.77))).containsExactly("0", "0.02", "0.1", "0.2", "1", "2");
        assertThat(texts(Axis.root(0))).containsExactly("0", "0.01", "0.05", "0.2", "0.5", "1");
        assertThat(texts(Axis.logarithmic(60, 70))).containsExactly("60", "70");
        assertThat(texts(Axis.places(List.of("@5", "@10")))).containsExactly("@5", "@10");
    }

    /** Whatever the numbers, they lie on the axis, in their order, and there are a few lines. */
    @Test
    void everyNumberHasItsPlace() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            double low = Math.pow(10, random.nextInt(8) - 4) * (0.01 + random.nextDouble());
            double high = random.nextInt(5) == 0 ? low : low * (1 + random.nextDouble() * 20);
            for (Axis axis : List.of(
                    Axis.fromZero(high), Axis.around(low, high), Axis.logarithmic(low, high), Axis.root(high))) {
                assertThat(axis.part(low)).isBetween(-1e-9, 1 + 1e-9).isLessThanOrEqualTo(axis.part(high));
                assertThat(axis.part(high)).isBetween(-1e-9, 1 + 1e-9);
                assertThat(axis.ticks()).hasSizeBetween(2, 12);
                axis.ticks().forEach(tick -> assertThat(axis.part(tick.at())).isBetween(-1e-9, 1 + 1e-9));
            }
        }
        assertThat(Axis.logarithmic(10, 1_000).part(100)).isCloseTo(0.5, within(1e-12));
        assertThat(Axis.root(4).part(1)).isCloseTo(0.5, within(1e-12));
        assertThat(Axis.root(4).part(0)).isZero();
    }

    private static List<String> texts(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::text).toList();
    }
}
