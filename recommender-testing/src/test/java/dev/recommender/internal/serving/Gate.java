package dev.recommender.internal.serving;

import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store whose readers get no further while it is shut, or fail. */
public final class Gate extends ForwardingBlobStore {
    private volatile CountDownLatch opened = new CountDownLatch(0);
    private volatile CountDownLatch reader = new CountDownLatch(1);
    private volatile @Nullable String failure;

    public Gate(BlobStore store) {
        super(store);
    }

    public void shut() {
        opened = new CountDownLatch(1);
        reader = new CountDownLatch(1);
    }

    public void open() {
        failure = null;
        opened.countDown();
    }

    public boolean isShut() {
        return opened.getCount() > 0;
    }

    public void fail(String message) {
        failure = message;
    }

    /** Waits until somebody waits for the gate to open. */
    public void awaitReader() {
        try {
            if (!reader.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nobody reads");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        return new FilterInputStream(super.get(key, offset)) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                String message = failure;
                if (message != null) {
                    throw new IOException(message);
                }
                if (isShut()) {
                    reader.countDown();
                    try {
                        opened.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new java.io.InterruptedIOException("interrupted at the gate");
                    }
                }
                return super.read(bytes, from, length);
            }
        };
    }
}
