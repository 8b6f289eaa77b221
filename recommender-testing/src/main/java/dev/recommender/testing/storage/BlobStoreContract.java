package dev.recommender.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BlobStore} promises. An adapter's test extends this and opens an empty store. */
public abstract class BlobStoreContract {
    private BlobStore store;

    /** A store without blobs; each call's store is apart from the others'. */
    protected abstract BlobStore openEmptyStore() throws IOException;

    /**
     * Puts something among the blobs of the store that was opened last, as another program does: under a name that is no key.
     *
     * @param name segments separated by slashes, which the store's place can hold
     * @return false if nothing but the store can write to its place, as by default
     */
    protected boolean putForeign(String name) throws IOException {
        return false;
    }

    @BeforeEach
    void openStore() throws IOException {
        store = openEmptyStore();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @Test
    void aBlobComesBackAsItWasWritten() throws IOException {
        byte[] bytes = new byte[3 << 20];
        new Random(1).nextBytes(bytes);
        store.put("models/a/model.sar", BlobContent.of(bytes));
        assertThat(read("models/a/model.sar")).isEqualTo(bytes);
        store.put("empty", BlobContent.of(""));
        assertThat(read("empty")).isEmpty();
    }

    @Test
    void puttingReplacesTheWholeBlob() throws IOException {
        store.put("k", BlobContent.of("a long first content"));
        store.put("k", BlobContent.of("short"));
        assertThat(text("k")).isEqualTo("short");
    }

    @Test
    void onlyTheFirstCreateWins() throws IOException {
        assertThat(store.create("k", BlobContent.of("first"))).isTrue();
        assertThat(store.create("k", BlobContent.of("second"))).isFalse();
        assertThat(text("k")).isEqualTo("first");
        store.delete("k");
        assertThat(store.create("k", BlobContent.of("third"))).isTrue();
        assertThat(text("k")).isEqualTo("third");
    }

    @Test
    void ofConcurrentCreatesExactlyOneWinsAndItsContentIsSeen() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "race/" + round + "/blob";
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Future<Boolean>> results = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    String content = "content of " + thread;
                    Callable<Boolean> creation = () -> {
                        start.await();
                        return store.create(key, BlobContent.of(content));
                    };
                    results.add(executor.submit(creation));
                }
                List<String> winners = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    if (results.get(thread).get()) {
                        winners.add("content of " + thread);
                    }
                }
                assertThat(winners).containsExactly(text(key));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** The progress of the put does not matter: the create found that there was no blob, so the put comes after it. */
    @ParameterizedTest
    @ValueSource(ints = {100, 9 << 20})
    void aPutThatACreateGetsAheadOfReplacesWhatWasCreated(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(4).nextBytes(bytes);
        AtomicBoolean created = new AtomicBoolean();
        store.put("k", new BlobContent() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                if (!created.get()) {
                    created.set(store.create("k", BlobContent.of("created")));
                }
                return new ByteArrayInputStream(bytes);
            }
        });
        assertThat(created).isTrue();
        assertThat(read("k")).isEqualTo(bytes);
    }

    @Test
    void readersSeeOneContentOrAnotherWhileItIsReplaced() throws Exception {
        byte[] zeros = new byte[200_000];
        byte[] ones = new byte[300_000];
        Arrays.fill(ones, (byte) 1);
        store.put("k", BlobContent.of(zeros));
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = executor.submit(() -> {
                for (int round = 0; round < 30; round++) {
                    store.put("k", BlobContent.of(round % 2 == 0 ? ones : zeros));
                }
                return null;
            });
            while (!writer.isDone()) {
                byte[] seen = read("k");
                assertThat(seen.length == zeros.length ? seen : new byte[0])
                        .satisfiesAnyOf(
                                bytes -> assertThat(bytes).isEqualTo(zeros),
                                bytes -> assertThat(seen).isEqualTo(ones));
            }
            writer.get();
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 20 << 20})
    void aReaderThatHasBegunGetsTheRestOfItOrAConflict(int size) throws IOException {
        byte[] bytes = new byte[size];
        byte[] others = new byte[size];
        Random random = new Random(5);
        random.nextBytes(bytes);
        random.nextBytes(others);
        store.put("k", BlobContent.of(bytes));
        try (InputStream stream = store.get("k")) {
            assertThat(stream.read()).isEqualTo(bytes[0] & 0xff);
            store.put("k", BlobContent.of(others));
            try {
                byte[] rest = stream.readAllBytes();
                assertThat(Arrays.mismatch(rest, 0, rest.length, bytes, 1, size))
                        .as("where another content begins")
                        .isEqualTo(-1);
            } catch (StorageException e) {
                assertThat(e.kind()).isEqualTo(StorageException.Kind.CONFLICT);
            }
        }
        assertThat(Arrays.equals(read("k"), others)).as("the content put last").isTrue();
    }

    @Test
    void rangesStartAtAnOffset() throws IOException {
        store.put("k", BlobContent.of("0123456789"));
        assertThat(store.get("k", 7).readAllBytes()).isEqualTo("789".getBytes(StandardCharsets.UTF_8));
        assertThat(store.get("k", 10).readAllBytes()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store.get("k", 11));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get("k", -1));
    }

    @Test
    void downloadsReplaceAFile(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[3 << 20];
        new Random(2).nextBytes(bytes);
        store.put("k", BlobContent.of(bytes));
        store.put("empty", BlobContent.of(""));
        Path file = folder.resolve("file");
        store.download("k", file);
        assertThat(file).hasBinaryContent(bytes);
        store.download("empty", file);
        assertThat(file).isEmptyFile();
        Files.writeString(file, "kept");
        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> store.download("no/such/blob", file));
        assertThat(file).hasContent("kept");
    }

    @Test
    void anInterruptedThreadLeavesADownload(@TempDir Path folder) throws IOException {
        store.put("k", BlobContent.of(new byte[9 << 20]));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.download("k", folder.resolve("file")));
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
    }

    @Test
    void whatIsMissingIsToldByName() throws IOException {
        assertThatExceptionOfType(BlobNotFoundException.class)
                .isThrownBy(() -> store.get("no/such/blob"))
                .satisfies(e -> assertThat(e.key()).isEqualTo("no/such/blob"));
        assertThat(store.info("no/such/blob")).isEmpty();
        assertThat(store.delete("no/such/blob")).isFalse();
        store.put("a/b", BlobContent.of("x"));
        assertThat(store.info("a")).isEmpty();
    }

    @Test
    void infoTellsSizeAndTime() throws IOException {
        store.put("k", BlobContent.of("12345"));
        BlobInfo info = store.info("k").orElseThrow();
        assertThat(info.key()).isEqualTo("k");
        assertThat(info.size()).isEqualTo(5);
        assertThat(Duration.between(info.modified(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void deletedBlobsAreGoneFromReadsAndListings() throws IOException {
        store.put("a/b/c", BlobContent.of("x"));
        store.put("a/d", BlobContent.of("y"));
        assertThat(store.delete("a/b/c")).isTrue();
        assertThat(store.delete("a/b/c")).isFalse();
        assertThat(keys("")).containsExactly("a/d");
        store.put("a/b/c", BlobContent.of("again"));
        assertThat(text("a/b/c")).isEqualTo("again");
    }

    @Test
    void listingsAreOrderedPagedAndLimitedToAPrefix() throws IOException {
        TreeMap<String, Long> expected = new TreeMap<>();
        Random random = new Random(3);
        for (int blob = 0; blob < 120; blob++) {
            String key = List.of("a", "ab", "a-b", "b/c", "b", "B").get(random.nextInt(6)) + "/" + random.nextInt(40)
                    + (random.nextBoolean() ? ".json" : "");
            int size = random.nextInt(30);
            store.put(key, BlobContent.of("x".repeat(size)));
            expected.put(key, (long) size);
        }
        for (String prefix : List.of("", "a", "a/", "a/1", "b/c/", "none")) {
            List<String> found = new ArrayList<>();
            String after = "";
            while (true) {
                List<BlobInfo> page = store.list(prefix, after, 7);
                page.forEach(info -> {
                    found.add(info.key());
                    assertThat(expected).containsEntry(info.key(), info.size());
                });
                if (page.size() < 7) {
                    break;
                }
                after = page.get(page.size() - 1).key();
            }
            assertThat(found)
                    .containsExactlyElementsOf(expected.keySet().stream()
                            .filter(key -> key.startsWith(prefix))
                            .toList());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", 0));
    }

    @Test
    void whatOthersPutUnderNamesThatAreNoKeysIsNotListed() throws IOException {
        List<String> names =
                List.of(".hidden", "a/my file.csv", "a/.DS_Store", "a/c;d", "my folder/plain.csv", "a/.b/plain.csv");
        for (String name : names) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.put(name, BlobContent.of("x")));
            assumeTrue(putForeign(name), "nothing else writes to the place of this store");
        }
        for (String key : List.of("a/b", "a/z", "b")) {
            store.put(key, BlobContent.of("x"));
        }
        assertThat(keys("")).containsExactly("a/b", "a/z", "b");
        assertThat(keys("a/")).containsExactly("a/b", "a/z");
        assertThat(keys("a/my")).isEmpty();
        assertThat(store.list("", "", 1)).extracting(BlobInfo::key).containsExactly("a/b");
        assertThat(store.list("", "a/b", 1)).extracting(BlobInfo::key).containsExactly("a/z");
    }

    /** All of them in one store, since opening one for each would take most of the time of a suite. */
    @Test
    void keysThatCouldLeadElsewhereAreRefused() throws IOException {
        for (String key : HostileKeys.all()) {
            isRefused(key, () -> store.put(key, BlobContent.of("x")));
            isRefused(key, () -> store.create(key, BlobContent.of("x")));
            isRefused(key, () -> store.delete(key));
            if (!HostileKeys.isReadable(key)) {
                isRefused(key, () -> store.get(key));
                isRefused(key, () -> store.info(key));
                isRefused(key, () -> store.files(key));
            } else {
                assertThat(store.info(key)).as("key %s", key).isEmpty();
                assertThatExceptionOfType(BlobNotFoundException.class)
                        .as("key %s", key)
                        .isThrownBy(() -> store.get(key));
                assertThat(store.files(key)).as("key %s", key).isEmpty();
            }
            assertThat(keys("")).as("key %s", key).isEmpty();
        }
    }

    private static void isRefused(String key, ThrowingCallable call) {
        assertThatIllegalArgumentException().as("key %s", key).isThrownBy(call);
    }

    @Test
    void theFilesOfAFolderAreTheVisibleOnesDirectlyInIt() throws IOException {
        for (String key : List.of(
                "a/part-0.csv",
                "a/part-1.csv",
                "a/_SUCCESS",
                "a/_committed_17",
                "a/b/deep.csv",
                "a/_temporary/0/part-0.csv",
                "ab/other.csv",
                "a-b")) {
            store.put(key, BlobContent.of(key));
        }
        assertThat(files("a")).containsExactlyInAnyOrder("a/part-0.csv", "a/part-1.csv");
        assertThat(store.files("a")).extracting(BlobInfo::size).containsOnly((long) "a/part-0.csv".length());
        assertThat(files("a/_temporary/0")).containsExactly("a/_temporary/0/part-0.csv");
        assertThat(files("none")).isEmpty();
        assertThat(files("a/part-0.csv")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store.files("a/"));
    }

    @Test
    void filesOfOthersAreReadWhateverTheirNames(@TempDir Path folder) throws IOException {
        List<String> read = List.of(
                "a/usage 2024.csv",
                "a/K\u00E4ufe.csv",
                "a/Ka\u0308ufe.csv",
                "a/100%.csv",
                "a/%41.csv",
                "a/b+c;d&e=f#g.csv",
                "a/\u8CFC\u5165.csv",
                "a/\uD83D\uDED2.csv",
                "a/plain.csv");
        List<String> others = List.of("a/.part-0.csv.crc", "a/.DS_Store", "a/_SUCCESS", "a/.x/y.csv", "a b/c d.csv");
        for (String name : read) {
            assumeTrue(putForeign(name), "nothing else writes to the place of this store");
        }
        for (String name : others) {
            putForeign(name);
        }
        assertThat(files("a")).containsExactlyInAnyOrderElementsOf(read);
        assertThat(files("a b")).containsExactly("a b/c d.csv");
        for (String name : read) {
            assertThat(store.info(name).orElseThrow().key()).isEqualTo(name);
            assertThat(text(name)).as(name).isEqualTo("x");
            Path file = folder.resolve("copy");
            store.download(name, file);
            assertThat(file).hasContent("x");
            assertThat(Files.deleteIfExists(file)).isTrue();
        }
        assertThat(keys("")).as("the keys among them").containsExactly("a/_SUCCESS", "a/plain.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/line\nbreak.csv", "a/delete\u007F.csv"})
    void whatIsInAFolderAndCannotBeReadIsNamed(String name) throws IOException {
        try {
            assumeTrue(putForeign(name), "nothing else writes to the place of this store");
        } catch (IOException | RuntimeException e) {
            assumeTrue(false, "the place cannot hold it: " + e);
        }
        store.put("a/plain.csv", BlobContent.of("x"));
        assumeTrue(putForeign("a/.line\nbreak"), "nothing else writes to the place of this store");
        assertThatExceptionOfType(UnreadableFileException.class)
                .isThrownBy(() -> store.files("a"))
                .withMessageContaining(name.substring(0, 5))
                .withMessageContaining("rename");
    }

    @Test
    void everyCharacterOfTheRuleServes() throws IOException {
        List<String> all = List.of("09/AZ/az", "_a/b-c.d=e+f", "a+1", "a=1", "a-1.2_3");
        for (String key : all) {
            store.put(key, BlobContent.of(key));
        }
        assertThat(keys("")).containsExactlyElementsOf(all.stream().sorted().toList());
        assertThat(keys("a+")).containsExactly("a+1");
        for (String key : all) {
            assertThat(text(key)).isEqualTo(key);
            assertThat(store.delete(key)).isTrue();
        }
    }

    @Test
    void keysMayBeLongButNotTooLong() throws IOException {
        String longest = "s".repeat(100) + "/" + "t".repeat(100) + "/" + "u".repeat(100) + "/" + "v".repeat(97);
        store.put(longest, BlobContent.of("x"));
        assertThat(text(longest)).isEqualTo("x");
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(longest + "v", BlobContent.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.put("s".repeat(101), BlobContent.of("x")));
    }

    /** Sizes around those that stores write at once and in parts. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 9 << 20})
    void aContentOfAnotherSizeThanItGivesIsRefusedAndLeavesNothing(int size) throws IOException {
        store.put("k", BlobContent.of("old"));
        for (int bytes : new int[] {size - 1, size + 1}) {
            if (bytes < 0) {
                continue;
            }
            BlobContent wrong = new BlobContent() {
                @Override
                public long size() {
                    return size;
                }

                @Override
                public InputStream open() {
                    return new ByteArrayInputStream(new byte[bytes]);
                }
            };
            String problem =
                    (bytes < size ? "only " + bytes : "more than " + size) + " bytes, but its size is given as " + size;
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.put("k", wrong))
                    .withStackTraceContaining(problem);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.create("new", wrong))
                    .withStackTraceContaining(problem);
        }
        assertThat(text("k")).isEqualTo("old");
        assertThat(keys("")).containsExactly("k");
    }

    @Test
    void aFailingContentLeavesNothing() throws IOException {
        BlobContent failing = new BlobContent() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private int left = 5;

                    @Override
                    public int read() throws IOException {
                        if (left == 0) {
                            throw new IOException("broken source");
                        }
                        left--;
                        return 'x';
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        bytes[from] = (byte) read();
                        return 1;
                    }
                };
            }
        };
        store.put("k", BlobContent.of("old"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.put("k", failing));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.create("new", failing));
        assertThat(text("k")).isEqualTo("old");
        assertThat(keys("")).containsExactly("k");
    }

    private List<String> files(String folder) throws IOException {
        return store.files(folder).stream().map(BlobInfo::key).toList();
    }

    private List<String> keys(String prefix) throws IOException {
        return store.list(prefix, "", 1000).stream().map(BlobInfo::key).toList();
    }

    private byte[] read(String key) throws IOException {
        try (InputStream stream = store.get(key)) {
            return stream.readAllBytes();
        }
    }

    private String text(String key) throws IOException {
        return new String(read(key), StandardCharsets.UTF_8);
    }
}
