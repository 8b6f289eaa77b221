package dev.recommender.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link VersionedRecords} promises. An adapter's test extends this and opens empty records. */
public abstract class VersionedRecordsContract {
    private VersionedRecords records;

    /** A store without records; each call's store is apart from the others'. */
    protected abstract VersionedRecords openEmptyRecords() throws IOException;

    /** The records that {@link #openEmptyRecords} gave last, opened once more as another process would. */
    protected abstract VersionedRecords openSameRecords() throws IOException;

    @BeforeEach
    void openRecords() throws IOException {
        records = openEmptyRecords();
    }

    @AfterEach
    void closeRecords() throws IOException {
        records.close();
    }

    @Test
    void aRecordThatIsNotThereIsEmpty() throws IOException {
        assertThat(records.get("no/such/record")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contents")
    void aRecordComesBackAsItWasWritten(String content) throws IOException {
        VersionedRecord written = records.create("models/a", content).orElseThrow();
        assertThat(written.key()).isEqualTo("models/a");
        assertThat(written.version()).isEqualTo(1);
        assertThat(written.content()).isEqualTo(content);
        VersionedRecord read = records.get("models/a").orElseThrow();
        isSame(read, written);
        assertThat(read.content()).isEqualTo(content);
        assertThat(Duration.between(read.written(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
    }

    static Stream<String> contents() {
        return Stream.of(
                "",
                "x",
                "\n",
                "{\"status\":\"InProgress\"}\r\n\ttext\n\n",
                "\u0000\u0007\uFFFF",
                "Gr\u00FC\u00DFe, \u4F60\u597D, \uD83D\uDE80",
                "x".repeat(VersionedRecords.MAX_CONTENT),
                "\u00E4".repeat(VersionedRecords.MAX_CONTENT / 2));
    }

    @Test
    void contentThatNotEveryStoreTakesIsRefused() throws IOException {
        VersionedRecord record = records.create("k", "x").orElseThrow();
        for (String content : List.of(
                "x".repeat(VersionedRecords.MAX_CONTENT + 1),
                "\u00E4".repeat(VersionedRecords.MAX_CONTENT / 2) + "x",
                "half \uD83D")) {
            assertThatIllegalArgumentException().isThrownBy(() -> records.create("new", content));
            assertThatIllegalArgumentException().isThrownBy(() -> records.update(record, content));
        }
        isSame(records.get("k").orElseThrow(), record);
        assertThat(records.get("new")).isEmpty();
    }

    @Test
    void aRecordIsCreatedOnce() throws IOException {
        assertThat(records.create("k", "first")).isPresent();
        assertThat(records.create("k", "second")).isEmpty();
        assertThat(records.get("k").orElseThrow().content()).isEqualTo("first");
    }

    @Test
    void eachUpdateAddsOneToTheVersion() throws IOException {
        VersionedRecord record = records.create("k", "1").orElseThrow();
        for (int version = 2; version <= 5; version++) {
            record = records.update(record, Integer.toString(version)).orElseThrow();
            assertThat(record.version()).isEqualTo(version);
            assertThat(record.content()).isEqualTo(Integer.toString(version));
            isSame(records.get("k").orElseThrow(), record);
        }
    }

    @Test
    void aRecordThatWasReadCanBeUpdated() throws IOException {
        records.create("k", "1");
        VersionedRecord read = records.get("k").orElseThrow();
        assertThat(records.update(read, "2")).isPresent();
        VersionedRecord listed = records.list("", "", 10).get(0);
        assertThat(records.update(listed, "3")).isPresent();
        assertThat(records.get("k").orElseThrow().content()).isEqualTo("3");
    }

    @Test
    void onlyTheExpectedVersionIsChanged() throws IOException {
        VersionedRecord first = records.create("k", "1").orElseThrow();
        VersionedRecord second = records.update(first, "2").orElseThrow();
        assertThat(records.update(first, "lost")).isEmpty();
        assertThat(records.delete(first)).isFalse();
        isSame(records.get("k").orElseThrow(), second);
        assertThat(records.update(second, "2")).isPresent();
        assertThat(records.update(second, "lost")).isEmpty();
    }

    @Test
    void aDeletedRecordIsGone() throws IOException {
        VersionedRecord record = records.create("k", "1").orElseThrow();
        assertThat(records.delete(record)).isTrue();
        assertThat(records.get("k")).isEmpty();
        assertThat(records.list("", "", 10)).isEmpty();
        assertThat(records.delete(record)).isFalse();
        assertThat(records.update(record, "lost")).isEmpty();
        assertThat(records.get("k")).isEmpty();
    }

    @Test
    void aRecordCreatedAnewGoesOnCounting() throws IOException {
        VersionedRecord first = records.create("k", "1").orElseThrow();
        records.delete(first);
        VersionedRecord third = records.create("k", "3").orElseThrow();
        assertThat(third.version()).isEqualTo(3);
        assertThat(records.update(first, "lost")).isEmpty();
        assertThat(records.delete(first)).isFalse();
        isSame(records.get("k").orElseThrow(), third);
        assertThat(records.delete(third)).isTrue();
        assertThat(records.create("k", "5").orElseThrow().version()).isEqualTo(5);
    }

    /** However many changes have gone by since, and whether or not the store keeps old versions. */
    @Test
    void aWriterThatIsFarBehindDoesNotWin() throws IOException {
        List<VersionedRecord> versions = new ArrayList<>();
        versions.add(records.create("k", "1").orElseThrow());
        while (versions.size() < 120) {
            VersionedRecord last = versions.get(versions.size() - 1);
            versions.add(records.update(last, "v" + last.version()).orElseThrow());
        }
        VersionedRecord head = versions.get(119);
        for (int late : new int[] {0, 1, 7, 50, 99, 118}) {
            assertThat(records.update(versions.get(late), "late")).isEmpty();
            assertThat(records.delete(versions.get(late))).isFalse();
        }
        assertThat(records.create("k", "late")).isEmpty();
        isSame(records.get("k").orElseThrow(), head);
        assertThat(records.list("", "", 10)).hasSize(1).allSatisfy(listed -> isSame(listed, head));
        assertThat(records.update(head, "next").orElseThrow().version()).isEqualTo(121);
    }

    /** All of them in one store, since opening one for each would take most of the time of a suite. */
    @Test
    void keysThatCouldLeadElsewhereAreRefused() {
        for (String key : HostileKeys.all()) {
            VersionedRecord forged = new VersionedRecord(key, 1, "x", Instant.EPOCH, "");
            isRefused(key, () -> records.get(key));
            isRefused(key, () -> records.create(key, "x"));
            isRefused(key, () -> records.update(forged, "x"));
            isRefused(key, () -> records.delete(forged));
        }
    }

    private static void isRefused(String key, ThrowingCallable call) {
        assertThatIllegalArgumentException().as("key %s", key).isThrownBy(call);
    }

    @Test
    void keysMayBeLongButNotTooLong() throws IOException {
        String segment = "s".repeat(80);
        String longest = segment + "/" + segment + "/" + "t".repeat(38);
        assertThat(records.create(longest, "x")).isPresent();
        assertThat(records.get(longest)).isPresent();
        for (String key : List.of(longest + "t", segment + "s", "a+b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> records.create(key, "x"));
        }
    }

    @Test
    void keysThatExtendOneAnotherAreApart() throws IOException {
        List<String> keys =
                List.of("a", "a-", "a-b", "a.b", "a/1", "a/b", "a/b/c", "a0", "a=", "aA", "a_", "aa", "A", "1");
        for (String key : keys) {
            VersionedRecord record = records.create(key, key).orElseThrow();
            records.update(record, key + " again");
        }
        assertThat(keys(records.list("", "", 100)))
                .containsExactlyElementsOf(keys.stream().sorted().toList());
        for (String key : keys) {
            assertThat(records.get(key).orElseThrow().content()).isEqualTo(key + " again");
        }
        assertThat(keys(records.list("a/", "a/1", 100))).containsExactly("a/b", "a/b/c");
        assertThat(records.delete(records.get("a").orElseThrow())).isTrue();
        assertThat(records.get("a/1")).isPresent();
    }

    @Test
    void listingsAreOrderedPagedAndInTheirNewestVersions() throws IOException {
        TreeMap<String, VersionedRecord> expected = new TreeMap<>();
        Random random = new Random(3);
        for (int change = 0; change < 150; change++) {
            String key = List.of("a", "ab", "a-b", "b/c", "b", "B").get(random.nextInt(6)) + "/" + random.nextInt(8);
            VersionedRecord there = expected.get(key);
            if (there == null) {
                expected.put(key, records.create(key, "change " + change).orElseThrow());
            } else if (random.nextInt(4) == 0) {
                assertThat(records.delete(there)).isTrue();
                expected.remove(key);
            } else {
                expected.put(key, records.update(there, "change " + change).orElseThrow());
            }
        }
        for (String prefix : List.of("", "a", "a/", "a/1", "b/c/", "a+", "none", "..", "*")) {
            List<VersionedRecord> found = new ArrayList<>();
            for (String after = ""; ; ) {
                List<VersionedRecord> page = records.list(prefix, after, 7);
                found.addAll(page);
                if (page.size() < 7) {
                    break;
                }
                after = page.get(6).key();
            }
            List<String> keys = expected.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .toList();
            assertThat(keys(found)).containsExactlyElementsOf(keys);
            found.forEach(record -> isSame(record, Objects.requireNonNull(expected.get(record.key()))));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> records.list("", "", 0));
    }

    @Test
    void pagesStartAfterAnyText() throws IOException {
        for (String key : List.of("a/1", "a/2", "b/1")) {
            records.create(key, "x");
        }
        assertThat(keys(records.list("", "a", 10))).containsExactly("a/1", "a/2", "b/1");
        assertThat(keys(records.list("", "a/1", 1))).containsExactly("a/2");
        assertThat(keys(records.list("b", "a/1", 10))).containsExactly("b/1");
        assertThat(keys(records.list("a", "a/10", 10))).containsExactly("a/2");
        assertThat(keys(records.list("a", "b", 10))).isEmpty();
    }

    @Test
    void recordsOutliveTheirWriter() throws IOException {
        VersionedRecord written = records.create("k", "1").orElseThrow();
        records.close();
        records = openSameRecords();
        isSame(records.get("k").orElseThrow(), written);
        assertThat(records.update(written, "2")).isPresent();
    }

    @Test
    void ofConcurrentChangesOfOneVersionExactlyOneHappens() throws Exception {
        int threads = 8;
        for (int round = 0; round < 8; round++) {
            String key = "race/" + round;
            Optional<VersionedRecord> before = round % 2 == 0 ? Optional.empty() : records.create(key, "1");
            boolean deleting = round % 4 == 3;
            List<Optional<String>> results = together(threads, thread -> {
                VersionedRecords mine = openSameRecords();
                String content = "content of " + thread;
                if (before.isEmpty()) {
                    return mine.create(key, content).map(VersionedRecord::content);
                }
                if (deleting && thread % 2 == 0) {
                    return mine.delete(before.get()) ? Optional.of("deleted") : Optional.empty();
                }
                return mine.update(before.get(), content).map(VersionedRecord::content);
            });
            List<String> winners = results.stream().flatMap(Optional::stream).toList();
            assertThat(winners)
                    .containsExactly(
                            records.get(key).map(VersionedRecord::content).orElse("deleted"));
        }
    }

    @Test
    void noIncrementIsLost() throws Exception {
        int threads = 4;
        int each = 25;
        records.create("counter", "0");
        together(threads, thread -> {
            VersionedRecords mine = openSameRecords();
            for (int done = 0; done < each; ) {
                VersionedRecord seen = mine.get("counter").orElseThrow();
                int next = Integer.parseInt(seen.content()) + 1;
                done += mine.update(seen, Integer.toString(next)).isPresent() ? 1 : 0;
            }
            return Optional.empty();
        });
        VersionedRecord counter = records.get("counter").orElseThrow();
        assertThat(counter.content()).isEqualTo(Integer.toString(threads * each));
        assertThat(counter.version()).isEqualTo(1 + threads * each);
    }

    @Test
    void readersSeeVersionsInOrderWhileTheyChange() throws Exception {
        records.create("k", "1");
        together(2, thread -> {
            VersionedRecords mine = openSameRecords();
            long last = 0;
            while (last < 60) {
                VersionedRecord seen = mine.get("k").orElseThrow();
                assertThat(seen.version()).isGreaterThanOrEqualTo(last);
                assertThat(seen.content()).isEqualTo(Long.toString(seen.version()));
                last = seen.version();
                if (thread == 0) {
                    mine.update(seen, Long.toString(last + 1));
                }
            }
            return Optional.empty();
        });
    }

    private static void isSame(VersionedRecord record, VersionedRecord expected) {
        assertThat(Map.entry(record.key(), record.version())).isEqualTo(Map.entry(expected.key(), expected.version()));
        assertThat(record.content()).isEqualTo(expected.content());
    }

    private static List<String> keys(List<VersionedRecord> records) {
        return records.stream().map(VersionedRecord::key).toList();
    }

    private interface Part {
        Optional<String> run(int thread) throws Exception;
    }

    private static List<Optional<String>> together(int threads, Part part) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Optional<String>>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(executor.submit(() -> {
                    start.await();
                    return part.run(number);
                }));
            }
            List<Optional<String>> results = new ArrayList<>();
            for (Future<Optional<String>> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
