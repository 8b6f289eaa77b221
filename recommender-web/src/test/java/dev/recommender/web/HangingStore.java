package dev.recommender.web;

import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A store whose listings wait until they may go on. Shared between threads. */
final class HangingStore extends ForwardingBlobStore {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);

    HangingStore(BlobStore store) {
        super(store);
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        asked.countDown();
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return super.list(prefix, after, limit);
    }

    /** Waits until someone waits for a listing. */
    void awaitCaller() throws InterruptedException {
        asked.await();
    }

    /** Lets all listings go on, now and later. */
    void goOn() {
        answers.countDown();
    }
}
