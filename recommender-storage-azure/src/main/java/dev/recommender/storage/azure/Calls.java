package dev.recommender.storage.azure;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes calls to the service: again after a pause where a failure may pass, and with the SDK's exceptions turned into
 * those of the SPI.
 */
final class Calls {
    private final CallOptions options;

    Calls(CallOptions options) {
        this.options = options;
    }

    /** One request, or a few that are repeated together. */
    interface Call<T> {
        /** @param again whether an earlier attempt may have had its effect although it failed */
        T run(boolean again) throws IOException;
    }

    /** The time limit of one attempt. */
    Duration timeout() {
        return options.timeout();
    }

    /**
     * Runs a call that may be repeated whatever became of the earlier attempts.
     *
     * @param what what a failure's message says was not possible
     */
    <T> T run(String what, Call<T> call) throws IOException {
        return run(what, true, call);
    }

    /** Runs a call that must have its effect only once: it is repeated only if it surely had none. */
    <T> T runOnce(String what, Call<T> call) throws IOException {
        return run(what, false, call);
    }

    private <T> T run(String what, boolean repeatable, Call<T> call) throws IOException {
        boolean again = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.run(again);
            } catch (StorageException e) {
                again = true;
                giveUp(e, repeatable, attempt);
            } catch (RuntimeException e) {
                if (Failures.isInterruption(e)) {
                    throw interrupted();
                }
                boolean never = Failures.neverHappened(e);
                again |= !never;
                giveUp(Failures.of("cannot " + what, e), repeatable || never, attempt);
            }
            pause(attempt);
        }
    }

    private void giveUp(StorageException failure, boolean repeatable, int attempt) throws StorageException {
        if (failure.kind() != Kind.UNAVAILABLE || !repeatable || attempt >= attempts()) {
            throw failure;
        }
    }

    /** How often a request is tried. */
    int attempts() {
        return options.attempts();
    }

    /** Waits before the attempt after the given one. */
    void pause(int attempt) throws InterruptedIOException {
        long longest = options.pauseAfter(attempt).toMillis();
        try {
            Thread.sleep(longest - ThreadLocalRandom.current().nextLong(longest / 2 + 1));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Says that the calling thread was interrupted while it waited, and leaves it so. */
    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for the store");
    }
}
