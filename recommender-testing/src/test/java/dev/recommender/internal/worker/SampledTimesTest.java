package dev.recommender.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.UsageEvents;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles of times are exact while all are kept, and near enough when they are not. */
class SampledTimesTest {
    @Test
    void allTimesAreKeptWhereThereIsRoom() {
        SampledTimes times = new SampledTimes(4096);
        for (int time = 0; time < 4096; time++) {
            times.add((time * 2731L) % 4096);
        }

        assertThat(times.quantile(0.75).orElseThrow().toEpochMilli()).isEqualTo(3072);
        assertThat(times.quantile(0.999999).orElseThrow().toEpochMilli()).isEqualTo(4095);
    }

    @ParameterizedTest
    @ValueSource(ints = {4097, 10_000, 1_000_000})
    void whatIsSampledComesNear(int count) {
        Random random = new Random(count);
        SampledTimes times = new SampledTimes(4096);
        for (int time = 0; time < count; time++) {
            times.add(random.nextInt(1_000_000));
        }

        assertThat(times.quantile(0.8).orElseThrow().toEpochMilli()).isCloseTo(800_000, within(40_000L));
    }

    @Test
    void everySecondIsKeptOnceThereIsNoMoreRoom() {
        SampledTimes times = new SampledTimes(4);
        for (long time : new long[] {0, 1, 2, 3, 4, 5, 6, 7}) {
            times.add(time);
        }

        assertThat(times.quantile(0.99).orElseThrow().toEpochMilli()).isEqualTo(6);
        assertThat(times.quantile(0.25).orElseThrow().toEpochMilli()).isEqualTo(2);
    }

    @Test
    void eventsWithoutATimeDoNotCount() {
        SampledTimes times = new SampledTimes();
        times.add(UsageEvents.NO_TIME);

        assertThat(times.quantile(0.5)).isEmpty();
    }
}
