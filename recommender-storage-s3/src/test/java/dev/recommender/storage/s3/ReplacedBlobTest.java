package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobNotFoundException;
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
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading a blob gives when the blob is replaced or deleted after the store has looked at it. */
@Timeout(180)
@Tag("servers")
class ReplacedBlobTest {
    private static final int PART = 5 << 20;
    private static final int SIZE = 11 << 20;

    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    private final String bucket = "replaced-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @BeforeEach
    void createBlob() throws IOException {
        CEPH.server().createBucket(bucket);
        try (BlobStore store = open(CEPH.server().port())) {
            store.put("key", BlobContent.of(bytes(SIZE, 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, SIZE - 1, SIZE + 1})
    void aDownloadStartsAgain(int size) throws IOException {
        Path file = folder.resolve("file");
        before(1, other -> other.put("key", BlobContent.of(bytes(size, 2))), store -> store.download("key", file));
        assertThat(file).hasBinaryContent(bytes(size, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDownloadOfWhatIsDeletedLeavesTheFileAsItWas(boolean exists) throws IOException {
        Path file = folder.resolve("file");
        if (exists) {
            Files.writeString(file, "as it was");
        }
        before(
                1,
                other -> other.delete("key"),
                store -> assertThatExceptionOfType(BlobNotFoundException.class)
                        .isThrownBy(() -> store.download("key", file)));
        if (exists) {
            assertThat(file).hasContent("as it was");
        } else {
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aDownloadThatHasBegunToWriteSaysThatTheBlobWasDeletedMeanwhile() throws IOException {
        before(
                2,
                other -> other.delete("key"),
                store -> assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> store.download("key", folder.resolve("file")))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {101, SIZE - 1, SIZE + 1})
    void readingFromAnOffsetGivesTheEndOfTheNewBlob(int size) throws IOException {
        before(1, other -> other.put("key", BlobContent.of(bytes(size, 2))), store -> {
            try (InputStream stream = store.get("key", 100)) {
                assertThat(stream.readAllBytes()).isEqualTo(bytes(size - 100, 2));
            }
        });
    }

    @Test
    void readingFromAnOffsetBeyondTheNewBlobIsRefused() throws IOException {
        before(
                1,
                other -> other.put("key", BlobContent.of(bytes(99, 2))),
                store -> assertThatIllegalArgumentException().isThrownBy(() -> store.get("key", 100)));
    }

    @Test
    void readingFromAnOffsetOfADeletedBlobSaysThatItIsMissing() throws IOException {
        before(
                1,
                other -> other.delete("key"),
                store ->
                        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> store.get("key", 100)));
    }

    private interface Act {
        void on(BlobStore store) throws IOException;
    }

    /** Acts on a store, one range at a time, while another one acts before a certain one of its reads. */
    private void before(int read, Act other, Act mine) throws IOException {
        AtomicInteger reads = new AtomicInteger();
        try (BlobStore direct = open(CEPH.server().port())) {
            BiFunction<String, String, Fault> plan = (method, path) -> {
                if (method.equals("GET") && path.contains("/key") && reads.incrementAndGet() == read) {
                    try {
                        other.on(direct);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return Fault.NONE;
            };
            try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                    BlobStore store = open(proxy.port())) {
                mine.on(store);
                assertThat(reads.get()).isGreaterThanOrEqualTo(read);
            }
        }
    }

    private S3BlobStore open(int port) throws IOException {
        return S3BlobStore.builder(bucket)
                .client(S3Server.client(S3Server.at(port)))
                .partSize(PART)
                .parallelism(1)
                .open();
    }

    private static byte[] bytes(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
