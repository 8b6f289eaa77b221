package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blobs and records over a wire that delays, cuts, truncates, loses and refuses: nothing is lost, nothing doubled. */
@Tag("servers")
class AzureFaultsTest {
    private static final Fault[] ALL =
            Arrays.stream(Fault.values()).filter(fault -> fault != Fault.NONE).toArray(Fault[]::new);
    private static final int BLOCK = 32 << 10;

    /** With one fault in three requests, so many attempts fail once in some billion requests. */
    private static final int MANY_ATTEMPTS = 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(2);

    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    /** A sequence of changes and reads comes out as it would in a map. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void blobsAreWhatTheyWouldBeWithoutTheFault(Fault fault) throws IOException {
        Random random = new Random(fault.ordinal());
        TreeMap<String, byte[]> expected = new TreeMap<>();
        try (FaultyProxy proxy = blobProxy(often(fault));
                BlobStore store = store(proxy, Azurite.newName())) {
            for (int step = 0; step < 60; step++) {
                String key = "folder/" + random.nextInt(8);
                byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(6 * BLOCK) : random.nextInt(100)];
                random.nextBytes(bytes);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        assertThat(store.create(key, BlobContent.of(bytes))).isEqualTo(!expected.containsKey(key));
                        expected.putIfAbsent(key, bytes);
                    }
                    case 1 -> {
                        store.put(key, BlobContent.of(bytes));
                        expected.put(key, bytes);
                    }
                    case 2 -> assertThat(store.delete(key)).isEqualTo(expected.remove(key) != null);
                    default -> {
                        if (expected.containsKey(key)) {
                            assertThat(read(store, key)).isEqualTo(expected.get(key));
                        }
                    }
                }
            }
            assertThat(store.list("", "", 100).stream().map(BlobInfo::key))
                    .containsExactlyElementsOf(expected.keySet());
            assertThat(proxy.done()).containsKey(fault);
        }
    }

    /** Of several writers of one blob, each over its own bad wire, one creates it. */
    @Test
    void ofWritersOverBadWiresOneCreatesEachBlob() throws Exception {
        String container = Azurite.newName();
        int blobs = 12;
        List<List<Boolean>> created = together(4, writer -> {
            try (FaultyProxy proxy = blobProxy(FaultyProxy.oneIn(3, writer, ALL));
                    BlobStore store = store(proxy, container)) {
                List<Boolean> results = new ArrayList<>();
                for (int blob = 0; blob < blobs; blob++) {
                    results.add(store.create("blob" + blob, content(writer, blob)));
                }
                return results;
            }
        });
        try (BlobStore store = AzureBlobStore.builder(AZURITE.server().container(container))
                .withoutProbe()
                .open()) {
            for (int blob = 0; blob < blobs; blob++) {
                List<Integer> winners = new ArrayList<>();
                for (int writer = 0; writer < created.size(); writer++) {
                    if (created.get(writer).get(blob)) {
                        winners.add(writer);
                    }
                }
                byte[] found = read(store, "blob" + blob);
                assertThat(winners).as("creators of blob %s", blob).containsExactly((int) found[0]);
                assertThat(found).isEqualTo(content(found[0], blob).open().readAllBytes());
            }
        }
    }

    /** Writers replace one blob again and again, in blocks; each content that is seen is one of theirs, and whole. */
    @Test
    void replacingOverBadWiresLeavesWholeBlobs() throws Exception {
        String container = Azurite.newName();
        try (BlobStore store = AzureBlobStore.builder(AZURITE.server().container(container))
                .createContainer()
                .open()) {
            store.put("blob", content(0, 0));
        }
        together(3, writer -> {
            try (FaultyProxy proxy = blobProxy(FaultyProxy.oneIn(4, 50 + writer, ALL));
                    BlobStore store = store(proxy, container)) {
                for (int round = 0; round < 6; round++) {
                    store.put("blob", content(writer, round));
                    byte[] found = readSettled(store);
                    assertThat(found).containsOnly(found[0]);
                }
                return true;
            }
        });
    }

    /** Each successful update counts one, so that in the end the record counts all of them and no other. */
    @Test
    void noIncrementIsLostOrDoubledOverBadWires() throws Exception {
        String table = Azurite.newName();
        int each = 15;
        List<Integer> attempts = together(4, writer -> {
            try (FaultyProxy proxy = tableProxy(FaultyProxy.oneIn(4, 100 + writer, ALL));
                    VersionedRecords records = records(proxy, table)) {
                Optional<VersionedRecord> created = records.create("some/counter", "0");
                int done = 0;
                while (done < each) {
                    VersionedRecord seen = records.get("some/counter").orElseThrow();
                    String next = Integer.toString(Integer.parseInt(seen.content()) + 1);
                    Optional<VersionedRecord> updated = records.update(seen, next);
                    if (updated.isPresent()) {
                        assertThat(updated.get().version()).isEqualTo(seen.version() + 1);
                        done++;
                    }
                }
                return created.isPresent() ? 1 : 0;
            }
        });
        assertThat(attempts.stream().mapToInt(i -> i).sum()).as("creators").isEqualTo(1);
        try (VersionedRecords records =
                AzureTableRecords.builder(AZURITE.server().table(table), "p").open()) {
            VersionedRecord counter = records.get("some/counter").orElseThrow();
            assertThat(counter.content()).isEqualTo(Integer.toString(4 * each));
            assertThat(counter.version()).isEqualTo(1 + 4 * each);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void recordsAreWhatTheyWouldBeWithoutTheFault(Fault fault) throws IOException {
        Random random = new Random(fault.ordinal());
        TreeMap<String, VersionedRecord> expected = new TreeMap<>();
        TreeMap<String, Long> versions = new TreeMap<>();
        try (FaultyProxy proxy = tableProxy(often(fault));
                VersionedRecords records = records(proxy, Azurite.newName())) {
            for (int step = 0; step < 60; step++) {
                String key = "folder/" + random.nextInt(6);
                String content = "x".repeat(random.nextInt(5) == 0 ? 100_000 : 10) + step;
                VersionedRecord there = expected.get(key);
                Optional<VersionedRecord> written;
                if (there == null || random.nextInt(4) == 0) {
                    written = records.create(key, content);
                    assertThat(written.isPresent()).isEqualTo(there == null);
                } else if (random.nextInt(3) == 0) {
                    assertThat(records.delete(there)).isTrue();
                    expected.remove(key);
                    versions.merge(key, 1L, Long::sum);
                    written = Optional.empty();
                } else {
                    written = records.update(there, content);
                    assertThat(written).isPresent();
                }
                written.ifPresent(record -> {
                    assertThat(record.version()).isEqualTo(versions.merge(key, 1L, Long::sum));
                    expected.put(key, record);
                });
                assertThat(records.get(key)).isEqualTo(Optional.ofNullable(expected.get(key)));
            }
            assertThat(records.list("", "", 100)).containsExactlyElementsOf(expected.values());
            assertThat(proxy.done()).containsKey(fault);
        }
    }

    @Test
    void aStoreThatNeverAnswersRightIsTriedAsOftenAsItsOptionSays() throws IOException {
        try (FaultyProxy proxy = blobProxy((method, path) -> Fault.ERROR);
                BlobStore store = AzureBlobStore.builder(AZURITE.server().container("c", proxy.port()))
                        .timeout(TIMEOUT)
                        .attempts(4)
                        .firstPause(PAUSE)
                        .withoutProbe()
                        .open()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.info("key"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .satisfies(e -> assertThat(e.requestId()).contains("proxy"))
                    .withMessageContaining("cannot look for blob \"key\"")
                    .withMessageContaining("500");
            assertThat(proxy.done()).containsEntry(Fault.ERROR, 4);
        }
    }

    /** In one request of three; delays, which only cost time, less often. */
    private static BiFunction<String, String, Fault> often(Fault fault) {
        return FaultyProxy.oneIn(fault == Fault.DELAY ? 15 : 3, fault.ordinal(), fault);
    }

    private static FaultyProxy blobProxy(BiFunction<String, String, Fault> plan) throws IOException {
        return new FaultyProxy(AZURITE.server().blobPort(), plan);
    }

    private static FaultyProxy tableProxy(BiFunction<String, String, Fault> plan) throws IOException {
        return new FaultyProxy(AZURITE.server().tablePort(), plan);
    }

    private static BlobStore store(FaultyProxy proxy, String container) throws IOException {
        return AzureBlobStore.builder(AZURITE.server().container(container, proxy.port()))
                .partSize(BLOCK)
                .parallelism(3)
                .timeout(TIMEOUT)
                .attempts(MANY_ATTEMPTS)
                .firstPause(PAUSE)
                .createContainer()
                .open();
    }

    private static VersionedRecords records(FaultyProxy proxy, String table) throws IOException {
        return AzureTableRecords.builder(AZURITE.server().table(table, proxy.port()), "p")
                .timeout(TIMEOUT)
                .attempts(MANY_ATTEMPTS)
                .firstPause(PAUSE)
                .open();
    }

    /** A content of one block or several, each byte of it the number of the writer. */
    private static BlobContent content(int writer, int number) {
        byte[] bytes = new byte[number % 2 == 0 ? 1000 : 3 * BLOCK + number];
        Arrays.fill(bytes, (byte) writer);
        return BlobContent.of(bytes);
    }

    private static byte[] read(BlobStore store, String key) throws IOException {
        try (InputStream in = store.get(key)) {
            return in.readAllBytes();
        }
    }

    /** The content; read again if it was replaced in the meantime. */
    private static byte[] readSettled(BlobStore store) throws IOException {
        while (true) {
            try {
                return read(store, "blob");
            } catch (StorageException e) {
                assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            }
        }
    }

    private interface Part<T> {
        T run(int thread) throws Exception;
    }

    private static <T> List<T> together(int threads, Part<T> part) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                Callable<T> task = () -> {
                    start.await();
                    return part.run(number);
                };
                running.add(executor.submit(task));
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
