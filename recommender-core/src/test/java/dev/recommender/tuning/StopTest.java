package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who asks the monitor, what comes of it, and what a budget has time for. */
class StopTest {
    /** Of 60 seconds 30 are gone, and the check beside the default takes 3. */
    @Test
    void aTrialBeginsOnlyIfTheBudgetHasTimeForWhatFollowsShouldItLead() {
        assertThat(atHalfTime(Duration.ofSeconds(8)).rightNow()).isEmpty();
        assertThat(atHalfTime(Duration.ofSeconds(9)).rightNow()).contains(Tuning.End.BUDGET);
        // It is not shorter than what leads already.
        assertThat(atHalfTime(Duration.ZERO).rightNow()).isEmpty();
        // With the best again, four times the trial, and the default.
        assertThat(atHalfTime(Duration.ofSeconds(9)).sufficient()).isEqualTo(Duration.ofSeconds(30 + 5 + 36 + 3));
    }

    /** A trial that does the work of several must leave three times its time as well. */
    @Test
    void severalAreDoneInOneIfTheBudgetHasTimeForThem() {
        Stop stop = atHalfTime(Duration.ZERO);
        assertThat(stop.inOne(Duration.ofSeconds(2))).isEqualTo(3);
        assertThat(stop.inOne(Duration.ofSeconds(6))).isEqualTo(1);
        assertThat(stop.inOne(Duration.ofSeconds(7))).isZero();
        assertThat(stop.inOne(Duration.ZERO)).isEqualTo(Integer.MAX_VALUE);
    }

    private static Stop atHalfTime(Duration usual) {
        long[] seconds = {0};
        TuningOptions options = new TuningOptions();
        options.budget = Duration.ofSeconds(60);
        options.clock = () -> Duration.ofSeconds(seconds[0]).toNanos();
        Stop stop = new Stop(options, new CallersMonitor(TuningMonitor.none()));
        seconds[0] = 30;
        stop.reserve(Duration.ofSeconds(5), Duration.ofSeconds(2));
        stop.trial(false, usual);
        return stop;
    }

    @Test
    void neverDoTwoThreadsAskTheMonitorAtATime() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean together = new AtomicBoolean();
        Thread[] second = new Thread[1];
        TuningOptions options = new TuningOptions();
        Stop stop = new Stop(options, new CallersMonitor(new TuningMonitor() {
            @Override
            public boolean cancelled() {
                together.set(together.get() || inside.incrementAndGet() > 1);
                if (Thread.currentThread() != second[0]) {
                    // Until the other thread is here as well, or waits at the door.
                    second[0].start();
                    while (!together.get() && second[0].getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }
                }
                inside.decrementAndGet();
                return false;
            }
        }));
        second[0] = new Thread(stop::rightNow);
        stop.rightNow();
        second[0].join();
        assertThat(together).isFalse();
        assertThat(inside).hasValue(0);
    }
}
