package dev.recommender.storage;

import dev.recommender.testing.storage.WorkQueueContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class BlobWorkQueueContractTest {
    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Contract extends WorkQueueContract {
        private BlobStore store = new MemoryBlobStore();

        @Override
        protected WorkQueue openEmptyQueue() {
            store = new MemoryBlobStore();
            return BlobWorkQueue.in(store, "queues/training");
        }

        @Override
        protected WorkQueue openSameQueue() {
            return BlobWorkQueue.in(store, "queues/training");
        }
    }
}
