package dev.recommender.service;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store as a process sees it that is killed at one of its calls: that one and all later ones do nothing, and throw. */
final class DyingStore extends ForwardingBlobStore {
    private final int fatal;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Wraps a store.
     *
     * @param fatal the call to die at, from 1; one that is never reached, to live
     */
    DyingStore(BlobStore store, int fatal) {
        super(store);
        this.fatal = fatal;
    }

    /** What a dead process would not throw. */
    static final class KilledError extends Error {
        private static final long serialVersionUID = 1;

        KilledError() {
            super("killed");
        }
    }

    /** Kills the process now. */
    void die() {
        calls.set(fatal);
    }

    boolean isDead() {
        return calls.get() >= fatal;
    }

    /** A store with the same blobs. */
    static MemoryBlobStore copy(BlobStore store) throws IOException {
        MemoryBlobStore copy = new MemoryBlobStore();
        for (BlobInfo blob : store.list("", "", Integer.MAX_VALUE)) {
            copy.put(blob.key(), BlobContent.of(store.get(blob.key()).readAllBytes()));
        }
        return copy;
    }

    private void live() {
        if (calls.incrementAndGet() >= fatal) {
            throw new KilledError();
        }
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        live();
        return super.create(key, content);
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        live();
        super.put(key, content);
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        live();
        return super.get(key, offset);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        live();
        return super.info(key);
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        live();
        return super.list(prefix, after, limit);
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        live();
        return super.files(folder);
    }

    @Override
    public boolean delete(String key) throws IOException {
        live();
        return super.delete(key);
    }
}
