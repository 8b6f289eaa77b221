package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.UsageEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events of long ago add up to what is left of the newest that weigh anything, and of those shortly before. */
class PairSumsTest {
    private static final long REFERENCE = 1_700_000_000_000L;
    private static final long HALF_LIFE = 1000;
    private static final int[] ONCE = new int[0];

    @Test
    void sumsAreThoseOfASimpleReference() {
        Random random = new Random(21);
        int wide = 0;
        for (int round = 0; round < 2000; round++) {
            int events = 1 + random.nextInt(60);
            long[] times = new long[events];
            float[] weights = new float[events];
            long span = (long) Math.pow(10, 3 + random.nextInt(6));
            for (int at = 0; at < events; at++) {
                times[at] =
                        random.nextInt(40) == 0 ? UsageEvents.NO_TIME : REFERENCE - (long) (span * random.nextDouble());
                weights[at] = random.nextInt(4) > 0 ? 0 : 1 + random.nextInt(3);
            }
            PairSums sums = sums(times, weights);

            long top = Long.MAX_VALUE;
            for (int at = 0; at < events; at++) {
                top = weights[at] > 0 ? Math.min(top, age(times[at]) / HALF_LIFE) : top;
            }
            double expected = 0;
            for (int at = 0; at < events && top < Long.MAX_VALUE; at++) {
                double left = StrictMath.pow(2, top - (double) age(times[at]) / HALF_LIFE);
                expected += weights[at] == 0 ? 0 : weights[at] * left;
            }
            assertThat(sums.size()).isEqualTo(1);
            if (expected == 0) {
                assertThat(sums.affinity(0)).as("round %d", round).isZero();
            } else {
                double sum = sums.affinity(0) * StrictMath.pow(2, sums.exponent(0) + (double) top);
                assertThat(sum).as("round %d", round).isCloseTo(expected, within(expected * 1e-6));
            }
            wide += top > 1000 && top < Long.MAX_VALUE ? 1 : 0;
        }
        assertThat(wide).as("sums beyond the range of doubles").isGreaterThan(300);
    }

    /** A sum that looked at all events for each of them would take a hundred billion steps. */
    @Test
    void anyNumberOfEventsThatWeighNothingIsPassedOnce() {
        int events = 400_000;
        long[] times = new long[events];
        float[] weights = new float[events];
        for (int at = 0; at < events; at++) {
            times[at] = REFERENCE - at * 600 * HALF_LIFE;
        }
        weights[events - 1] = 3;
        PairSums sums = sums(times, weights);

        long top = (events - 1) * 600L;
        assertThat(sums.affinity(0) * StrictMath.pow(2, sums.exponent(0) + (double) top))
                .isCloseTo(3, within(1e-6));
    }

    private static PairSums sums(long[] times, float[] weights) {
        PairSums sums = new PairSums(Decay.of(Optional.of(Duration.ofMillis(HALF_LIFE))), 0, REFERENCE, false);
        sums.begin();
        sums.add(new int[times.length], times, weights, ONCE, 0, times.length, new int[] {0});
        sums.end();
        return sums;
    }

    private static long age(long time) {
        return time == UsageEvents.NO_TIME ? 0 : REFERENCE - time;
    }
}
