package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Seed;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.storage.MemoryBlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An alias moves a hundred times, to whole models of neighbours or of vectors and to damaged ones, while eight threads ask
 * through it.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class ServingUnderSwapTest {
    private static final int THREADS = 8;
    private static final int MOVES = 100;

    private final List<ModelId> whole = new ArrayList<>();
    private final List<ModelId> damaged = new ArrayList<>();
    /** Of a basket, and of users, whom a model knows by what it has kept of each. */
    private static final List<Query> QUERIES = List.of(
            ModelStore.QUERY,
            Query.user("u1").count(8),
            Query.user("u2").count(8).and(Seed.of("item-3")));

    private final Map<ModelId, List<Recommendations>> answers = new HashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong asked = new AtomicLong();
    private final ProviderEvents reported = new ProviderEvents();

    @TempDir
    Path temporary;

    private ModelStore store;
    private Path copies;

    @Test
    void everyCallIsAnsweredByOneWholeModelAndNothingStaysOpen() throws Exception {
        store = new ModelStore(new MemoryBlobStore(), temporary);
        copies = temporary.resolve("copies");
        prepare();
        long largest = store.file(whole.get(0)).size();
        assertThat(largest).isGreaterThan(4 << 20);
        BlobModelProvider provider = BlobModelProvider.builder()
                .listener(reported)
                .refreshInterval(Duration.ofHours(1))
                .openBytes(1)
                .folderBytes(5 * largest / 2)
                .open(store.blobs, store.registry, copies);
        store.registry.setAlias("live", whole.get(0));
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                clients.add(executor.submit(() -> {
                    ask(provider, number);
                    return null;
                }));
            }
            move(provider, clients);
            stop.set(true);
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            stop.set(true);
            executor.shutdownNow();
        }
        assertThat(provider.openModels()).isBetween(1, 2);
        provider.close();
        assertThat(provider.openModels()).isZero();
        assertThat(reported.countOf("closed")).isEqualTo(reported.countOf("loaded"));
        assertThat(asked).hasValueGreaterThan(THREADS * (long) MOVES);
        assertNothingIsHeld();
        try (Stream<Path> files = Files.list(copies)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(5 * largest / 2);
        }
        System.out.printf(
                "%,d answers under %d moves of an alias, %d models loaded, %d refused%n",
                asked.get(), MOVES, reported.countOf("loaded"), reported.countOf("failed"));
    }

    private void prepare() throws IOException {
        for (int seed = 0; seed < 4; seed++) {
            whole.add(seed % 2 == 0 ? store.add(seed, true) : store.addVectors(seed));
            List<Recommendations> ofModel = new ArrayList<>();
            for (Query query : QUERIES) {
                ofModel.add(store.answer(whole.get(seed), query));
            }
            answers.put(whole.get(seed), ofModel);
        }
        assertThat(answers.values().stream().flatMap(List::stream)).doesNotHaveDuplicates();
        for (int seed = 0; seed < 3; seed++) {
            ModelId flipped = store.add(seed, true);
            store.corrupt(flipped, 1_000 + seed);
            damaged.add(flipped);
        }
        ModelId flippedVectors = store.addVectors(1);
        store.corrupt(flippedVectors, 1_003);
        damaged.add(flippedVectors);
        byte[] model = store.bytes(whole.get(0));
        ModelId cut = store.add(5, false);
        store.replace(cut, Arrays.copyOf(store.bytes(cut), 1_000));
        damaged.add(cut);
        ModelId missing = store.add(6, false);
        store.blobs.delete(store.file(missing).key());
        damaged.add(missing);
        damaged.add(store.addHostile("no model at all".getBytes(StandardCharsets.UTF_8)));
        byte[] wrong = model.clone();
        wrong[20] ^= 1;
        damaged.add(store.addHostile(wrong));
    }

    private void ask(BlobModelProvider provider, int thread) throws IOException {
        Random random = new Random(thread);
        while (!stop.get()) {
            int question = random.nextInt(QUERIES.size());
            Query query = QUERIES.get(question);
            if (random.nextBoolean()) {
                Answer answer = provider.recommend("live", query);
                assertThat(answer.items()).isEqualTo(answers.get(answer.model()).get(question));
            } else {
                try (ModelLease lease = provider.open("live", Optional.of("u" + random.nextInt(50)))) {
                    for (int call = random.nextInt(5); call >= 0; call--) {
                        assertThat(lease.recommender().recommend(query))
                                .isEqualTo(answers.get(lease.record().id()).get(question));
                    }
                }
            }
            asked.incrementAndGet();
            LockSupport.parkNanos(100_000);
        }
    }

    private void move(BlobModelProvider provider, List<Future<?>> clients) throws IOException {
        Random random = new Random(42);
        List<ModelId> now = List.of(whole.get(0));
        for (int move = 0; move < MOVES; move++) {
            long before = asked.get();
            boolean broken = random.nextInt(3) == 0;
            List<ModelId> next = new ArrayList<>(whole);
            next.removeAll(now);
            next = next.subList(0, 1 + random.nextInt(2));
            if (broken) {
                next.set(next.size() - 1, damaged.get(random.nextInt(damaged.size())));
            }
            long failures = reported.count("not rerouted live");
            store.registry.setAlias(
                    "live", next.stream().map(model -> new Share(model, 1)).toList());
            provider.refresh();
            assertThat(reported.count("not rerouted live")).isEqualTo(failures + (broken ? 1 : 0));
            now = broken ? now : next;
            for (int user = 0; user < 10; user++) {
                try (ModelLease lease = provider.open("live", Optional.of("u" + user))) {
                    assertThat(now).contains(lease.record().id());
                }
            }
            while (asked.get() < before + THREADS) {
                if (clients.stream().anyMatch(Future::isDone)) {
                    // It has failed, and the caller throws why.
                    return;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Nothing of the local copies is open or mapped; mappings last until the collector finds them. */
    private void assertNothingIsHeld() throws Exception {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            System.out.println("open files and mappings were not counted: there is no /proc/self");
            return;
        }
        long held = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 50 && held > 0; attempt++) {
            System.gc();
            Thread.sleep(20L * attempt);
            held = Files.readString(maps, StandardCharsets.ISO_8859_1)
                            .lines()
                            .filter(line -> line.contains(copies.toString()))
                            .count()
                    + openFiles();
        }
        assertThat(held).isZero();
    }

    private long openFiles() throws IOException {
        long open = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    open += Files.readSymbolicLink(descriptor).startsWith(copies) ? 1 : 0;
                } catch (IOException e) {
                    // It was closed in the meantime.
                }
            }
        }
        return open;
    }
}
