package dev.recommender.storage;

import dev.recommender.testing.storage.WorkQueueContract;

class MemoryWorkQueueTest extends WorkQueueContract {
    private WorkQueue last = new MemoryWorkQueue();

    @Override
    protected WorkQueue openEmptyQueue() {
        last = new MemoryWorkQueue();
        return last;
    }

    @Override
    protected WorkQueue openSameQueue() {
        return last;
    }
}
