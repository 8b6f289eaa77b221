package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobDownloadHeaders;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A blob's content from an offset on, fetched in ranges of one version of it. The first range is fetched when the stream
 * is opened; when it is used up, the following ones are, several at once. After a failure every later read fails, too. For
 * one thread at a time.
 */
final class BlobReader extends InputStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FIRST_CAPACITY = 16 << 10;

    private final BlockBlobClient blob;
    private final String key;
    private final Calls calls;
    private final Transfers transfers;
    private final String etag;
    private final long size;
    private final Queue<Future<ByteBuffer>> ahead = new ArrayDeque<>();

    private ByteBuffer range;
    private long requested;
    private boolean closed;
    private @Nullable IOException failure;

    private BlobReader(BlockBlobClient blob, String key, Calls calls, Transfers transfers, long offset, Fetched first) {
        this.blob = blob;
        this.key = key;
        this.calls = calls;
        this.transfers = transfers;
        this.etag = first.etag;
        this.size = first.size;
        this.range = first.bytes;
        this.requested = offset + first.bytes.remaining();
    }

    /** Fetches the first range. */
    static InputStream open(BlockBlobClient blob, String key, long offset, Calls calls, Transfers transfers)
            throws IOException {
        Optional<Fetched> first = calls.run("read blob \"" + key + "\"", again -> {
            try {
                return Optional.of(fetch(blob, offset, transfers.blockSize(), null, calls));
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    throw new BlobNotFoundException(key);
                }
                if (Failures.answered(e, 416)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        if (first.isPresent()) {
            return new BlobReader(blob, key, calls, transfers, offset, first.get());
        }
        long size = calls.run(
                "look at blob \"" + key + "\"",
                again -> blob.getPropertiesWithResponse(null, calls.timeout(), Context.NONE)
                        .getValue()
                        .getBlobSize());
        if (offset > size) {
            throw new IllegalArgumentException("offset is not from 0 to " + size + ": " + offset);
        }
        return InputStream.nullInputStream();
    }

    @Override
    public int read() throws IOException {
        return advance() ? range.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, range.remaining());
        range.get(into, from, count);
        return count;
    }

    @Override
    public int available() {
        return range.remaining();
    }

    @Override
    public void close() {
        closed = true;
        cancelAhead();
        range = NOTHING;
    }

    private void cancelAhead() {
        ahead.forEach(fetching -> fetching.cancel(true));
        ahead.clear();
    }

    /** Whether there is another byte; if so, it is at the position. */
    private boolean advance() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (range.hasRemaining()) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            range = next();
            return range.hasRemaining();
        } catch (IOException e) {
            failure = e;
            cancelAhead();
            throw e;
        }
    }

    /** The range after the one that is used up; an empty one at the end. */
    private ByteBuffer next() throws IOException {
        range = NOTHING;
        while (requested < size && ahead.size() < transfers.parallelism()) {
            long start = requested;
            int length = (int) Math.min(transfers.blockSize(), size - start);
            ahead.add(transfers.submit(() -> fetchAhead(start, length)));
            requested += length;
        }
        Future<ByteBuffer> next = ahead.poll();
        return next == null ? NOTHING : Transfers.await(next);
    }

    private ByteBuffer fetchAhead(long start, int length) throws IOException {
        return calls.run("read blob \"" + key + "\"", again -> {
            try {
                return fetch(blob, start, length, etag, calls).bytes;
            } catch (RuntimeException e) {
                if (Failures.isFailedCondition(e) || Failures.code(e).equals("BlobNotFound")) {
                    throw new StorageException(
                            Kind.CONFLICT, "blob \"" + key + "\" was replaced or deleted while it was read", e);
                }
                throw e;
            }
        });
    }

    private static Fetched fetch(BlockBlobClient blob, long start, int length, @Nullable String etag, Calls calls)
            throws IOException {
        // How long the first range is shows only when it is there; most blobs are short.
        Sink sink = new Sink(etag == null ? Math.min(length, FIRST_CAPACITY) : length);
        BlobDownloadHeaders headers = blob.downloadStreamWithResponse(
                        sink,
                        new BlobRange(start, (long) length),
                        new DownloadRetryOptions().setMaxRetryRequests(0),
                        new BlobRequestConditions().setIfMatch(etag),
                        false,
                        calls.timeout(),
                        Context.NONE)
                .getDeserializedHeaders();
        String range = headers.getContentRange();
        long size = Long.parseLong(range.substring(range.indexOf('/') + 1));
        if (sink.size() != Math.min(length, size - start)) {
            throw new StorageException(Kind.UNAVAILABLE, "the service's answer ended early");
        }
        return new Fetched(sink.bytes(), headers.getETag(), size);
    }

    /** The bytes of a range, without the copy that {@link #toByteArray} makes. */
    private static final class Sink extends ByteArrayOutputStream {
        Sink(int capacity) {
            super(capacity);
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    private static final class Fetched {
        private final ByteBuffer bytes;
        private final String etag;
        private final long size;

        Fetched(ByteBuffer bytes, String etag, long size) {
            this.bytes = bytes;
            this.etag = etag;
            this.size = size;
        }
    }
}
