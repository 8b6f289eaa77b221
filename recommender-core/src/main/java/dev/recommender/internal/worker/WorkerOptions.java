package dev.recommender.internal.worker;

import dev.recommender.internal.util.SafeListener;
import dev.recommender.registry.WorkerListener;
import dev.recommender.storage.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a worker works.
 *
 * @param name what it calls itself in the registry
 * @param folder where it keeps the files of a training
 * @param visibility how long a message and a claim last without a sign of life
 * @param pollInterval how long it waits before it asks an empty queue again
 * @param cancelCheckInterval how often it looks whether a training was cancelled or its model deleted
 * @param maxAttempts how often a model is tried
 * @param backoff how long a message waits after failed attempts
 * @param transferRetryDelay the first pause before a call to a store is repeated
 * @param sweepInterval how often it sweeps
 * @param requeueAfter how long a model may wait before a sweep sends its message again
 * @param threads how many threads a training uses
 * @param listener is called with what it does
 */
public record WorkerOptions(
        String name,
        Path folder,
        Duration visibility,
        Duration pollInterval,
        Duration cancelCheckInterval,
        int maxAttempts,
        Backoff backoff,
        Duration transferRetryDelay,
        Duration sweepInterval,
        Duration requeueAfter,
        int threads,
        SafeListener<WorkerListener> listener) {
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    /** How often a heartbeat wakes up. */
    Duration tick() {
        Duration third = visibility.dividedBy(3);
        Duration shorter = cancelCheckInterval.compareTo(third) < 0 ? cancelCheckInterval : third;
        return shorter.compareTo(LONGEST_TICK) < 0 ? shorter : LONGEST_TICK;
    }

    /** Reports to the listener that a store has failed. */
    public void storeFailed(IOException failure) {
        listener.report(to -> to.storeFailed(failure));
    }
}
