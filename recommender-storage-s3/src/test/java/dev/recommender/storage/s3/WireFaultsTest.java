package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import dev.recommender.testing.servers.ServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of large blobs when the way to the server breaks: nothing is lost, nothing doubled, and it comes to an end. */
@Timeout(180)
abstract class WireFaultsTest {
    static final Fault[] ALL = {
        Fault.DELAY,
        Fault.CUT_REQUEST,
        Fault.LOSE_ANSWER,
        Fault.CUT_ANSWER,
        Fault.TRUNCATE_ANSWER,
        Fault.ERROR,
        Fault.SLOW_DOWN,
        Fault.ERROR_AFTER
    };

    static final Duration PAUSE = Duration.ofMillis(10);

    final String bucket = "faults-" + UUID.randomUUID();

    @TempDir
    Path folder;

    abstract ServerExtension<S3Server> server();

    /** Whether the server honours create-if-absent for uploads in parts. */
    abstract boolean createsInParts();

    @BeforeEach
    void createBucket() {
        server().server().createBucket(bucket);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_REQUEST", "LOSE_ANSWER", "TRUNCATE_ANSWER", "ERROR_AFTER"})
    void aLargeBlobIsCreatedOnceWhicheverOfItsRequestsFails(Fault fault) throws IOException {
        byte[] bytes = random(6 << 20, 1);
        BiPredicate<String, String> begin = (method, path) -> path.endsWith("?uploads");
        BiPredicate<String, String> part = (method, path) -> path.contains("partNumber=2");
        BiPredicate<String, String> complete =
                (method, path) -> method.equals("POST") && path.contains("uploadId=") && path.contains("key");
        BiPredicate<String, String> whole =
                (method, path) -> method.equals("PUT") && path.contains("key") && !path.contains("partNumber");
        List<BiPredicate<String, String>> requests = createsInParts() ? List.of(begin, part, complete) : List.of(whole);
        for (int request = 0; request < requests.size(); request++) {
            String key = "key/" + request;
            try (FaultyProxy proxy = proxy(first(1, fault, requests.get(request)));
                    BlobStore store = open(proxy.port());
                    BlobStore other = openDirectly()) {
                assertThat(store.create(key, BlobContent.of(bytes))).isTrue();
                assertThat(store.create(key, BlobContent.of(new byte[(5 << 20) + 1])))
                        .isFalse();
                assertThat(read(other, key)).isEqualTo(bytes);
                assertThat(proxy.done()).containsEntry(fault, 1);
            }
        }
    }

    @Test
    void largeBlobsGetThroughManyFaults() throws IOException {
        byte[] bytes = random(16 << 20, 4);
        try (FaultyProxy proxy = proxy(FaultyProxy.oneIn(3, 5, ALL));
                BlobStore store = open(proxy.port())) {
            for (int round = 0; round < 2; round++) {
                String key = "key/" + round;
                assertThat(store.create(key, BlobContent.of(bytes))).isTrue();
                store.put(key, BlobContent.of(bytes));
                store.download(key, folder.resolve("file"));
                assertThat(folder.resolve("file")).hasBinaryContent(bytes);
                assertThat(read(store, key)).isEqualTo(bytes);
            }
            assertThat(proxy.done()).hasSizeGreaterThan(5);
        }
    }

    FaultyProxy proxy(BiFunction<String, String, Fault> plan) throws IOException {
        return new FaultyProxy(server().server().port(), plan);
    }

    S3BlobStore open(int port) throws IOException {
        return S3BlobStore.builder(bucket)
                .client(S3Server.client(S3Server.at(port)))
                .partSize(5 << 20)
                .attempts(10)
                .firstPause(PAUSE)
                .open();
    }

    S3BlobStore openDirectly() throws IOException {
        return open(server().server().port());
    }

    /** A plan that does a fault to the first of the requests that it is meant for. */
    static BiFunction<String, String, Fault> first(int count, Fault fault, BiPredicate<String, String> meantFor) {
        AtomicInteger left = new AtomicInteger(count);
        return (method, path) -> meantFor.test(method, path) && left.getAndDecrement() > 0 ? fault : Fault.NONE;
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] read(BlobStore store, String key) throws IOException {
        try (InputStream stream = store.get(key)) {
            return stream.readAllBytes();
        }
    }

    static String text(BlobStore store, String key) throws IOException {
        return new String(read(store, key), StandardCharsets.UTF_8);
    }
}
