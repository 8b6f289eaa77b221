package dev.recommender.storage.azure;

import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.storage.WorkQueueContract;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class AzureQueueWorkQueueTest extends WorkQueueContract {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    private String name = "";

    @Override
    protected WorkQueue openEmptyQueue() throws IOException {
        name = Azurite.newName();
        return openSameQueue();
    }

    @Override
    protected WorkQueue openSameQueue() throws IOException {
        return AzureQueueWorkQueue.builder(AZURITE.server().queue(name)).open();
    }
}
