package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who asks the monitor, and what comes of it. */
class StopTest {
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
