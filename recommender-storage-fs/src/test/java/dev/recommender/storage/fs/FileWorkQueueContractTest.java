package dev.recommender.storage.fs;

import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.storage.WorkQueueContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class FileWorkQueueContractTest {
    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Contract extends WorkQueueContract {
        @TempDir
        private Path folder;

        private int opened;

        @Override
        protected WorkQueue openEmptyQueue() throws IOException {
            opened++;
            return openSameQueue();
        }

        @Override
        protected WorkQueue openSameQueue() throws IOException {
            return BlobWorkQueue.in(FileBlobStore.open(folder.resolve("store" + opened)), "queues/training");
        }
    }
}
