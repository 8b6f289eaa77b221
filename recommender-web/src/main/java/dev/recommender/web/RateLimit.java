package dev.recommender.web;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * How many requests each caller may send: so many a second, and as many at once after a second of rest. Shared between threads.
 */
final class RateLimit {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * Prepares.
     *
     * @param perSecond how many requests; at least 1
     * @param nanos a clock, in nanoseconds
     */
    RateLimit(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** What a caller has left; changed by one thread at a time. */
    private final class Bucket {
        private double left = perSecond;
        private long at = nanos.getAsLong();

        synchronized boolean take() {
            long now = nanos.getAsLong();
            left = Math.min(perSecond, left + (now - at) / NANOS * perSecond);
            at = now;
            boolean enough = left >= 1;
            left -= enough ? 1 : 0;
            return enough;
        }
    }

    /**
     * Counts a request.
     *
     * @throws WebFailure if the caller has sent too many
     */
    void count(Caller caller) {
        if (!buckets.computeIfAbsent(caller.name(), name -> new Bucket()).take()) {
            throw new WebFailure(
                    Failure.of(429, "too-many-requests", "this key may send " + (int) perSecond + " requests a second")
                            .header("Retry-After", "1"));
        }
    }
}
