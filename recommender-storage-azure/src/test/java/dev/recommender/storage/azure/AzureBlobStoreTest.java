package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.storage.BlobStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class AzureBlobStoreTest extends BlobStoreContract {
    private static final int BLOCK = 16 << 10;

    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    private final String container = Azurite.newName();

    private String emptyContainer = "";

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        emptyContainer = Azurite.newName();
        return AzureBlobStore.builder(AZURITE.server().container(emptyContainer))
                .createContainer()
                .open();
    }

    @Override
    protected boolean putForeign(String name) {
        BlobContainerClient client = AZURITE.server().container(emptyContainer).buildClient();
        client.getBlobClient(name).upload(BinaryData.fromString("x"));
        return true;
    }

    /** A store of small blocks. */
    private BlobStore open() throws IOException {
        return AzureBlobStore.builder(AZURITE.server().container(container))
                .createContainer()
                .prefix("some/place")
                .partSize(BLOCK)
                .parallelism(3)
                .open();
    }

    @Test
    void blobsOfManyBlocksComeBackWholeAndFromAnyOffset() throws IOException {
        Random random = new Random(1);
        try (BlobStore store = open()) {
            for (int size : new int[] {BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 1, 20 * BLOCK + 7}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                assertThat(store.create("created" + size, BlobContent.of(bytes)))
                        .isTrue();
                assertThat(store.create("created" + size, BlobContent.of("other")))
                        .isFalse();
                store.put("put", BlobContent.of(bytes));
                for (String key : List.of("created" + size, "put")) {
                    assertThat(store.info(key).orElseThrow().size()).isEqualTo(size);
                    for (int offset : new int[] {0, 1, BLOCK, size / 2, size - 1, size}) {
                        if (offset <= size) {
                            assertThat(store.get(key, offset).readAllBytes())
                                    .isEqualTo(Arrays.copyOfRange(bytes, offset, size));
                        }
                    }
                }
            }
        }
    }

    @Test
    void ofConcurrentCreatesInBlocksOneWins() throws Exception {
        try (BlobStore store = open()) {
            for (int round = 0; round < 5; round++) {
                String key = "race" + round;
                List<Boolean> created = together(4, writer -> store.create(key, filled(writer, 5 * BLOCK)));
                assertThat(created).containsOnlyOnce(true);
                byte[] found = store.get(key).readAllBytes();
                assertThat(found).hasSize(5 * BLOCK).containsOnly(created.indexOf(true));
            }
        }
    }

    @Test
    void ofConcurrentPutsInBlocksEachSucceedsAndOneIsLeft() throws Exception {
        try (BlobStore store = open()) {
            for (int round = 0; round < 5; round++) {
                together(4, writer -> {
                    store.put("contested", filled(writer, (3 + writer) * BLOCK));
                    return true;
                });
                byte[] found = store.get("contested").readAllBytes();
                assertThat(found).hasSize((3 + found[0]) * BLOCK).containsOnly(found[0]);
            }
        }
    }

    @Test
    void aStreamOfManyRangesNeverMixesContents() throws IOException {
        try (BlobStore store = open()) {
            store.put("k", filled(1, 10 * BLOCK));
            try (InputStream stream = store.get("k")) {
                assertThat(stream.readNBytes(BLOCK)).containsOnly(1);
                store.put("k", filled(2, 10 * BLOCK));
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(stream::readAllBytes)
                        .withMessageContaining("replaced or deleted")
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
            }
        }
    }

    @Test
    void aStreamCanBeClosedBeforeItsEndAndNotReadAfterwards() throws IOException {
        try (BlobStore store = open()) {
            store.put("k", filled(1, 10 * BLOCK));
            InputStream stream = store.get("k");
            assertThat(stream.readNBytes(BLOCK + 1)).containsOnly(1);
            stream.close();
            assertThatExceptionOfType(IOException.class).isThrownBy(stream::read);
        }
    }

    @Test
    void storesOfDifferentPrefixesAreApart() throws IOException {
        try (BlobStore one = open();
                BlobStore other = AzureBlobStore.builder(AZURITE.server().container(container))
                        .open()) {
            one.put("k", BlobContent.of("x"));
            assertThat(keys(one)).containsExactly("k");
            assertThat(keys(other)).containsExactly("some/place/k");
            assertThat(other.info("k")).isEmpty();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureBlobStore.builder(AZURITE.server().container(container))
                        .prefix("a/"));
    }

    @Test
    void foreignBlobsWhoseNamesAreNoKeysAreNotListed() throws IOException {
        try (BlobStore store = open()) {
            BlobContainerClient client = AZURITE.server().container(container).buildClient();
            for (String name : List.of("some/place/", "some/place//a", "some/place/a b", "some/place/.b")) {
                client.getBlobClient(name).upload(BinaryData.fromString("x"));
            }
            store.put("z", BlobContent.of("x"));
            assertThat(store.list("", "", 1).stream().map(BlobInfo::key)).containsExactly("z");
        }
    }

    @Test
    void aLaterPageIsAskedForFromTheKeyBeforeIt() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (FaultyProxy proxy = new FaultyProxy(AZURITE.server().blobPort(), (method, path) -> {
                    if (path.contains("comp=list")) {
                        asked.add(path);
                    }
                    return FaultyProxy.Fault.NONE;
                });
                BlobStore store = AzureBlobStore.builder(AZURITE.server().container(container, proxy.port()))
                        .createContainer()
                        .prefix("some/place")
                        .open()) {
            for (String key : List.of("a/1+1", "a/2", "a/3", "b")) {
                store.put(key, BlobContent.of("x"));
            }
            assertThat(store.list("a/", "a/1+1", 2).stream().map(BlobInfo::key)).containsExactly("a/2", "a/3");
            assertThat(asked.get(0)).contains("startFrom=some/place/a/1%2B1", "prefix=some/place/a/&", "maxresults=3");
            asked.clear();
            assertThat(store.list("a/", "A", 2).stream().map(BlobInfo::key)).containsExactly("a/1+1", "a/2");
            assertThat(store.list("b", "a/3", 2).stream().map(BlobInfo::key)).containsExactly("b");
            assertThat(asked).hasSize(2).noneMatch(path -> path.contains("startFrom"));
            assertThat(store.list("a/", "b", 2)).isEmpty();
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void aLeasedBlobIsAConflictAndNotALostRace() throws IOException {
        try (BlobStore store = open()) {
            store.put("k", BlobContent.of("old"));
            BlobContainerClient client = AZURITE.server().container(container).buildClient();
            new BlobLeaseClientBuilder()
                    .blobClient(client.getBlobClient("some/place/k"))
                    .buildClient()
                    .acquireLease(60);
            for (int size : new int[] {3, 3 * BLOCK}) {
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> store.put("k", filled(1, size)))
                        .withMessageContaining("LeaseIdMissing, status 412")
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
                        .satisfies(e -> assertThat(e.requestId()).isPresent());
            }
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.delete("k"));
            assertThat(store.create("k", BlobContent.of("new"))).isFalse();
            assertThat(store.get("k").readAllBytes()).asString().isEqualTo("old");
        }
    }

    /** Some blocks are in the service at that point. */
    @ParameterizedTest
    @ValueSource(strings = {"create", "put"})
    void aKilledWriterLeavesWhatWasThere(String what) throws Exception {
        try (BlobStore store = open()) {
            String key = what.equals("create") ? "new" : "old";
            store.put("old", BlobContent.of("old"));
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DyingWriter.class.getName(),
                            AZURITE.server().connectionString(),
                            container,
                            "some/place/" + key,
                            what)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(writer.inputReader().readLine()).isEqualTo("under way");
            writer.destroyForcibly().waitFor();

            assertThat(keys(store)).containsExactly("old");
            assertThat(store.get("old").readAllBytes()).asString().isEqualTo("old");
            assertThat(store.create("new", filled(1, 3 * BLOCK))).isTrue();
            store.put("old", filled(2, 3 * BLOCK));
            assertThat(store.get("new").readAllBytes()).hasSize(3 * BLOCK).containsOnly(1);
            assertThat(store.get("old").readAllBytes()).hasSize(3 * BLOCK).containsOnly(2);
        }
    }

    @Test
    void aClosedStoreTransfersNothing() throws IOException {
        BlobStore store = open();
        store.put("k", filled(1, 5 * BLOCK));
        InputStream stream = store.get("k");
        store.close();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.put("k", filled(2, 5 * BLOCK)));
        assertThatExceptionOfType(StorageException.class).isThrownBy(stream::readAllBytes);
    }

    private static BlobContent filled(int value, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return BlobContent.of(bytes);
    }

    private static List<String> keys(BlobStore store) throws IOException {
        return store.list("", "", 100).stream().map(BlobInfo::key).toList();
    }

    private interface Part<T> {
        T run(int thread) throws Exception;
    }

    private static <T> List<T> together(int threads, Part<T> part) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(executor.submit(() -> part.run(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
