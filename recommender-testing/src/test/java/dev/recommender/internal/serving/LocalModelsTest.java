package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.IOFunction;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.FaultyBlobStore.Rates;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class LocalModelsTest {
    private static final int SIZE = 300_000;

    private final FaultyBlobStore faulty = new FaultyBlobStore(new MemoryBlobStore(), 3, Rates.NEVER);
    private final CountingBlobStore store = new CountingBlobStore(faulty);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    Path temporary;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        assertThat(store.openStreams()).isZero();
    }

    /** A model as far as a folder cares: bytes with a name. */
    private record Given(ModelId id, ModelFile file, byte[] bytes) {}

    @Test
    void aModelIsFetchedOnceUnlessItsCopyIsOfAnotherLength() throws IOException {
        Given given = given(1);
        LocalModels folder = folder(SIZE);
        for (int time = 0; time < 3; time++) {
            try (LocalModels.Copy copy = folder.copy(given.id, given.file)) {
                assertThat(copy.fetched()).isEqualTo(time == 0);
            }
            assertCopied(folder, given);
        }
        assertThat(store.bytesRead()).isEqualTo(SIZE);
        Path copy = folder.copy(given.id, given.file).file();
        for (int length : new int[] {0, 10, SIZE - 1, SIZE + 1}) {
            Files.write(copy, Arrays.copyOf(given.bytes, length));
            store.reset();
            assertCopied(folder, given);
            assertThat(store.bytesRead()).isEqualTo(SIZE);
        }
    }

    @Test
    void aCopyThatTurnsOutToBeDamagedIsFetchedAgain() throws IOException {
        Given given = given(1);
        LocalModels folder = folder(SIZE);
        Path file = folder.copy(given.id, given.file).file();
        byte[] damaged = given.bytes.clone();
        damaged[SIZE / 3] ^= 4;
        Files.write(file, damaged);
        store.reset();
        try (LocalModels.Copy copy = folder.fetchAgain(given.id, given.file)) {
            assertThat(copy.fetched()).isTrue();
            assertThat(copy.file()).hasBinaryContent(given.bytes);
        }
        assertThat(store.bytesRead()).isEqualTo(SIZE);
    }

    @Test
    void anAdoptedFileIsTheCopyUnlessItDoesNotFit() throws IOException {
        Given given = given(1);
        LocalModels folder = folder(SIZE);
        Given other = given(2);
        assertCopied(folder, other);
        folder(SIZE - 1).adopt(given.id, given.file, saved(given));
        assertThat(names()).containsExactly(names(other));
        Path saved = saved(given);
        folder.adopt(given.id, given.file, saved);
        assertThat(saved).doesNotExist();
        assertThat(names()).as("room was made").containsExactly(names(given));
        store.reset();
        assertCopied(folder, given);
        assertThat(store.bytesRead()).isZero();
    }

    private Path saved(Given given) throws IOException {
        return Files.write(temporary.resolve("saved"), given.bytes);
    }

    @Test
    void foldersOfOneProcessFetchAModelOnce() throws Exception {
        Given given = given(1);
        faulty.rates(new Rates(0, 0, 0, 1, 20));
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                LocalModels folder = folder(SIZE);
                clients.add(() -> {
                    assertCopied(folder, given);
                    return null;
                });
            }
            for (Future<Void> client : executor.invokeAll(clients)) {
                client.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(store.bytesRead()).isEqualTo(SIZE);
        assertThat(names()).containsExactly(name(given) + ".model");
    }

    @Test
    void processesFetchAModelOnce() throws Exception {
        Given given = given(1);
        Path content = Files.write(temporary.resolve("content"), given.bytes);
        List<FolderProcess> processes = new ArrayList<>();
        for (int process = 0; process < 4; process++) {
            processes.add(keep(FolderProcess.start(copies(), given.id, given.file, content, Long.MAX_VALUE)));
        }
        List<String> said = new ArrayList<>();
        for (FolderProcess process : processes) {
            assertThat(process.line()).isEqualTo("ready");
            said.add(process.line());
        }
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "read " + SIZE + " for " + given.file.sha256(),
                        "read 0 for " + given.file.sha256(),
                        "read 0 for " + given.file.sha256(),
                        "read 0 for " + given.file.sha256());
    }

    @Test
    void whatAKilledProcessFetchedIsNotFetchedAgain() throws Exception {
        Given given = given(1);
        Path content = Files.write(temporary.resolve("content"), given.bytes);
        long most = SIZE / 2;
        FolderProcess process = keep(FolderProcess.start(copies(), given.id, given.file, content, most));
        assertThat(process.line()).isEqualTo("ready");
        assertThat(process.line()).isEqualTo("stopped");
        Path part = copies().resolve(name(given) + ".part");
        while (Files.size(part) < most) {
            Thread.sleep(5);
        }
        process.kill();
        long have = Files.size(part);
        assertThat(have).isBetween(most, SIZE - 1L);
        assertCopied(folder(SIZE), given);
        assertThat(store.bytesRead()).isEqualTo(SIZE - have);
        assertThat(names()).containsExactly(name(given) + ".model");
    }

    @Test
    void aWrongBeginningIsFetchedAgain() throws IOException {
        Given given = given(1);
        LocalModels folder = folder(10 * SIZE);
        for (byte[] wrong : List.of(new byte[0], new byte[1_000], new byte[SIZE], new byte[2 * SIZE])) {
            Files.write(copies().resolve(name(given) + ".part"), wrong);
            Files.deleteIfExists(copies().resolve(name(given) + ".model"));
            assertCopied(folder, given);
            assertThat(names()).containsExactly(name(given) + ".model");
        }
    }

    @Test
    void whatTheStoreHoldsInsteadIsRefusedAndNotKept() throws IOException {
        LocalModels folder = folder(10 * SIZE);
        for (int kind = 0; kind < 5; kind++) {
            Given given = given(10 + kind);
            byte[] wrong = given.bytes.clone();
            wrong[kind * 1_000] ^= 1;
            switch (kind) {
                case 0 -> store.delete(given.file.key());
                case 1 -> store.put(given.file.key(), BlobContent.of(Arrays.copyOf(wrong, SIZE - 1)));
                case 2 -> store.put(given.file.key(), BlobContent.of(Arrays.copyOf(wrong, 50 * SIZE)));
                case 3 -> store.put(given.file.key(), BlobContent.of(new byte[0]));
                default -> store.put(given.file.key(), BlobContent.of(wrong));
            }
            store.reset();
            assertThatThrownBy(() -> folder.copy(given.id, given.file))
                    .isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining(given.id.toString());
            assertThat(store.bytesRead()).isLessThanOrEqualTo(SIZE);
            assertThat(names()).isEmpty();
        }
        Given given = given(20);
        ModelId other = new ModelId(UUID.randomUUID());
        assertThatThrownBy(() -> folder.copy(other, given.file))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("not the model's own");
    }

    @Test
    void readsThatEndTooEarlyAreGoneOnWith() throws IOException {
        LocalModels folder = folder(100 * SIZE);
        faulty.rates(new Rates(0, 0, 0.5, 0, 0));
        int failed = 0;
        for (int seed = 0; seed < 20; seed++) {
            Given given = given(seed);
            try {
                assertCopied(folder, given);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("ended after");
                failed++;
                faulty.rates(Rates.NEVER);
                store.reset();
                assertCopied(folder, given);
                assertThat(store.bytesRead()).isLessThan(SIZE);
                faulty.rates(new Rates(0, 0, 0.5, 0, 0));
            }
        }
        assertThat(failed).isLessThan(10);
    }

    @Test
    void theCopiesNotOpenedForLongestMakeRoom() throws Exception {
        LocalModels folder = folder(3 * SIZE + 1_000);
        List<Given> given = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            given.add(given(seed));
        }
        for (int at = 0; at < 3; at++) {
            assertCopied(folder, given.get(at));
            age(given.get(at), Duration.ofHours(3 - at));
        }
        assertCopied(folder, given.get(0));
        assertCopied(folder, given.get(3));
        assertThat(names()).containsExactlyInAnyOrder(names(given.get(0), given.get(2), given.get(3)));
        LocalModels.Copy used = folder.copy(given.get(2).id, given.get(2).file);
        age(given.get(2), Duration.ofHours(9));
        assertCopied(folder, given.get(4));
        assertThat(names()).hasSize(3).contains(names(given.get(2), given.get(4)));
        LocalModels.Copy again = folder.copy(given.get(2).id, given.get(2).file);
        used.close();
        age(given.get(2), Duration.ofHours(9));
        assertCopied(folder, given.get(1));
        assertThat(names()).contains(names(given.get(2)));
        again.close();
        age(given.get(2), Duration.ofHours(9));
        assertCopied(folder, given.get(3));
        assertThat(names()).doesNotContain(names(given.get(2)));
    }

    @Test
    void copiesInUseExceedTheLimitUntilTheyAreGivenBack() throws IOException {
        LocalModels folder = folder(2 * SIZE);
        List<LocalModels.Copy> used = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Given given = given(seed);
            used.add(folder.copy(given.id, given.file));
        }
        assertThat(names()).hasSize(4);
        used.forEach(LocalModels.Copy::close);
        assertThat(names()).hasSize(2);
        Given large = given(9);
        assertThatThrownBy(() -> folder(SIZE - 1).copy(large.id, large.file))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("raise the limit");
    }

    /** Only the name of a copy goes that another process has open; this one still reads all of it. */
    @Test
    void whatAnotherProcessUsesStaysWholeForItWhenItsNameMakesRoom() throws Exception {
        Given given = given(1);
        Path content = Files.write(temporary.resolve("content"), given.bytes);
        FolderProcess process = keep(FolderProcess.start(copies(), given.id, given.file, content, Long.MAX_VALUE));
        assertThat(process.line()).isEqualTo("ready");
        assertThat(process.line()).startsWith("read " + SIZE);
        age(given, Duration.ofHours(9));
        LocalModels folder = folder(SIZE);
        assertCopied(folder, given(2));
        assertThat(names()).containsExactly(names(given(2)));
        process.next();
        assertThat(process.line()).isEqualTo("still " + given.file.sha256());
        store.reset();
        assertCopied(folder, given);
        assertThat(store.bytesRead()).as("fetched when it is opened next").isEqualTo(SIZE);
    }

    @Test
    void aDeletedModelsCopiesAndOldBeginningsGo() throws Exception {
        LocalModels folder = folder(100 * SIZE);
        Given given = given(1);
        Given other = given(2);
        assertCopied(folder, given);
        assertCopied(folder, other);
        folder.delete(given.id);
        assertThat(names()).containsExactly(names(other));
        Path old = Files.write(copies().resolve(name(given) + ".part"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        assertCopied(folder, given(3));
        assertThat(names()).containsExactlyInAnyOrder(names(other, given(3)));
    }

    @Test
    void copiesThatNobodyUsesMakeRoomOnAFullDisk() throws IOException {
        LocalModels folder = keep(new LocalModels(copies(), 100L * SIZE, new ModelFiles(store), disk(2 * SIZE)));
        Path left = Files.write(copies().resolve(name(given(9)) + ".part"), new byte[SIZE]);
        Given used = given(1);
        LocalModels.Copy copy = keep(folder.copy(used.id, used.file));
        assertThat(copy.file()).exists();
        assertThat(left).as("there was room for both").exists();
        assertCopied(folder, given(2));
        assertThat(names()).containsExactlyInAnyOrder(names(used, given(2)));
        assertCopied(folder, given(3));
        assertThat(names()).containsExactlyInAnyOrder(names(used, given(3)));
    }

    @Test
    void aModelForWhichADiskHasNoRoomIsRefusedWithFolderAndSpace() throws IOException {
        LocalModels folder = keep(new LocalModels(copies(), 100L * SIZE, new ModelFiles(store), disk(SIZE - 1)));
        Given given = given(1);
        store.reset();
        assertThatThrownBy(() -> folder.copy(given.id, given.file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the disk of the folder " + copies())
                .hasMessageContaining("needs " + SIZE + " bytes")
                .hasMessageContaining((SIZE - 1) + " are free");
        assertThat(store.bytesRead()).isZero();
        assertThat(names()).isEmpty();
    }

    /** To delete the others would not help, so they are kept. */
    @Test
    void noCopyIsDeletedForAModelThatDoesNotFitWithoutThem() throws IOException {
        AtomicLong size = new AtomicLong(SIZE * 9 / 5);
        LocalModels folder = keep(new LocalModels(
                copies(),
                100L * SIZE,
                new ModelFiles(store),
                any -> disk(size.get()).apply(any)));
        Given used = given(1);
        Given wanted = given(3);
        LocalModels.Copy copy = keep(folder.copy(used.id, used.file));
        Path other = Files.write(copies().resolve(name(given(2)) + ".part"), new byte[SIZE / 2]);
        Path begun = Files.write(copies().resolve(name(wanted) + ".part"), Arrays.copyOf(wanted.bytes, 10));
        store.reset();
        assertThatThrownBy(() -> folder.copy(wanted.id, wanted.file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model " + wanted.id + " needs " + (SIZE - 10) + " bytes more")
                .hasMessageContaining("to delete the copies of other models would free " + SIZE / 2 + " bytes, and "
                        + SIZE + " are of models in use or being fetched");
        assertThat(other).exists();
        assertThat(begun).exists();
        assertThat(copy.file()).hasBinaryContent(used.bytes);
        assertThat(store.bytesRead()).isZero();
        size.addAndGet(SIZE / 4);
        assertCopied(folder, wanted);
        assertThat(other).as("was in the way, and is worth it now").doesNotExist();
    }

    /** It cannot be deleted, so the others are not deleted for what would need its room, too. */
    @Test
    void whatSomebodyFetchesIsNoRoom() throws Exception {
        LocalModels folder = keep(new LocalModels(copies(), 100L * SIZE, new ModelFiles(store), disk(SIZE * 3 / 2)));
        Given wanted = given(3);
        Path other = Files.write(copies().resolve(name(given(1)) + ".part"), new byte[SIZE / 2]);
        Path fetched = Files.write(copies().resolve(name(given(2)) + ".part"), new byte[SIZE * 3 / 4]);
        FolderLocks process = keep(new FolderLocks(copies().resolve(".locks")));
        try (FileLock lock = process.tryLock(name(given(2))).orElseThrow()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> folder.copy(wanted.id, wanted.file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("would free " + SIZE / 2 + " bytes, and " + SIZE * 3 / 4
                            + " are of models in use or being fetched");
        }
        assertThat(other).exists();
        assertThat(fetched).exists();
        assertCopied(folder, wanted);
    }

    /** Somebody else fills the disk meanwhile: what is left cannot be continued, whatever of it was there before. */
    @ParameterizedTest
    @ValueSource(ints = {0, SIZE / 3})
    void whatCouldNotBeFetchedToItsEndDoesNotBlockTheDisk(int had) throws IOException {
        Given given = given(1);
        LocalModels folder = keep(new LocalModels(
                copies(), 100L * SIZE, new ModelFiles(store), any -> store.bytesRead() > 0 ? 100L : SIZE));
        if (had > 0) {
            Files.write(copies().resolve(name(given) + ".part"), Arrays.copyOf(given.bytes, had));
        }
        faulty.rates(new Rates(0, 0, 1, 0, 0));
        store.reset();
        assertThatThrownBy(() -> folder.copy(given.id, given.file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("100 are free")
                .cause()
                .hasMessageContaining("ended after");
        assertThat(names()).isEmpty();
        faulty.rates(Rates.NEVER);
        store.reset();
        assertCopied(folder, given);
    }

    /** A disk of so many bytes, with nothing on it but the copies. */
    private IOFunction<Path, Long> disk(long bytes) {
        return folder -> {
            long used = 0;
            for (String name : names()) {
                used += Files.size(folder.resolve(name));
            }
            return bytes - used;
        };
    }

    private void assertCopied(LocalModels folder, Given given) throws IOException {
        try (LocalModels.Copy copy = folder.copy(given.id, given.file)) {
            assertThat(copy.file()).hasBinaryContent(given.bytes);
        }
    }

    private Given given(int seed) throws IOException {
        byte[] bytes = new byte[SIZE];
        Random random = new Random(seed);
        random.nextBytes(bytes);
        ModelId id = new ModelId(new UUID(seed, seed));
        String key = "models/" + id + "/x.model";
        Path file = Files.write(temporary.resolve("given"), bytes);
        if (store.info(key).isEmpty()) {
            store.put(key, BlobContent.of(bytes));
        }
        return new Given(id, new ModelFile(key, SIZE, Sha256.of(file)), bytes);
    }

    private LocalModels folder(long limit) throws IOException {
        return keep(new LocalModels(copies(), limit, new ModelFiles(store)));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private Path copies() throws IOException {
        return Files.createDirectories(temporary.resolve("copies"));
    }

    private static String name(Given given) {
        return given.id + "-" + given.file.sha256();
    }

    private static String[] names(Given... given) {
        return Stream.of(given).map(each -> name(each) + ".model").toArray(String[]::new);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(copies())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".locks"))
                    .toList();
        }
    }

    private void age(Given given, Duration age) throws IOException {
        Files.setLastModifiedTime(
                copies().resolve(name(given) + ".model"),
                FileTime.from(Instant.now().minus(age)));
    }
}
