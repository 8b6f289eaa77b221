package dev.recommender.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time by a store's clock, which is the same for all processes, from what the store says about blobs written a moment
 * ago. It is never ahead of the store's. The local clock is only asked how much time has passed since, and for no longer
 * than a minute. Safe for use by several threads.
 */
final class StoreClock {
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private final BlobStore store;
    private final String key;
    private final InstantSource local;
    private Instant storeTime = Instant.EPOCH;

    /** When it was the store's time here: so long ago, at first, that it says nothing, whatever clock this process has. */
    private Instant localTime = Instant.MIN;

    /** Goes by a blob of this key, which it writes whenever there is nothing newer to go by. */
    StoreClock(BlobStore store, String key, InstantSource local) {
        this.store = store;
        this.key = key;
        this.local = local;
    }

    /** The local time, good for durations only. */
    Instant local() {
        return local.instant();
    }

    /** Takes note that it was this time in the store, or later, when it was that time here. */
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
