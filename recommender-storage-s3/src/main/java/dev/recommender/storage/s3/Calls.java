package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
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

    /** Calls until the store answers. Only for what may happen twice without harm. */
    <T> T call(String what, Supplier<T> call) throws IOException {
        return call(what, call, e -> e.kind() == Kind.UNAVAILABLE);
    }

    /** Calls until the store answers or may have done it, even though it has not answered. */
    <T> T callUnlessDone(String what, Supplier<T> call) throws IOException {
        return call(what, call, Failures::isNothingDone);
    }

    private <T> T call(String what, Supplier<T> call, Predicate<StorageException> again) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(what, call);
            } catch (StorageException e) {
                if (attempt >= attempts || !again.test(e)) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /** Calls one time only. */
    <T> T once(String what, Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw Failures.of(what, e);
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
