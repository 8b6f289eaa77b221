package dev.recommender.internal.worker;

import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingMonitor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends work between the phases of a training when its monitor cancels. */
final class Cancellation {
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Cancellation() {}

    /**
     * Does nothing unless the training is cancelled.
     *
     * @throws TrainingCancelledException if it is
     */
    static void check(TrainingMonitor monitor) {
        if (monitor.cancelled()) {
            throw new TrainingCancelledException();
        }
    }

    /**
     * Waits.
     *
     * @throws TrainingCancelledException as soon as the training is cancelled or the calling thread is interrupted
     */
    static void pause(TrainingMonitor monitor, Duration time) {
        long start = System.nanoTime();
        for (long left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - start)) {
            check(monitor);
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, CHECK_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrainingCancelledException();
            }
        }
    }
}
