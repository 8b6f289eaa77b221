package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStores;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A content for one request, which is opened each time that the SDK wants its start. HTTP clients do not close what they
 * send, so that each stream is closed here, when the next one is wanted or with this. Used by one thread.
 */
final class StreamedContent implements ContentStreamProvider, Closeable {
    private final BlobContent content;
    private final long size;
    private InputStream current = InputStream.nullInputStream();
    private Optional<IOException> failure = Optional.empty();

    StreamedContent(BlobContent content, long size) {
        this.content = content;
        this.size = size;
    }

    @Override
    public InputStream newStream() {
        try {
            return open();
        } catch (IOException e) {
            throw new UncheckedIOException(failed(e));
        }
    }

    /** The content from its start, which fails where it turns out to have another size than it gives. */
    InputStream open() throws IOException {
        current.close();
        current = new Counted(content.open());
        return current;
    }

    /** What went wrong with the content itself, as opposed to its way to the store. */
    Optional<IOException> failure() {
        return failure;
    }

    private IOException failed(IOException e) {
        // A request that has run out of time is interrupted, maybe while it reads.
        if (!(e instanceof InterruptedIOException || e instanceof ClosedByInterruptException)) {
            failure = Optional.of(e);
        }
        return e;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }

    private final class Counted extends FilterInputStream {
        private long position;

        Counted(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int count = super.read(target, offset, length);
                position += Math.max(count, 0);
                if (count < 0 || position > size) {
                    BlobStores.requireSize(size, position);
                }
                return count;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
