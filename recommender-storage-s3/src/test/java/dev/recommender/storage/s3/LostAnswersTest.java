package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.IOFunction;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.StorageException;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a put or a deletion does whose answer was lost, when another process has done something before it is tried again. */
@Timeout(180)
@Tag("servers")
class LostAnswersTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    private final String bucket = "lost-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        CEPH.server().createBucket(bucket);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER"})
    void aDeletionSparesWhatWasCreatedAfterIt(Fault fault) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            other.put("key", BlobContent.of("old"));
            through("DELETE", fault, () -> other.create("key", BlobContent.of("new")), store -> store.delete("key"));
            assertThat(text(other)).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_REQUEST", "ERROR"})
    void aDeletionThatWasNotDoneIsTriedAgain(Fault fault) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            other.put("key", BlobContent.of("old"));
            through("DELETE", fault, () -> true, store -> store.delete("key"));
            assertThat(other.info("key")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"LOSE_ANSWER, true", "LOSE_ANSWER, false", "ERROR_AFTER, true", "ERROR_AFTER, false"})
    void aPutSparesWhatWasPutAfterIt(Fault fault, boolean replaces) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            if (replaces) {
                other.put("key", BlobContent.of("old"));
            }
            through("PUT", fault, () -> put(other, "later"), store -> put(store, "mine"));
            assertThat(text(other)).isEqualTo("later");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER"})
    void aPutDoesNotBringBackWhatWasDeletedAfterIt(Fault fault) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            other.put("key", BlobContent.of("old"));
            through("PUT", fault, () -> other.delete("key"), store -> put(store, "mine"));
            assertThat(other.info("key")).isEmpty();
        }
    }

    /** Had the put been done, the other blob could not have been created. */
    @ParameterizedTest
    @EnumSource(names = {"CUT_REQUEST", "ERROR"})
    void aPutThatWasNotDoneReplacesWhatWasCreatedMeanwhile(Fault fault) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            through("PUT", fault, () -> other.create("key", BlobContent.of("other")), store -> put(store, "mine"));
            assertThat(text(other)).isEqualTo("mine");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPutThatWasNotDoneIsTriedAgain(boolean replaces) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            if (replaces) {
                other.put("key", BlobContent.of("old"));
            }
            through("PUT", Fault.ERROR, () -> true, store -> put(store, "mine"));
            assertThat(text(other)).isEqualTo("mine");
        }
    }

    /** Completing a second time makes no second object, but must not be taken for a failure. */
    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER"})
    void aPutInPartsSparesWhatWasPutAfterIt(Fault fault) throws IOException {
        try (BlobStore other = open(CEPH.server().port())) {
            through("COMPLETE", fault, () -> put(other, "later"), store -> {
                store.put("key", BlobContent.of(new byte[6 << 20]));
                return true;
            });
            assertThat(text(other)).isEqualTo("later");
        }
    }

    /** It was done, and another writer has deleted its object: to say that there was one before would be wrong. */
    @Test
    void aCreateThatHadNoAnswerAndFindsNoObjectIsAConflict() throws IOException {
        AtomicInteger writes = new AtomicInteger();
        try (BlobStore other = open(CEPH.server().port());
                FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), (method, path) -> {
                    if (!path.contains("/key")) {
                        return Fault.NONE;
                    }
                    if (method.equals("PUT")) {
                        return writes.incrementAndGet() == 1 ? Fault.LOSE_ANSWER : Fault.NONE;
                    }
                    if (writes.get() == 2) {
                        delete(other);
                    }
                    return Fault.NONE;
                });
                BlobStore store = open(proxy.port())) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.create("key", BlobContent.of("mine")))
                    .withMessageContaining("is unknown")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.CONFLICT));
            assertThat(other.info("key")).isEmpty();
        }
    }

    private static void delete(BlobStore store) {
        try {
            assertThat(store.delete("key")).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a call, which must return true, through a proxy that does a fault to the first request of a kind for the key.
     * Before the next request for the key passes, another process acts, successfully, too.
     */
    private void through(String kind, Fault fault, IOSupplier<Boolean> other, IOFunction<BlobStore, Boolean> call)
            throws IOException {
        AtomicInteger since = new AtomicInteger(-1);
        BiFunction<String, String, Fault> plan = (method, path) -> {
            if (!path.contains("/key")) {
                return Fault.NONE;
            }
            if (since.get() < 0) {
                boolean first = kind.equals(path.contains("uploadId=") && method.equals("POST") ? "COMPLETE" : method);
                since.addAndGet(first ? 1 : 0);
                return first ? fault : Fault.NONE;
            }
            if (since.getAndIncrement() == 0) {
                try {
                    assertThat(other.get()).isTrue();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Fault.NONE;
        };
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = open(proxy.port())) {
            assertThat(call.apply(store)).isTrue();
            assertThat(proxy.done()).containsEntry(fault, 1);
            assertThat(since.get()).as("requests after the fault").isPositive();
        }
    }

    private S3BlobStore open(int port) throws IOException {
        return S3BlobStore.builder(bucket)
                .client(S3Server.client(S3Server.at(port)))
                .partSize(5 << 20)
                .firstPause(Duration.ofMillis(10))
                .open();
    }

    private static boolean put(BlobStore store, String text) throws IOException {
        store.put("key", BlobContent.of(text));
        return true;
    }

    private static String text(BlobStore store) throws IOException {
        try (InputStream stream = store.get("key")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
