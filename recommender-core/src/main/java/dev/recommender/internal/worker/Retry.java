package dev.recommender.internal.worker;

import dev.recommender.TrainingMonitor;
import dev.recommender.internal.util.IOAction;
import dev.recommender.storage.Backoff;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.UnreadableFileException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Repeats a call to a store that failed for a reason that may pass: six attempts, with pauses that double. Only for calls
 * that may be made twice. Immutable.
 */
final class Retry {
    private static final int ATTEMPTS = 6;

    private final Backoff pauses;
    private final TrainingMonitor monitor;
    private final Consumer<IOException> failures;

    /**
     * Makes a policy.
     *
     * @param firstPause all pauses together take 31 times as long
     * @param monitor ends the pauses
     * @param failures is called with each failure after which there is a pause, before it
     */
    Retry(Duration firstPause, TrainingMonitor monitor, Consumer<IOException> failures) {
        this.pauses = Backoff.of(firstPause, Backoff.MAX_PAUSE);
        this.monitor = monitor;
        this.failures = failures;
    }

    /**
     * Calls until a call succeeds.
     *
     * @throws BlobNotFoundException at once
     * @throws UnreadableFileException at once
     * @throws IOException the last failure
     * @throws dev.recommender.TrainingCancelledException as soon as the monitor cancels
     */
    <T> T call(IOSupplier<T> call) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Cancellation.check(monitor);
            try {
                return call.get();
            } catch (BlobNotFoundException | UnreadableFileException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Cancellation.check(monitor);
                failures.accept(e);
            }
            Cancellation.pause(monitor, pauses.pauseAfter(attempt));
        }
    }

    /** As {@link #call}, for a call that returns nothing. */
    void run(IOAction action) throws IOException {
        call(() -> {
            action.run();
            return true;
        });
    }
}
