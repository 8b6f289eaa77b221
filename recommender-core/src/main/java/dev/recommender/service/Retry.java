package dev.recommender.service;

import dev.recommender.storage.BlobNotFoundException;
import java.io.IOException;
import java.time.Duration;

/**
 * Tries again what failed for a reason that may pass. Only for calls that may be made twice: reading, replacing a blob, and
 * changes by compare-and-set that look first.
 */
final class Retry {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int FACTOR = 4;

    private Retry() {}

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
     * Calls up to five times, with growing pauses, 17 seconds in all.
     *
     * @throws BlobNotFoundException at the first
     * @throws IOException the last failure
     * @throws dev.recommender.TrainingCancelledException as soon as the watch says so
     */
    static <T> T call(Call<T> call, TrainingWatch watch) throws IOException {
        Duration pause = FIRST_PAUSE;
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
            pause = pause.multipliedBy(FACTOR);
        }
    }

    /** As {@link #call}, for a call that returns nothing. */
    static void run(Action action, TrainingWatch watch) throws IOException {
        call(
                () -> {
                    action.run();
                    return true;
                },
                watch);
    }
}
