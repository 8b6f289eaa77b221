package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** Stores and queues that make their clients themselves, with credentials where the SDK looks for them. */
@Tag("servers")
class OwnClientsTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @RegisterExtension
    static final ElasticMq ELASTICMQ = new ElasticMq();

    @BeforeEach
    void setCredentials() {
        System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
    }

    @AfterEach
    void clearCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void aStoreAtAnEndpointFindsItsCredentials() throws IOException {
        String bucket = "own-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        URI endpoint = CEPH.server().address();
        try (BlobStore store = S3BlobStore.builder(bucket)
                .prefix("recommender")
                .endpoint(endpoint, "us-east-1")
                .open()) {
            assertThat(store.create("k", BlobContent.of("x"))).isTrue();
        }
        try (S3Client client = S3Server.client(endpoint).build();
                BlobStore store = S3BlobStore.builder(bucket)
                        .prefix("recommender")
                        .client(client)
                        .open()) {
            assertThat(store.create("k", BlobContent.of("y"))).isFalse();
            store.close();
            assertThat(client.listBuckets().buckets())
                    .as("the caller's client is open")
                    .isNotEmpty();
        }
    }

    /** The JDK's HTTP client would send a deletion once more by itself. */
    @Test
    void aDeletionWhoseAnswerIsLostIsLookedAfterFirst() throws IOException {
        String bucket = "own-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        List<String> asked = new CopyOnWriteArrayList<>();
        BiFunction<String, String, Fault> plan = (method, path) -> {
            if (!path.contains("/key")) {
                return Fault.NONE;
            }
            asked.add(method);
            return method.equals("DELETE") ? Fault.LOSE_ANSWER : Fault.NONE;
        };
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = S3BlobStore.builder(bucket)
                        .endpoint(S3Server.at(proxy.port()), "us-east-1")
                        .open()) {
            assertThat(store.create("key", BlobContent.of("x"))).isTrue();
            assertThat(store.delete("key")).isTrue();
            assertThat(asked).startsWith("PUT", "HEAD", "DELETE", "HEAD").containsOnlyOnce("DELETE");
        }
    }

    @Test
    void aQueueAtAnEndpointFindsItsCredentials() throws IOException {
        String name = "own-" + UUID.randomUUID();
        ELASTICMQ.server().createQueue(name);
        URI endpoint = URI.create("http://127.0.0.1:" + ELASTICMQ.server().port());
        try (WorkQueue queue =
                SqsWorkQueue.builder(name).endpoint(endpoint, "us-east-1").open()) {
            queue.send("x");
            Delivery delivery = queue.receive(Duration.ofMinutes(1)).orElseThrow();
            assertThat(delivery.complete()).isTrue();
        }
    }
}
