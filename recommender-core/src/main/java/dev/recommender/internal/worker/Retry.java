package dev.recommender.internal.worker;

import dev.recommender.storage.BlobNotFoundException;
import java.io.IOException;
import java.time.Duration;

/**
 * Tries again what a store failed to do for a reason that may pass: six times, with pauses that double. Only for calls that
 * may be made twice. Immutable.
 */
final class Retry {
    private static final int ATTEMPTS = 6;

    private final Duration firstPause;
    private final TrainingWatch watch;

    /**
     * Makes a policy.
     *
     * @param firstPause the pauses take 31 times as long together
     * @param watch ends the pauses
     */
    Retry(Duration firstPause, TrainingWatch watch) {
        this.firstPause = firstPause;
        this.watch = watch;
    }

    /** A call to a store. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws IOException;
    }

    /** A call to a store that returns nothing. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /**
     * Calls until a call succeeds.
     *
     * @throws BlobNotFoundException at once
     * @throws IOException the last failure
     * @throws dev.recommender.TrainingCancelledException as soon as the watch says so
     */
    <T> T call(Call<T> call) throws IOException {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            watch.check();
            try {
                return call.call();
            } catch (BlobNotFoundException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            watch.pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** As {@link #call}, for a call that returns nothing. */
    void run(Action action) throws IOException {
        call(() -> {
            action.run();
            return true;
        });
    }
}
