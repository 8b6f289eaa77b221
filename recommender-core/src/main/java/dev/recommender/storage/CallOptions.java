package dev.recommender.storage;

import java.time.Duration;

/**
 * How long a request to a service may take, and how often it is tried. Every adapter has the same options.
 *
 * <p>A failure of kind {@link StorageException.Kind#UNAVAILABLE} is followed by another attempt after a pause. Pauses
 * double, up to ten seconds, and chance takes off up to half of each. So a call takes at most {@code attempts} times the
 * timeout and the longest pause, for each of its requests.
 *
 * @param timeout for one attempt of one request; at least 1 ms
 * @param attempts how often a request is tried, the first time included; at least 1
 * @param firstPause the pause after the first attempt; at least 1 ms
 */
public record CallOptions(Duration timeout, int attempts, Duration firstPause) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final double JITTER = 0.5;

    /** 60 seconds for an attempt, 5 attempts, and a first pause of 100 ms. */
    public static final CallOptions DEFAULT = new CallOptions(Duration.ofSeconds(60), 5, Duration.ofMillis(100));

    /** Checks the ranges. */
    public CallOptions {
        requireMillisecond("timeout", timeout);
        requireMillisecond("firstPause", firstPause);
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
    }

    /** These options with another timeout. */
    public CallOptions withTimeout(Duration other) {
        return new CallOptions(other, attempts, firstPause);
    }

    /** These options with another number of attempts. */
    public CallOptions withAttempts(int other) {
        return new CallOptions(timeout, other, firstPause);
    }

    /** These options with another first pause. */
    public CallOptions withFirstPause(Duration other) {
        return new CallOptions(timeout, attempts, other);
    }

    /** The pauses between attempts. */
    public Backoff backoff() {
        return Backoff.of(firstPause, LONGEST_PAUSE).withJitter(JITTER);
    }

    private static void requireMillisecond(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(name + " must be at least 1 ms: " + value);
        }
    }
}
