package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between two requests of one call, at moments that a proxy chooses: to the wire, or by another writer. */
@Tag("servers")
class AzureBetweenRequestsTest {
    private static final int BLOCK = 16 << 10;
    private static final int ATTEMPTS = 3;

    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    private final String container = Azurite.newName();
    private BlobStore other;

    @BeforeEach
    void openAnothersStore() throws IOException {
        other = AzureBlobStore.builder(AZURITE.server().container(container))
                .createContainer()
                .partSize(BLOCK)
                .open();
    }

    @AfterEach
    void closeAnothersStore() throws IOException {
        other.close();
    }

    /** It may have been done before the create, after a delete between them: neither success nor another try is right. */
    @ParameterizedTest
    @ValueSource(ints = {100, 3 * BLOCK})
    void aPutThatHadNoAnswerAndFindsAnothersBlobIsAConflict(int size) throws IOException {
        AtomicInteger writes = new AtomicInteger();
        try (FaultyProxy proxy = proxy((method, path) -> {
                    if (makesBlob(method, path, size) && writes.incrementAndGet() == 1) {
                        assertThat(other.create("k", filled(2, size))).isTrue();
                        return Fault.ERROR;
                    }
                    return Fault.NONE;
                });
                BlobStore store = open(proxy)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.put("k", filled(1, size)))
                    .withMessageContaining("is unknown")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
            assertThat(read("k")).hasSize(size).containsOnly(2);
            assertThat(writes).hasValue(2);
        }
    }

    /** It was done, and another writer may have deleted its blob: to say that there was one before would be wrong. */
    @Test
    void aCreateThatHadNoAnswerAndFindsNoBlobIsAConflict() throws IOException {
        AtomicInteger writes = new AtomicInteger();
        try (FaultyProxy proxy = proxy((method, path) -> {
                    if (makesBlob(method, path, 100)) {
                        return writes.incrementAndGet() == 1 ? Fault.LOSE_ANSWER : Fault.NONE;
                    }
                    if (writes.get() == 2) {
                        assertThat(other.delete("k")).isTrue();
                    }
                    return Fault.NONE;
                });
                BlobStore store = open(proxy)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.create("k", filled(1, 100)))
                    .withMessageContaining("is unknown")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
            assertThat(other.info("k")).isEmpty();
            assertThat(writes).hasValue(2);
        }
    }

    @Test
    void aCreateThatHadNoAnswerAndFindsAnothersBlobHasNotCreatedIt() throws IOException {
        AtomicInteger writes = new AtomicInteger();
        try (FaultyProxy proxy = proxy((method, path) -> {
                    if (makesBlob(method, path, 100) && writes.incrementAndGet() == 1) {
                        assertThat(other.create("k", filled(2, 100))).isTrue();
                        return Fault.ERROR;
                    }
                    return Fault.NONE;
                });
                BlobStore store = open(proxy)) {
            assertThat(store.create("k", filled(1, 100))).isFalse();
            assertThat(read("k")).hasSize(100).containsOnly(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 3 * BLOCK})
    void aPutThatWasRefusedIsRepeatedAlsoIfTheLookAfterwardsFails(int size) throws IOException {
        AtomicInteger writes = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (FaultyProxy proxy = proxy((method, path) -> {
                    if (makesBlob(method, path, size) && writes.incrementAndGet() == 1) {
                        assertThat(other.create("k", filled(2, size))).isTrue();
                    }
                    return method.equals("HEAD") && looks.incrementAndGet() == 2 ? Fault.ERROR : Fault.NONE;
                });
                BlobStore store = open(proxy)) {
            store.put("k", filled(1, size));
            assertThat(read("k")).hasSize(size).containsOnly(1);
            assertThat(writes).hasValue(2);
            assertThat(looks).hasValue(4);
        }
    }

    /** A reader that swallowed the failure would otherwise get all but the range that did not come. */
    @Test
    void aStreamThatHasFailedFailsEverAfter() throws IOException {
        other.put("k", filled(1, 10 * BLOCK));
        AtomicInteger reads = new AtomicInteger();
        try (FaultyProxy proxy = proxy((method, path) -> reads.incrementAndGet() == 2 ? Fault.ERROR : Fault.NONE);
                BlobStore store = open(proxy, 1);
                InputStream stream = store.get("k")) {
            assertThat(stream.readNBytes(BLOCK)).containsOnly(1);
            StorageException failure = catchThrowableOfType(StorageException.class, stream::readAllBytes);
            for (int again = 0; again < 5; again++) {
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(stream::read)
                        .isSameAs(failure);
            }
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void aDownloadWhoseBlobIsReplacedBeginsAnew(@TempDir Path folder) throws IOException {
        other.put("k", filled(1, 10 * BLOCK));
        AtomicInteger reads = new AtomicInteger();
        try (FaultyProxy proxy = proxy((method, path) -> {
                    if (reads.incrementAndGet() == 2) {
                        other.put("k", filled(2, 7 * BLOCK));
                    }
                    return Fault.NONE;
                });
                BlobStore store = open(proxy)) {
            store.download("k", folder.resolve("file"));
            assertThat(Files.readAllBytes(folder.resolve("file")))
                    .hasSize(7 * BLOCK)
                    .containsOnly(2);
        }
    }

    @Test
    void aDownloadWhoseBlobIsReplacedTimeAndAgainOrDeletedIsAConflict(@TempDir Path folder) throws IOException {
        for (boolean deleted : new boolean[] {false, true}) {
            other.put("k", filled(1, 2 * BLOCK));
            AtomicInteger reads = new AtomicInteger();
            try (FaultyProxy proxy = proxy((method, path) -> {
                        if (reads.incrementAndGet() % 2 == 0) {
                            other.delete("k");
                            if (!deleted) {
                                other.put("k", filled(reads.get(), 2 * BLOCK));
                            }
                        }
                        return Fault.NONE;
                    });
                    BlobStore store = open(proxy)) {
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> store.download("k", folder.resolve("file")))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
                assertThat(reads).hasValue(deleted ? 3 : 2 * ATTEMPTS);
            }
        }
    }

    private static boolean makesBlob(String method, String path, int size) {
        return method.equals("PUT") && (size <= BLOCK ? path.endsWith("/k") : path.contains("comp=blocklist"));
    }

    private byte[] read(String key) throws IOException {
        return other.get(key).readAllBytes();
    }

    /** Decides what happens to a request, or does something to the blobs before it. */
    private interface Plan {
        Fault next(String method, String path) throws IOException;
    }

    private static FaultyProxy proxy(Plan plan) throws IOException {
        return new FaultyProxy(AZURITE.server().blobPort(), (method, path) -> {
            try {
                return plan.next(method, path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private BlobStore open(FaultyProxy proxy) throws IOException {
        return open(proxy, ATTEMPTS);
    }

    private BlobStore open(FaultyProxy proxy, int attempts) throws IOException {
        return AzureBlobStore.builder(AZURITE.server().container(container, proxy.port()))
                .partSize(BLOCK)
                .timeout(Duration.ofSeconds(20))
                .attempts(attempts)
                .firstPause(Duration.ofMillis(1))
                .withoutProbe()
                .open();
    }

    private static BlobContent filled(int value, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return BlobContent.of(bytes);
    }
}
