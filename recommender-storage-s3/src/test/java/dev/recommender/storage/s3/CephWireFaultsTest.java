package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import dev.recommender.testing.servers.ServerExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store does when the way to an atomic server breaks. */
@Tag("servers")
class CephWireFaultsTest extends WireFaultsTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @Override
    boolean createsInParts() {
        return false;
    }

    @Override
    ServerExtension<S3Server> server() {
        return CEPH;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "CUT_ANSWER", "TRUNCATE_ANSWER"})
    void aCreateWhoseFirstAttemptFailsIsDoneOnce(Fault fault) throws IOException {
        try (FaultyProxy proxy =
                        proxy(first(1, fault, (method, path) -> method.equals("PUT") && path.contains("key")));
                BlobStore store = open(proxy.port());
                BlobStore other = openDirectly()) {
            assertThat(store.create("key", BlobContent.of("mine"))).isTrue();
            assertThat(other.create("key", BlobContent.of("other"))).isFalse();
            assertThat(store.create("key", BlobContent.of("again"))).isFalse();
            assertThat(text(other, "key")).isEqualTo("mine");
            assertThat(proxy.done()).containsEntry(fault, 1);
        }
    }

    /** The other's blob comes between two attempts, and neither of them is done. */
    @Test
    void aCreateThatIsTriedAgainTooLateHasLost() throws IOException {
        try (BlobStore other = openDirectly()) {
            AtomicInteger attempts = new AtomicInteger();
            BiFunction<String, String, Fault> plan = (method, path) -> {
                if (!method.equals("PUT") || !path.contains("key") || attempts.getAndIncrement() > 0) {
                    return Fault.NONE;
                }
                try {
                    assertThat(other.create("key", BlobContent.of("other"))).isTrue();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return Fault.CUT_REQUEST;
            };
            try (FaultyProxy proxy = proxy(plan);
                    BlobStore store = open(proxy.port())) {
                assertThat(store.create("key", BlobContent.of("mine"))).isFalse();
                assertThat(text(store, "key")).isEqualTo("other");
                assertThat(attempts.get()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "CUT_ANSWER", "TRUNCATE_ANSWER", "SLOW_DOWN"})
    void readingGoesOnWhereItBroke(Fault fault) throws IOException {
        byte[] bytes = random(12 << 20, 3);
        try (BlobStore other = openDirectly()) {
            other.put("key", BlobContent.of(bytes));
        }
        BiPredicate<String, String> reading = (method, path) -> method.equals("GET") && path.contains("key");
        try (FaultyProxy proxy = proxy(first(3, fault, reading));
                BlobStore store = open(proxy.port())) {
            assertThat(read(store, "key")).isEqualTo(bytes);
            assertThat(proxy.done()).containsEntry(fault, 3);
        }
        try (FaultyProxy proxy = proxy(first(3, fault, reading));
                BlobStore store = open(proxy.port())) {
            store.download("key", folder.resolve("file"));
            assertThat(folder.resolve("file")).hasBinaryContent(bytes);
            assertThat(proxy.done()).containsEntry(fault, 3);
        }
    }

    /** Several writers want the same keys. Each key has one winner, unless a writer failed because that is unknown. */
    @Test
    void ofConcurrentCreatesThroughFaultsOneWins() throws Exception {
        int writers = 4;
        int keys = 40;
        try (FaultyProxy proxy = proxy(FaultyProxy.oneIn(4, 6, ALL));
                BlobStore store = open(proxy.port());
                BlobStore direct = openDirectly()) {
            ExecutorService executor = Executors.newFixedThreadPool(writers);
            try {
                for (int key = 0; key < keys; key++) {
                    String name = "key/" + key;
                    List<Future<Boolean>> results = new ArrayList<>();
                    for (int writer = 0; writer < writers; writer++) {
                        BlobContent content = BlobContent.of("writer " + writer);
                        Callable<Boolean> creation = () -> store.create(name, content);
                        results.add(executor.submit(creation));
                    }
                    List<String> winners = new ArrayList<>();
                    for (int writer = 0; writer < results.size(); writer++) {
                        if (results.get(writer).get()) {
                            winners.add("writer " + writer);
                        }
                    }
                    assertThat(winners).containsExactly(text(direct, name));
                }
            } finally {
                executor.shutdownNow();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "SLOW_DOWN", "LOSE_ANSWER", "CUT_REQUEST"})
    void aServerThatKeepsFailingIsGivenUp(Fault fault) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        BiFunction<String, String, Fault> plan = (method, path) -> {
            boolean ours = path.contains("key");
            asked.addAndGet(ours ? 1 : 0);
            return ours ? fault : Fault.NONE;
        };
        try (FaultyProxy proxy = proxy(plan);
                BlobStore store = S3BlobStore.builder(bucket)
                        .client(S3Server.client(S3Server.at(proxy.port())))
                        .attempts(3)
                        .firstPause(PAUSE)
                        .open()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.get("key"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.UNAVAILABLE));
            // The JDK's HTTP client repeats a request without a body once by itself.
            assertThat(asked.getAndSet(0)).isBetween(3, 6);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.put("key", BlobContent.of("x")))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.UNAVAILABLE));
            assertThat(asked.get()).isBetween(3, 6);
        }
    }
}
