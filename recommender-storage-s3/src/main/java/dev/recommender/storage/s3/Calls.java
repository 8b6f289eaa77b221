package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Calls of the SDK, each tried up to a number of times while the store is unavailable, with pauses that double, less
 * up to half of each at random. Immutable.
 */
final class Calls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final int attempts;

    Calls(int attempts) {
        this.attempts = attempts;
    }

    /** How often something is tried, the first time included. */
    int attempts() {
        return attempts;
    }

    /**
     * What is looked at before something is tried again.
     *
     * @param <T> what the call gives
     */
    interface Look<T> {
        /**
         * What the call has given, if it need not be tried again.
         *
         * @param failure why it is to be tried again; if any attempt may have been done, the failure of such a one
         */
        Optional<T> settled(StorageException failure) throws IOException;
    }

    /** Calls until the store answers. Only for what may happen twice without harm. */
    <T> T call(String what, Supplier<T> call) throws IOException {
        return call(what, call, failure -> Optional.empty());
    }

    /** Calls until the store answers or may have done it, even though it has not answered. */
    <T> T callUnlessDone(String what, Supplier<T> call) throws IOException {
        return call(what, call, failure -> {
            requireNothingDone(failure);
            return Optional.empty();
        });
    }

    /** Fails with a failure, unless it is certain that nothing was done. */
    static void requireNothingDone(StorageException failure) throws StorageException {
        if (!Failures.isNothingDone(failure)) {
            throw failure;
        }
    }

    /** Calls until the store answers, or a look, which comes after each pause, settles it. */
    <T> T call(String what, Supplier<T> call, Look<T> look) throws IOException {
        Optional<StorageException> doubt = Optional.empty();
        for (int attempt = 1; ; attempt++) {
            try {
                return once(what, call);
            } catch (StorageException e) {
                if (attempt >= attempts || e.kind() != Kind.UNAVAILABLE) {
                    throw e;
                }
                pause(attempt);
                doubt = doubt.isPresent() || Failures.isNothingDone(e) ? doubt : Optional.of(e);
                Optional<T> settled = look.settled(doubt.orElse(e));
                if (settled.isPresent()) {
                    return settled.get();
                }
            }
        }
    }

    /** Calls one time only. */
    <T> T once(String what, Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw Failures.of(what, e);
        } catch (RejectedExecutionException e) {
            // What a client answers that has been closed.
            throw new StorageException(Kind.REJECTED, "cannot " + what + ": it was closed", e);
        }
    }

    /** Waits after the given number of failed attempts. */
    void pause(int attempt) throws InterruptedIOException {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 20));
        try {
            Thread.sleep(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the store");
        }
    }
}
