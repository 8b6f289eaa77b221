package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallOptionsTest {
    @Test
    void eachOptionIsChangedByItself() {
        CallOptions options = CallOptions.DEFAULT
                .withTimeout(Duration.ofSeconds(7))
                .withAttempts(3)
                .withFirstPause(Duration.ofMillis(20));
        assertThat(options).isEqualTo(new CallOptions(Duration.ofSeconds(7), 3, Duration.ofMillis(20)));
        assertThat(CallOptions.DEFAULT).isEqualTo(new CallOptions(Duration.ofMinutes(1), 5, Duration.ofMillis(100)));
    }

    @Test
    void pausesDoubleUpToTenSecondsLessHalfOfEach() {
        assertThat(CallOptions.DEFAULT.backoff())
                .isEqualTo(Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(10))
                        .withJitter(0.5));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        CallOptions options = CallOptions.DEFAULT;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withTimeout(Duration.ofNanos(999_999)))
                .withMessageContaining("timeout must be at least 1 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withFirstPause(Duration.ZERO))
                .withMessageContaining("firstPause must be at least 1 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withAttempts(0))
                .withMessageContaining("attempts must be at least 1: 0");
    }
}
