package dev.recommender.storage;

import dev.recommender.testing.storage.WorkQueueContract;

class BlobWorkQueueContractTest extends WorkQueueContract {
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
