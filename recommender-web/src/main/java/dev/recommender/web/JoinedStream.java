package dev.recommender.web;

import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Blobs as one stream; each is opened when the one before has ended. Used by one thread. */
final class JoinedStream extends InputStream {
    private final BlobStore store;
    private final Deque<String> next;
    private InputStream current = InputStream.nullInputStream();

    JoinedStream(BlobStore store, List<String> keys) {
        this.store = store;
        this.next = new ArrayDeque<>(keys);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = current.read(target, from, length);
        while (count < 0 && !next.isEmpty()) {
            current.close();
            current = store.get(next.remove());
            count = current.read(target, from, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
