package dev.recommender.storage;

import dev.recommender.testing.storage.WorkQueueContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class MemoryWorkQueueTest {
    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Contract extends WorkQueueContract {
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
}
