package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.CountingBlobStore.Call;
import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import dev.recommender.testing.storage.Increments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobRecordsTest {
    private final ManualClock storeClock = new ManualClock();
    private final BlobStore store = new MemoryBlobStore(storeClock);

    @Test
    void aRecordIsAChainOfReadableBlobs() throws IOException {
        VersionedRecords records = BlobRecords.in(store, "records");
        VersionedRecord first =
                records.create("models/m1", "{\"status\":\"Created\"}").orElseThrow();
        records.update(first, "{}");
        List<BlobInfo> blobs = store.list("", "", 10);
        assertThat(blobs)
                .extracting(BlobInfo::key)
                .containsExactly("records/models/m1+0000000001", "records/models/m1+0000000002");
        assertThat(new String(store.get(blobs.get(0).key()).readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("\n{\"status\":\"Created\"}");
    }

    @Test
    void historyGoesBackThroughDeletions() throws IOException {
        BlobRecords records = BlobRecords.in(store, "records");
        assertThat(records.history("k")).isEmpty();
        VersionedRecord first = records.create("k", "one").orElseThrow();
        VersionedRecord second = records.update(first, "two").orElseThrow();
        records.delete(second);
        VersionedRecord fourth = records.create("k", "four").orElseThrow();
        assertThat(records.history("k")).containsExactly(fourth, second, first);
    }

    @Test
    void oldVersionsAreRemovedButNotTheLast() throws IOException {
        BlobRecords records = BlobRecords.in(store, "records");
        VersionedRecord record = records.create("k", "1").orElseThrow();
        for (int version = 2; version <= 500; version++) {
            storeClock.advance(Duration.ofSeconds(11));
            record = records.update(record, Integer.toString(version)).orElseThrow();
            assertThat(store.list("", "", 1000))
                    .hasSizeLessThanOrEqualTo(48)
                    .hasSizeGreaterThan(Math.min(version, 32) - 1);
        }
        List<VersionedRecord> history = records.history("k");
        assertThat(history).hasSizeGreaterThanOrEqualTo(32);
        assertThat(history)
                .extracting(VersionedRecord::version)
                .containsExactlyElementsOf(LongStream.range(0, history.size())
                        .mapToObj(back -> 500 - back)
                        .toList());
        assertThat(history)
                .allSatisfy(version -> assertThat(version.content()).isEqualTo(Long.toString(version.version())));
    }

    @Test
    void versionsOfTheLastSecondsAreKept() throws IOException {
        BlobRecords records = BlobRecords.in(store, "records");
        VersionedRecord record = records.create("k", "1").orElseThrow();
        for (int version = 2; version <= 200; version++) {
            record = records.update(record, Integer.toString(version)).orElseThrow();
        }
        assertThat(records.history("k")).hasSize(200);
    }

    /** Random calls with handles of any age give what a map of records would, however many versions have been removed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("slow")
    void callsWithHandlesOfAnyAgeAgreeWithAModel(long seed) throws IOException {
        Random random = new Random(seed);
        VersionedRecords records = BlobRecords.in(store, "records");
        List<String> keys = List.of("a", "a/b", "a-b");
        Map<String, Long> versions = new HashMap<>();
        Map<String, String> contents = new HashMap<>();
        Map<String, List<VersionedRecord>> handles = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            String key = keys.get(random.nextInt(keys.size()));
            String content = "step " + step;
            storeClock.advance(Duration.ofSeconds(random.nextInt(5)));
            List<VersionedRecord> known = handles.computeIfAbsent(key, k -> new ArrayList<>());
            int back = random.nextInt(3) == 0 ? random.nextInt(known.size() + 1) : 1;
            Optional<VersionedRecord> written = Optional.empty();
            if (back < 1 || back > known.size()) {
                written = records.create(key, content);
                assertThat(written.isPresent()).isEqualTo(!contents.containsKey(key));
            } else {
                VersionedRecord handle = known.get(known.size() - back);
                boolean current = contents.containsKey(key) && versions.get(key) == handle.version();
                if (random.nextInt(10) == 0) {
                    assertThat(records.delete(handle)).isEqualTo(current);
                    if (current) {
                        versions.merge(key, 1L, Long::sum);
                        contents.remove(key);
                    }
                } else {
                    written = records.update(handle, content);
                    assertThat(written.isPresent()).isEqualTo(current);
                }
            }
            written.ifPresent(record -> {
                assertThat(record.version()).isEqualTo(versions.merge(key, 1L, Long::sum));
                contents.put(key, content);
                known.add(record);
            });
            assertThat(records.get(key).map(VersionedRecord::content))
                    .isEqualTo(Optional.ofNullable(contents.get(key)));
        }
        assertThat(records.list("", "", 10))
                .extracting(VersionedRecord::key)
                .containsExactlyElementsOf(contents.keySet().stream().sorted().toList());
    }

    /** The writer stops before it creates version 2. Then version 2 comes, grows old, and is removed. */
    @Test
    void aWriterThatStoppedBeforeItsVersionWasRemovedDoesNotWin() throws IOException {
        BlobRecords others = BlobRecords.in(store, "records");
        VersionedRecord first = others.create("k", "1").orElseThrow();
        List<String> meanwhile = new ArrayList<>();
        BlobStore stopping = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                if (meanwhile.isEmpty()) {
                    meanwhile.add(key);
                    VersionedRecord at = first;
                    for (int version = 2; version <= 200; version++) {
                        storeClock.advance(Duration.ofSeconds(11));
                        at = others.update(at, "others' " + version).orElseThrow();
                    }
                    assertThat(store.info(key)).isEmpty();
                }
                return super.create(key, content);
            }
        };
        assertThat(BlobRecords.in(stopping, "records").update(first, "late")).isEmpty();
        assertThat(meanwhile).hasSize(1);
        assertThat(others.get("k").orElseThrow().content()).isEqualTo("others' 200");
        assertThat(store.info(meanwhile.get(0))).isEmpty();
    }

    /** The same, but slow enough that the version may have been written in time and removed since. */
    @Test
    void aWriterThatCannotTellSaysSo() throws IOException {
        Duration grace = Duration.ofMillis(40);
        BlobRecords others = new BlobRecords(store, "records", InstantSource.system(), grace);
        VersionedRecord first = others.create("k", "1").orElseThrow();
        BlobStore slow = new ForwardingBlobStore(store) {
            private boolean stopped;

            @Override
            public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
                if (!stopped) {
                    stopped = true;
                    VersionedRecord at = others.get("k").orElseThrow();
                    for (int version = 3; version <= 200; version++) {
                        storeClock.advance(grace);
                        at = others.update(at, "others'").orElseThrow();
                    }
                    try {
                        Thread.sleep(grace.toMillis());
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                return super.list(prefix, after, limit);
            }
        };
        BlobRecords writer = new BlobRecords(slow, "records", InstantSource.system(), grace);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> writer.update(first, "in time"))
                .withMessageContaining("unknown");
        assertThat(others.get("k").orElseThrow().version()).isEqualTo(200);
    }

    /** The next version was removed, but this one is older than what is left: it may have won. */
    @Test
    void aWriterWhoseVersionIsOlderThanItsSuccessorsDoesNotCountAsLate() throws IOException {
        BlobRecords others = BlobRecords.in(store, "records");
        VersionedRecord first = others.create("k", "1").orElseThrow();
        BlobStore overtaken = new ForwardingBlobStore(store) {
            @Override
            public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
                storeClock.advance(Duration.ofSeconds(11));
                VersionedRecord at = others.get("k").orElseThrow();
                others.update(others.update(at, "3").orElseThrow(), "4");
                store.delete("records/k+0000000003");
                return super.list(prefix, after, limit);
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> BlobRecords.in(overtaken, "records").update(first, "2"))
                .withMessageContaining("unknown");
        assertThat(store.info("records/k+0000000002")).isPresent();
    }

    /** A writer learns that it has won although newer versions were written before it could look. */
    @Test
    void aWriterThatIsOvertakenAtOnceHasWon() throws IOException {
        BlobRecords others = BlobRecords.in(store, "records");
        VersionedRecord first = others.create("k", "1").orElseThrow();
        BlobStore overtaken = new ForwardingBlobStore(store) {
            @Override
            public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
                VersionedRecord at = others.get("k").orElseThrow();
                others.update(others.update(at, "3").orElseThrow(), "4");
                return super.list(prefix, after, limit);
            }
        };
        assertThat(BlobRecords.in(overtaken, "records")
                        .update(first, "2")
                        .orElseThrow()
                        .version())
                .isEqualTo(2);
        assertThat(others.history("k")).extracting(VersionedRecord::content).containsExactly("4", "3", "2", "1");
    }

    /** 20,000 increments by 4 threads over a store that fails, loses replies and cuts reads short. */
    @Test
    @Tag("slow")
    void noIncrementIsLostOrDoubledWhenTheStoreIsFaulty() throws Exception {
        int threads = 4;
        int each = 5_000;
        FaultyBlobStore faulty = new FaultyBlobStore(new MemoryBlobStore(), 7, FaultyBlobStore.Rates.OFTEN);
        Increments.create(BlobRecords.in(faulty, "records"), threads);
        Increments.together(threads, thread -> {
            // A grace so short that the threads often find their next version removed.
            VersionedRecords records =
                    new BlobRecords(faulty, "records", InstantSource.system(), Duration.ofMillis(20));
            Increments.run(records, thread, each);
        });
        faulty.rates(FaultyBlobStore.Rates.NEVER);
        VersionedRecord counters =
                BlobRecords.in(faulty, "records").get(Increments.KEY).orElseThrow();
        assertThat(Increments.of(counters)).containsOnly(each).hasSize(threads);
        assertThat(counters.version()).isEqualTo(1 + threads * each);
    }

    @Test
    void contentCutShortIsNeverTakenForTheWhole() throws IOException {
        FaultyBlobStore faulty = new FaultyBlobStore(store, 1, new FaultyBlobStore.Rates(0, 0, 1, 0, 0));
        BlobRecords.in(faulty, "records").create("k", "some content");
        for (int round = 0; round < 100; round++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> BlobRecords.in(faulty, "records").get("k"))
                    .withMessageContaining("records/k+0000000001");
        }
    }

    @Test
    void callsCostWhatTheyAreSaidTo() throws IOException {
        CountingBlobStore counting = new CountingBlobStore(store);
        // With so long a grace no machine is slow enough to make a look too old.
        BlobRecords records = new BlobRecords(counting, "records", InstantSource.system(), Duration.ofHours(8));
        VersionedRecord record = records.create("a", "1").orElseThrow();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 2L, Call.CREATE, 1L));
        counting.reset();
        record = records.update(record, "2").orElseThrow();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.CREATE, 1L));
        counting.reset();
        assertThat(records.get("a")).contains(record);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.GET, 1L));
        counting.reset();
        BlobRecords others = new BlobRecords(counting, "records", InstantSource.system(), Duration.ofHours(8));
        record = others.update(record, "3").orElseThrow();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.CREATE, 1L));
        counting.reset();
        assertThat(records.get("a")).contains(record);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.GET, 2L));
        counting.reset();
        assertThat(BlobRecords.in(counting, "records").get("a")).contains(record);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.GET, 1L));
        records.create("b", "1");
        counting.reset();
        assertThat(records.delete(record)).isTrue();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.CREATE, 1L));
        counting.reset();
        assertThat(records.list("", "", 10)).hasSize(1);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.GET, 2L));
        assertThat(counting.openStreams()).isZero();
    }

    /** A look that is too old, or that seems to be in the future, is no help: the record is listed again. */
    @ParameterizedTest
    @ValueSource(ints = {3, -3})
    void aRecordIsListedAgainWhenTheLastLookIsNotRecent(int seconds) throws IOException {
        ManualClock local = new ManualClock();
        CountingBlobStore counting = new CountingBlobStore(store);
        BlobRecords records = new BlobRecords(counting, "records", local, Duration.ofSeconds(10));
        VersionedRecord record = records.create("k", "1").orElseThrow();
        counting.reset();
        local.advance(Duration.ofSeconds(seconds));
        assertThat(records.get("k")).contains(record);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.GET, 1L));
    }

    /** The writer's machine was suspended, clock and all, between reading the record and writing it. */
    @Test
    void aWriterWhoseClockStoodStillDoesNotWin() throws IOException {
        BlobRecords others = BlobRecords.in(store, "records");
        others.create("k", "1");
        BlobRecords suspended =
                new BlobRecords(store, "records", InstantSource.fixed(Instant.EPOCH), Duration.ofSeconds(10));
        VersionedRecord first = suspended.get("k").orElseThrow();
        VersionedRecord at = first;
        for (int version = 2; version <= 200; version++) {
            storeClock.advance(Duration.ofSeconds(11));
            at = others.update(at, "others' " + version).orElseThrow();
        }
        assertThat(suspended.update(first, "late")).isEmpty();
        assertThat(suspended.delete(first)).isFalse();
        assertThat(suspended.get("k")).contains(at);
        assertThat(others.get("k")).contains(at);
    }

    @Test
    void recordsOfDifferentFoldersAreApart() throws IOException {
        BlobRecords.in(store, "one").create("k", "1");
        assertThat(BlobRecords.in(store, "two").get("k")).isEmpty();
        assertThat(BlobRecords.in(store, "on").list("", "", 10)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> BlobRecords.in(store, "../x"));
        assertThatIllegalArgumentException().isThrownBy(() -> BlobRecords.in(store, "a/".repeat(75) + "b"));
    }

    @Test
    void otherBlobsOfTheFolderAreNoRecords() throws IOException {
        for (String key : List.of("records/k", "records/k+1", "records/k+000000000x", "records/k+00000000001")) {
            store.put(key, BlobContent.of("x"));
        }
        BlobRecords records = BlobRecords.in(store, "records");
        assertThat(records.get("k")).isEmpty();
        assertThat(records.list("", "", 10)).isEmpty();
        assertThat(records.create("k", "x")).isPresent();
    }
}
