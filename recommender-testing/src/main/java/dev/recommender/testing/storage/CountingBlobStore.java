package dev.recommender.testing.storage;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is asked of a store: calls by kind, how often each blob is opened, bytes read, and streams that nobody has
 * closed. Shared between threads.
 */
public final class CountingBlobStore extends ForwardingBlobStore {
    /** The kinds of calls. */
    public enum Call {
        CREATE,
        PUT,
        GET,
        INFO,
        LIST,
        FILES,
        DELETE
    }

    private final Map<Call, LongAdder> calls = new EnumMap<>(Call.class);
    private final Map<String, Integer> opened = new ConcurrentHashMap<>();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicInteger openStreams = new AtomicInteger();

    public CountingBlobStore(BlobStore store) {
        super(store);
        for (Call call : Call.values()) {
            calls.put(call, new LongAdder());
        }
    }

    /** The calls of a kind since the store was made or {@link #reset}. */
    public long calls(Call call) {
        return counter(call).sum();
    }

    /** The calls of all kinds that there were, for instance {@code {CREATE=1, LIST=2}}. */
    public Map<Call, Long> calls() {
        Map<Call, Long> counts = new EnumMap<>(Call.class);
        calls.forEach((call, count) -> {
            if (count.sum() > 0) {
                counts.put(call, count.sum());
            }
        });
        return counts;
    }

    /** How often each blob was opened to be read, by key. */
    public Map<String, Integer> opened() {
        return new TreeMap<>(opened);
    }

    /** The bytes of content that readers have read. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** Streams that were opened and are not closed yet. */
    public int openStreams() {
        return openStreams.get();
    }

    /** Counts calls and bytes from zero again; open streams stay counted. */
    public void reset() {
        calls.values().forEach(LongAdder::reset);
        opened.clear();
        bytesRead.set(0);
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        count(Call.CREATE);
        return super.create(key, content);
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        count(Call.PUT);
        super.put(key, content);
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        count(Call.GET);
        InputStream stream = super.get(key, offset);
        opened.merge(key, 1, Integer::sum);
        openStreams.incrementAndGet();
        return new CountedStream(stream);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        count(Call.INFO);
        return super.info(key);
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        count(Call.LIST);
        return super.list(prefix, after, limit);
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        count(Call.FILES);
        return super.files(folder);
    }

    @Override
    public boolean delete(String key) throws IOException {
        count(Call.DELETE);
        return super.delete(key);
    }

    private LongAdder counter(Call call) {
        return Objects.requireNonNull(calls.get(call));
    }

    private void count(Call call) {
        counter(call).increment();
    }

    private final class CountedStream extends FilterInputStream {
        private final AtomicBoolean closed = new AtomicBoolean();

        CountedStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytesRead.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            bytesRead.addAndGet(Math.max(0, read));
            return read;
        }

        @Override
        public void close() throws IOException {
            if (!closed.getAndSet(true)) {
                openStreams.decrementAndGet();
            }
            super.close();
        }
    }
}
