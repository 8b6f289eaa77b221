package dev.recommender.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Blobs on the heap, for tests and for applications that need no more. Shared between threads, not processes. */
public final class MemoryBlobStore implements BlobStore {
    private final ConcurrentSkipListMap<String, Stored> blobs = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    /** An empty store with the system's clock. */
    public MemoryBlobStore() {
        this(InstantSource.system());
    }

    /** An empty store whose blobs are written at the times of the given clock. */
    public MemoryBlobStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        BlobKeys.check(key);
        return blobs.putIfAbsent(key, read(key, content)) == null;
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        BlobKeys.check(key);
        blobs.put(key, read(key, content));
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        Stored stored = blobs.get(BlobNames.check(key));
        if (stored == null) {
            throw new BlobNotFoundException(key);
        }
        BlobStores.checkOffset(offset, stored.bytes.length);
        return new ByteArrayInputStream(stored.bytes, (int) offset, stored.bytes.length - (int) offset);
    }

    @Override
    public Optional<BlobInfo> info(String key) {
        return Optional.ofNullable(blobs.get(BlobNames.check(key))).map(stored -> stored.info);
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) {
        BlobStores.checkLimit(limit);
        boolean first = after.compareTo(prefix) < 0;
        return blobs.tailMap(first ? prefix : after, first).values().stream()
                .map(stored -> stored.info)
                .takeWhile(info -> info.key().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        String start = BlobNames.check(folder) + "/";
        List<BlobInfo> found = new ArrayList<>();
        for (BlobInfo info : list(start, "", Integer.MAX_VALUE)) {
            if (info.key().indexOf('/', start.length()) < 0 && BlobNames.isInput(info.key())) {
                found.add(info);
            }
        }
        return found;
    }

    @Override
    public boolean delete(String key) {
        return blobs.remove(BlobKeys.check(key)) != null;
    }

    @Override
    public void close() {}

    private Stored read(String key, BlobContent content) throws IOException {
        byte[] bytes = content.readAll();
        return new Stored(new BlobInfo(key, bytes.length, clock.instant()), bytes);
    }

    private static final class Stored {
        private final BlobInfo info;
        private final byte[] bytes;

        Stored(BlobInfo info, byte[] bytes) {
            this.info = info;
            this.bytes = bytes;
        }
    }
}
