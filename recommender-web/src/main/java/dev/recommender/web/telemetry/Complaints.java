package dev.recommender.web.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what fails with each request, but no more than once a minute: a log that grows by a stack for each request is worse than the
 * failure. Shared between threads.
 */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final LongSupplier clock;
    private final AtomicBoolean hasLogged = new AtomicBoolean();
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong left = new AtomicLong();

    /**
     * Has logged nothing yet.
     *
     * @param clock in nanoseconds
     */
    Complaints(LongSupplier clock) {
        this.clock = clock;
    }

    void add(Class<?> type, Throwable failure) {
        long now = clock.getAsLong();
        long before = last.get();
        boolean isDue = hasLogged.compareAndSet(false, true) || now - before >= PAUSE_NANOS;
        if (!isDue || !last.compareAndSet(before, now)) {
            left.incrementAndGet();
            return;
        }
        LOG.warn(
                "telemetry {} failed; {} failures since the last such line",
                type.getName(),
                left.getAndSet(0),
                failure);
    }
}
