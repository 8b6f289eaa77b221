package dev.recommender.storage.s3;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.storage.WorkQueueContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("servers")
class CephWorkQueueTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Contract extends WorkQueueContract {
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
}
