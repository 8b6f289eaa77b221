package dev.recommender.testing.service;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that kills its own process (SIGKILL) at a given call: before it, half-way through its bytes, or after it. It
 * can also freeze the process (SIGSTOP) after the call. Calls that look for messages do not count, since their number
 * depends on how long something took rather than on what was done.
 */
final class KillingBlobStore extends ForwardingBlobStore {
    private final int fatal;
    private final Moment moment;
    private final AtomicInteger calls = new AtomicInteger();

    /** When to kill. */
    enum Moment {
        BEFORE,
        DURING,
        AFTER,
        FREEZE
    }

    /**
     * Wraps a store.
     *
     * @param fatal the call to die at, from 1; one that is never reached, to live
     */
    KillingBlobStore(BlobStore store, int fatal, Moment moment) {
        super(store);
        this.fatal = fatal;
        this.moment = moment;
    }

    /** How many calls there were that count. */
    int calls() {
        return calls.get();
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        boolean now = before();
        boolean created = super.create(key, now && moment == Moment.DURING ? dying(content) : content);
        return after(now, created);
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        boolean now = before();
        super.put(key, now && moment == Moment.DURING ? dying(content) : content);
        after(now, true);
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        boolean now = before();
        InputStream stream = super.get(key, offset);
        return after(now, now && moment == Moment.DURING ? dying(stream, 100) : stream);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        boolean now = before();
        return after(now, super.info(key));
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        boolean now = !prefix.startsWith("queues/") && before();
        return after(now, super.list(prefix, after, limit));
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        boolean now = before();
        return after(now, super.files(folder));
    }

    @Override
    public boolean delete(String key) throws IOException {
        boolean now = before();
        return after(now, super.delete(key));
    }

    /** Records whose calls count, and kill, like the store's. */
    VersionedRecords records(VersionedRecords records) {
        return new VersionedRecords() {
            @Override
            public Optional<VersionedRecord> get(String key) throws IOException {
                boolean now = before();
                return after(now, records.get(key));
            }

            @Override
            public Optional<VersionedRecord> create(String key, String content) throws IOException {
                boolean now = before();
                return after(now, records.create(key, content));
            }

            @Override
            public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
                boolean now = before();
                return after(now, records.update(expected, content));
            }

            @Override
            public boolean delete(VersionedRecord expected) throws IOException {
                boolean now = before();
                return after(now, records.delete(expected));
            }

            @Override
            public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
                boolean now = before();
                return after(now, records.list(prefix, after, limit));
            }

            @Override
            public void close() throws IOException {
                records.close();
            }
        };
    }

    private boolean before() {
        boolean now = calls.incrementAndGet() == fatal;
        if (now && moment == Moment.BEFORE) {
            die();
        }
        return now;
    }

    private <T> T after(boolean now, T result) {
        if (now && moment == Moment.AFTER) {
            die();
        }
        if (now && moment == Moment.FREEZE) {
            signal("-STOP");
        }
        return result;
    }

    private static BlobContent dying(BlobContent content) {
        return new BlobContent() {
            @Override
            public long size() throws IOException {
                return content.size();
            }

            @Override
            public InputStream open() throws IOException {
                return dying(content.open(), content.size() / 2);
            }
        };
    }

    private static InputStream dying(InputStream stream, long bytes) {
        return new FilterInputStream(stream) {
            private long left = bytes;

            @Override
            public int read() throws IOException {
                count(1);
                return super.read();
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                int count = super.read(target, from, (int) Math.min(length, Math.max(1, left)));
                count(count);
                return count;
            }

            private void count(int read) {
                left -= read;
                if (left <= 0 || read < 0) {
                    die();
                }
            }
        };
    }

    private static void die() {
        signal("-KILL");
        Runtime.getRuntime().halt(9);
    }

    /** Sends this process a signal, and gives it a moment to arrive. */
    private static void signal(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            signal,
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(500);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
