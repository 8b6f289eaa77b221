package dev.recommender.storage;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between attempts: each is twice as long as the one before, up to a limit. Jitter shortens each pause by a
 * random share, so that contenders do not meet again.
 *
 * @param firstPause the pause after the first failure, before jitter; zero or more
 * @param longestPause no pause is longer, not even the first; from zero to {@link #MAX_PAUSE}
 * @param doublings how often the first pause is doubled at most, from 0 to 30
 * @param jitter the largest share of a pause that chance takes off, from 0 (none) to 1 (all of it)
 */
public record Backoff(Duration firstPause, Duration longestPause, int doublings, double jitter) {
    /** The largest value of {@link #longestPause}: 36,500 days. */
    public static final Duration MAX_PAUSE = Duration.ofDays(36_500);

    private static final int MOST_DOUBLINGS = 30;

    /** Checks the ranges. */
    public Backoff {
        if (firstPause.isNegative()) {
            throw new IllegalArgumentException("firstPause must not be negative: " + firstPause);
        }
        if (longestPause.isNegative() || longestPause.compareTo(MAX_PAUSE) > 0) {
            throw new IllegalArgumentException("longestPause is not from zero to " + MAX_PAUSE + ": " + longestPause);
        }
        if (doublings < 0 || doublings > MOST_DOUBLINGS) {
            throw new IllegalArgumentException("doublings is not from 0 to " + MOST_DOUBLINGS + ": " + doublings);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is not from 0 to 1: " + jitter);
        }
    }

    /** Pauses that double until they reach the longest, without jitter. */
    public static Backoff of(Duration firstPause, Duration longestPause) {
        return new Backoff(firstPause, longestPause, MOST_DOUBLINGS, 0);
    }

    /** These pauses, doubled at most the given number of times. */
    public Backoff withDoublings(int most) {
        return new Backoff(firstPause, longestPause, most, jitter);
    }

    /** These pauses with another jitter. */
    public Backoff withJitter(double share) {
        return new Backoff(firstPause, longestPause, doublings, share);
    }

    /**
     * The pause after a number of failures in a row. Differs from call to call if there is jitter.
     *
     * @param failures at least 1
     */
    public Duration pauseAfter(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1: " + failures);
        }
        long factor = 1L << Math.min(failures - 1, doublings);
        Duration pause = firstPause.compareTo(longestPause.dividedBy(factor)) > 0
                ? longestPause
                : firstPause.multipliedBy(factor);
        if (jitter == 0) {
            return pause;
        }
        double kept = 1 - jitter * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (pause.toNanos() * kept));
    }

    /**
     * Waits after a number of failures in a row.
     *
     * @param failures at least 1
     * @throws InterruptedIOException if the thread is interrupted, as it stays
     */
    public void sleep(int failures) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(pauseAfter(failures).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}
