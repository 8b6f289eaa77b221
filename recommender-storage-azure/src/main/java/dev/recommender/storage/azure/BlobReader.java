package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobDownloadHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStores;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.TransferPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob's content from an offset on, fetched in ranges of one version of it. The first range is fetched when the stream
 * is opened; when it is used up, the following ones are, several at once. After a failure every later read fails, too. For
 * one thread at a time.
 */
final class BlobReader extends InputStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FIRST_CAPACITY = 16 << 10;

    private final NamedBlob blob;
    private final String etag;
    private final long size;
    private final int rangeSize;
    private final int parallelism;
    private final TransferPool.Batch<ByteBuffer> ahead;

    private ByteBuffer range;
    private long requested;
    private boolean closed;
    private @Nullable IOException failure;

    private BlobReader(NamedBlob blob, long offset, TransferPool transfers, int rangeSize, Fetched first) {
        this.blob = blob;
        this.etag = first.etag;
        this.size = first.size;
        this.rangeSize = rangeSize;
        this.parallelism = transfers.parallelism();
        this.ahead = transfers.batch("read " + blob.name());
        this.range = first.bytes;
        this.requested = offset + first.bytes.remaining();
    }

    /** Fetches the first range. */
    static InputStream open(NamedBlob blob, long offset, TransferPool transfers, int rangeSize) throws IOException {
        Optional<Fetched> first = blob.attempts().atLeastOnce("read " + blob.name(), () -> {
            try {
                return Optional.of(fetch(blob, offset, rangeSize, null));
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    throw new BlobNotFoundException(blob.key());
                }
                if (Failures.answered(e, 416)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        if (first.isPresent()) {
            return new BlobReader(blob, offset, transfers, rangeSize, first.get());
        }
        long size = blob.properties()
                .map(BlobProperties::getBlobSize)
                .orElseThrow(() -> new BlobNotFoundException(blob.key()));
        BlobStores.checkOffset(offset, size);
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
        ahead.close();
        range = NOTHING;
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
            ahead.close();
            throw e;
        }
    }

    /** The range after the one that is used up; an empty one at the end. */
    private ByteBuffer next() throws IOException {
        range = NOTHING;
        while (requested < size && ahead.pending() < parallelism) {
            long start = requested;
            int length = (int) Math.min(rangeSize, size - start);
            ahead.submit(() -> fetchAhead(start, length));
            requested += length;
        }
        return ahead.pending() == 0 ? NOTHING : ahead.takeFirst();
    }

    private ByteBuffer fetchAhead(long start, int length) throws IOException {
        return blob.attempts().atLeastOnce("read " + blob.name(), () -> {
            try {
                return fetch(blob, start, length, etag).bytes;
            } catch (RuntimeException e) {
                if (Failures.isFailedCondition(e) || Failures.code(e).equals("BlobNotFound")) {
                    throw StorageException.replaced(blob.name(), e);
                }
                throw e;
            }
        });
    }

    private static Fetched fetch(NamedBlob blob, long start, int length, @Nullable String etag) throws IOException {
        // How long the first range is shows only when it is there; most blobs are short.
        Sink sink = new Sink(etag == null ? Math.min(length, FIRST_CAPACITY) : length);
        BlobDownloadHeaders headers = blob.client()
                .downloadStreamWithResponse(
                        sink,
                        new BlobRange(start, (long) length),
                        new DownloadRetryOptions().setMaxRetryRequests(0),
                        new BlobRequestConditions().setIfMatch(etag),
                        false,
                        blob.attempts().timeout(),
                        Context.NONE)
                .getDeserializedHeaders();
        String range = headers.getContentRange();
        long size = Long.parseLong(range.substring(range.indexOf('/') + 1));
        long expected = Math.min(length, size - start);
        if (sink.size() != expected) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    "cannot read " + blob.name() + ": the service's answer ended " + (expected - sink.size())
                            + " bytes early");
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
