package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = Backoff.of(SECOND, Duration.ofSeconds(10));
        assertThat(pauses(backoff, 7)).containsExactly(seconds(1, 2, 4, 8, 10, 10, 10));
    }

    @Test
    void pausesAreDoubledOnlySoOften() {
        Backoff backoff = Backoff.of(SECOND, Backoff.MAX_PAUSE).withDoublings(3);
        assertThat(pauses(backoff, 6)).containsExactly(seconds(1, 2, 4, 8, 8, 8));
        assertThat(pauses(backoff.withDoublings(0), 3)).containsExactly(seconds(1, 1, 1));
    }

    @Test
    void theFirstPauseIsNoLongerThanTheLongest() {
        assertThat(pauses(Backoff.of(Duration.ofMinutes(1), SECOND), 2)).containsExactly(seconds(1, 1));
        assertThat(pauses(Backoff.of(Duration.ZERO, SECOND), 3)).containsExactly(seconds(0, 0, 0));
    }

    /** The formula in integers of any size. */
    @Test
    void pausesAreWhatTheFormulaSays() {
        Random random = new Random(5);
        for (int round = 0; round < 10_000; round++) {
            long first = random.nextLong() >>> (1 + random.nextInt(63));
            long longest = random.nextLong() >>> (3 + random.nextInt(60));
            int doublings = random.nextInt(31);
            int failures = 1 + random.nextInt(40);
            Backoff backoff = new Backoff(Duration.ofNanos(first), Duration.ofNanos(longest), doublings, 0);
            BigInteger expected = BigInteger.valueOf(first)
                    .shiftLeft(Math.min(failures - 1, doublings))
                    .min(BigInteger.valueOf(longest));
            assertThat(backoff.pauseAfter(failures).toNanos())
                    .as("%s after %s", backoff, failures)
                    .isEqualTo(expected.longValueExact());
        }
    }

    @Test
    void jitterTakesOffAtMostItsShareAndNotAlwaysTheSame() {
        for (double jitter : new double[] {0.25, 0.5, 1}) {
            Backoff backoff = Backoff.of(SECOND, Duration.ofSeconds(4)).withJitter(jitter);
            for (int failures = 1; failures <= 4; failures++) {
                long whole = backoff.withJitter(0).pauseAfter(failures).toNanos();
                int after = failures;
                List<Long> pauses = Stream.generate(
                                () -> backoff.pauseAfter(after).toNanos())
                        .limit(500)
                        .toList();
                assertThat(pauses)
                        .allSatisfy(pause -> assertThat(pause).isBetween((long) (whole * (1 - jitter)), whole));
                assertThat(pauses.stream().distinct().count()).isGreaterThan(400);
            }
        }
    }

    @Test
    void theLongestPausesDoNotOverflow() {
        Backoff backoff = new Backoff(Duration.ofSeconds(Long.MAX_VALUE), Backoff.MAX_PAUSE, 30, 0.5);
        assertThat(backoff.pauseAfter(Integer.MAX_VALUE)).isBetween(Backoff.MAX_PAUSE.dividedBy(2), Backoff.MAX_PAUSE);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        Backoff backoff = Backoff.of(SECOND, SECOND);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.of(Duration.ofMillis(-1), SECOND))
                .withMessageContaining("firstPause");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.of(SECOND, Duration.ofMillis(-1)))
                .withMessageContaining("longestPause");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.of(SECOND, Backoff.MAX_PAUSE.plusNanos(1)))
                .withMessageContaining("longestPause");
        for (int doublings : new int[] {-1, 31}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> backoff.withDoublings(doublings))
                    .withMessageContaining("doublings");
        }
        for (double jitter : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> backoff.withJitter(jitter))
                    .withMessageContaining("jitter");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> backoff.pauseAfter(0));
    }

    @Test
    void anInterruptedPauseEndsAndLeavesTheThreadInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() ->
                            Backoff.of(Duration.ofDays(1), Duration.ofDays(1)).sleep(1));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static List<Duration> pauses(Backoff backoff, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(backoff::pauseAfter).toList();
    }

    private static Duration[] seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }
}
