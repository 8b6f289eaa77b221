package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.storage.WorkQueueContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("servers")
class SqsWorkQueueTest {
    @RegisterExtension
    static final ElasticMq ELASTICMQ = new ElasticMq();

    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Contract extends WorkQueueContract {
        private String name = "";

        @Override
        protected WorkQueue openEmptyQueue() throws IOException {
            name = "contract-" + UUID.randomUUID();
            ELASTICMQ.server().createQueue(name);
            return openSameQueue();
        }

        @Override
        protected WorkQueue openSameQueue() throws IOException {
            return SqsWorkQueue.builder(name)
                    .client(ElasticMq.Server.client(ELASTICMQ.server().port()))
                    .open();
        }
    }

    @Test
    void aMissingQueueIsToldAtOnce() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> SqsWorkQueue.builder("no-such-queue")
                        .client(ElasticMq.Server.client(ELASTICMQ.server().port()))
                        .open())
                .withMessageContaining("no-such-queue")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NOT_FOUND));
    }

    @Test
    void queuesOfTheFifoKindAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SqsWorkQueue.builder("orders.fifo"));
    }
}
