package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecayTest {
    @Test
    void powersOfOneHalfAreAccurateToFourteenDigits() {
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
    void eventsAtOrAfterTheMomentWeighInFullAndNoneDecaysWithoutAHalfLife() {
        Decay decay = Decay.of(Optional.of(Duration.ofDays(30)));
        assertThat(decay.factor(0)).isEqualTo(1);
        assertThat(decay.factor(-1)).isEqualTo(1);
        assertThat(decay.factor(Duration.ofDays(30).toMillis())).isEqualTo(0.5);
        assertThat(decay.factor(Duration.ofDays(90).toMillis())).isEqualTo(0.125);
        assertThat(decay.factor(1)).isLessThan(1);
        assertThat(Decay.of(Optional.empty()).factor(1e18)).isEqualTo(1);
    }
}
