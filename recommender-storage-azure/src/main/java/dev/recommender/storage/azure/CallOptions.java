package dev.recommender.storage.azure;

import java.time.Duration;

/**
 * How long a call to the service may take, and how often it is tried.
 *
 * <p>A failure that may pass (no connection, no answer in time, an answer of kind 408, 429 or 5xx) is followed by another
 * attempt after a pause, which doubles from attempt to attempt up to ten seconds, less up to half of it by chance. One
 * call of a store thus takes at most about {@code attempts} times the timeout and the longest pause, for each request of
 * which it consists.
 *
 * @param timeout for one attempt of one request; at least 1 ms. A block of a large blob has to pass within it
 * @param attempts how often a request is tried in all; at least 1
 * @param backOff the first pause; at least 1 ms
 */
public record CallOptions(Duration timeout, int attempts, Duration backOff) {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Checks the ranges. */
    public CallOptions {
        if (timeout.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("timeout must be at least 1 ms: " + timeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
        if (backOff.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("backOff must be at least 1 ms: " + backOff);
        }
    }

    /** One minute for an attempt, five attempts, and 200 ms for the first pause. */
    public static CallOptions standard() {
        return new CallOptions(Duration.ofMinutes(1), 5, Duration.ofMillis(200));
    }

    /** These options with another timeout. */
    public CallOptions withTimeout(Duration other) {
        return new CallOptions(other, attempts, backOff);
    }

    /** These options with another number of attempts. */
    public CallOptions withAttempts(int other) {
        return new CallOptions(timeout, other, backOff);
    }

    /** These options with another first pause. */
    public CallOptions withBackOff(Duration other) {
        return new CallOptions(timeout, attempts, other);
    }

    /** The longest pause after an attempt, the first being 1. */
    Duration pauseAfter(int attempt) {
        Duration pause = backOff.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
