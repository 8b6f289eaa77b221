package dev.recommender.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of one message, and what may be written and removed when. Safe for use by several threads. */
final class BlobMessage {
    /** How long a version that is not the newest stays, so that a writer that expected it to be notices. */
    static final Duration GRACE = Duration.ofMinutes(1);

    /** How long a writer may rely on its last look. */
    private static final Duration FRESH = GRACE.dividedBy(4);

    private final BlobStore store;
    private final String base;
    private final StoreClock clock;

    BlobMessage(BlobStore store, String base, StoreClock clock) {
        this.store = store;
        this.base = base;
        this.clock = clock;
    }

    String id() {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    StoreClock clock() {
        return clock;
    }

    List<BlobInfo> versions() throws IOException {
        return VersionChain.list(store, base, 0);
    }

    ChainEntry read(long version) throws IOException {
        return VersionChain.read(store, VersionChain.key(base, version));
    }

    /**
     * Writes a version. It holds if the message is still there and nothing newer is. The version's place may be free although
     * others came first. If the message was completed, its first version is gone. If newer versions came and the one of this
     * number was removed, that took longer than the caller may take.
     *
     * @param readTime a local time after which the version before was still the newest
     * @return all versions if it holds, else empty
     * @throws IOException if it is unknown whether it holds
     */
    Optional<List<BlobInfo>> append(long version, ChainEntry entry, Instant readTime) throws IOException {
        String key = VersionChain.key(base, version);
        if (!VersionChain.create(store, key, entry)) {
            return Optional.empty();
        }
        Instant written = clock.local();
        List<BlobInfo> versions = versions();
        if (isStale(readTime)) {
            throw new IOException("it is unknown whether \"" + key + "\" was written in time: the store was slow");
        }
        if (versions.isEmpty() || VersionChain.version(versions.get(0).key()) != 1) {
            store.delete(key);
            return Optional.empty();
        }
        BlobInfo newest = versions.get(versions.size() - 1);
        if (!newest.key().equals(key)) {
            return Optional.empty();
        }
        clock.learn(newest.modified(), written);
        return Optional.of(versions);
    }

    boolean isStale(Instant readTime) {
        return Duration.between(readTime, clock.local()).compareTo(FRESH) > 0;
    }

    /** Removes all versions of a completed message: the first one first, the one that completed it last. */
    void remove(List<BlobInfo> versions) {
        try {
            for (BlobInfo version : versions) {
                store.delete(version.key());
            }
        } catch (IOException e) {
            // A receiver removes what is left.
        }
    }

    /** Removes versions that were superseded a grace ago, except the first, which holds the body. */
    void compact(List<BlobInfo> versions) {
        Instant old = versions.get(versions.size() - 1).modified().minus(GRACE);
        try {
            for (int at = 1; at + 1 < versions.size(); at++) {
                if (!versions.get(at + 1).modified().isAfter(old)) {
                    store.delete(versions.get(at).key());
                }
            }
        } catch (IOException e) {
            // The next writer removes what is left.
        }
    }

    /** Removes what is left of a completed message after a process stopped half-way. */
    void removeRemains(List<BlobInfo> versions) throws IOException {
        // A listing may miss a first version that was written after it began, but not one of a message that had others.
        if (store.info(VersionChain.key(base, 1)).isEmpty()) {
            remove(versions);
        }
    }
}
