package dev.recommender.internal.registry;

import dev.recommender.registry.ModelId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids that begin with their time (UUIDs of version 7). Each is later than the one before, so ids show the order
 * of models. Shared between threads.
 */
final class ModelIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong latest = new AtomicLong();
    private final Clock clock;

    ModelIds(Clock clock) {
        this.clock = clock;
    }

    ModelId next() {
        long now = clock.millis();
        long millis = latest.updateAndGet(last -> Math.max(now, last + 1));
        return new ModelId(
                new UUID(millis << 16 | VERSION_7 | random.nextInt(1 << 12), random.nextLong() >>> 2 | VARIANT));
    }

    /** When an id was made, if it was made here. */
    static Instant timeOf(ModelId id) {
        return Instant.ofEpochMilli(millisOf(id));
    }

    static long millisOf(ModelId id) {
        return id.value().getMostSignificantBits() >>> 16;
    }
}
