package dev.recommender.internal.worker;

import dev.recommender.registry.WorkerListener;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a worker works.
 *
 * @param name what it calls itself in the registry
 * @param folder where it keeps the files of a training
 * @param visibility how long a message and a claim last without a sign of life
 * @param pollEvery how long it waits before it asks an empty queue again
 * @param lookEvery how often it looks whether a training is to be given up
 * @param maxAttempts how often a model is tried
 * @param backoff how long a message waits after the first failure
 * @param retryPause the first pause before a call to a store is repeated
 * @param sweepEvery how often it sweeps
 * @param patience how long a model may wait before a sweep sends its message anew
 * @param threads how many threads a training uses
 * @param listener hears what it does
 */
public record WorkerOptions(
        String name,
        Path folder,
        Duration visibility,
        Duration pollEvery,
        Duration lookEvery,
        int maxAttempts,
        Duration backoff,
        Duration retryPause,
        Duration sweepEvery,
        Duration patience,
        int threads,
        WorkerListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerOptions.class);
    private static final int MAX_DOUBLINGS = 20;
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    /** How often a heartbeat wakes up. */
    Duration tick() {
        Duration third = visibility.dividedBy(3);
        Duration shorter = lookEvery.compareTo(third) < 0 ? lookEvery : third;
        return shorter.compareTo(LONGEST_TICK) < 0 ? shorter : LONGEST_TICK;
    }

    /** How long a message waits after a failed attempt: twice as long after each. */
    Duration backoff(int attempt) {
        Duration wait = backoff.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return wait.compareTo(WorkQueue.MAX_DELAY) > 0 ? WorkQueue.MAX_DELAY : wait;
    }

    /** Tells the listener, whose failures are its own, errors included: they must not stop what is under way. */
    public void tell(Consumer<WorkerListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            LOG.warn("the worker's listener failed", e);
        }
    }

    /** Tells the listener that a store has failed. */
    public void failed(IOException failure) {
        tell(each -> each.storeFailed(failure));
    }
}
