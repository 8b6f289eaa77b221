package dev.recommender.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time by a store's clock, which is the same for all processes, from the store's times of blobs that were just written.
 * It is never ahead of the store's. The local clock only measures how much time has passed since, and for no longer than a
 * minute. Safe for use by several threads.
 */
final class StoreClock {
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private final BlobStore store;
    private final String key;
    private final InstantSource local;
    private Instant storeTime = Instant.EPOCH;

    /** The local time at that store's time; at first too long ago to be of use with any clock. */
    private Instant localTime = Instant.MIN;

    /** A clock that writes a blob of the given key when it has no recent time of the store. */
    StoreClock(BlobStore store, String key, InstantSource local) {
        this.store = store;
        this.key = key;
        this.local = local;
    }

    /** The local time, good for durations only. */
    Instant local() {
        return local.instant();
    }

    /** Notes that it was this time in the store, or later, when it was that time here. */
    synchronized void learn(Instant inStore, Instant here) {
        storeTime = inStore;
        localTime = here;
    }

    /** Whether it is later than this in the store. */
    synchronized boolean isPast(Instant time) throws IOException {
        if (age().isNegative() || age().compareTo(TRUSTED) > 0) {
            store.put(key, BlobContent.of(""));
            Instant modified = store.info(key)
                    .orElseThrow(() -> new IOException("the blob \"" + key + "\", just written, is not there"))
                    .modified();
            learn(modified, local.instant());
        }
        return storeTime.plus(age()).isAfter(time);
    }

    private Duration age() {
        return Duration.between(localTime, local.instant());
    }
}
