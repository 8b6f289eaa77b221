package dev.recommender.storage.azure;

import dev.recommender.storage.WorkQueue;
import dev.recommender.storage.testing.WorkQueueContract;
import java.io.IOException;

class AzureQueueWorkQueueTest extends WorkQueueContract {
    private String name = "";

    @Override
    protected WorkQueue openEmptyQueue() throws IOException {
        name = Azurite.newName();
        return openSameQueue();
    }

    @Override
    protected WorkQueue openSameQueue() throws IOException {
        return AzureQueueWorkQueue.open(Azurite.running().queue(name));
    }
}
