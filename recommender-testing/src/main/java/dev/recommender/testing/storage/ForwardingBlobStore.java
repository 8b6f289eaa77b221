package dev.recommender.testing.storage;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store that passes every call on to another: what stores that count, fail or pause for tests extend. */
public class ForwardingBlobStore implements BlobStore {
    private final BlobStore store;

    public ForwardingBlobStore(BlobStore store) {
        this.store = store;
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        return store.create(key, content);
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        store.put(key, content);
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        return store.get(key, offset);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        return store.info(key);
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        return store.list(prefix, after, limit);
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        return store.files(folder);
    }

    @Override
    public boolean delete(String key) throws IOException {
        return store.delete(key);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
