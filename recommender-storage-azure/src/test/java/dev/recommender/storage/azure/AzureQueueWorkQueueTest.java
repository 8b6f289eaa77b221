package dev.recommender.storage.azure;

import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.storage.WorkQueueContract;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("servers")
class AzureQueueWorkQueueTest {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Contract extends WorkQueueContract {
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
}
