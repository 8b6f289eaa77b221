package dev.recommender.storage.s3;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.WorkQueue;
import dev.recommender.storage.testing.WorkQueueContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class CephWorkQueueTest extends WorkQueueContract {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    private String place = "";

    @Override
    protected WorkQueue openEmptyQueue() throws IOException {
        place = CephStores.newPlace(CEPH.server(), "queue-" + UUID.randomUUID());
        return openSameQueue();
    }

    @Override
    protected WorkQueue openSameQueue() throws IOException {
        BlobStore store = new CephStores().open(place);
        return BlobWorkQueue.in(store, "queues/training");
    }
}
