package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.SavedModel;
import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.testing.files.CountingFiles;
import dev.recommender.testing.storage.FaultyBlobStore.Rates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Storing models, opening them by id, and keeping them open. */
class BlobModelProviderTest extends ProviderFixture {
    @Test
    void aModelIsStoredUnderAFreshNameWithItsDigestAndSeenOnlyWhenCompleted() throws IOException {
        SavedModel saved = ModelStore.train(temporary, 1, false);
        ModelFiles files = new ModelFiles(counting);
        BlobModelProvider provider = provider();
        ModelId id = store.started();
        ModelFile first = files.store(id, saved);
        ModelFile second = files.store(id, saved);
        assertThat(first.key()).startsWith("models/" + id + "/").isNotEqualTo(second.key());
        assertThat(first.size()).isEqualTo(Files.size(saved.file()));
        assertThat(first.sha256()).isEqualTo(Sha256.of(saved.file())).isEqualTo(second.sha256());
        assertThatThrownBy(() -> provider.open(id)).isInstanceOf(ModelNotCompletedException.class);
        store.ledger.complete(id, second, "{}", "");
        assertThat(provider.recommend(id, ModelStore.QUERY)).isEqualTo(new Answer(id, store.answer(id)));
        assertThat(files.delete(id)).isEqualTo(2);
        assertThat(files.delete(id)).isZero();
        assertThat(counting.list("models/", "", 10)).isEmpty();
    }

    /** A worker's file becomes the local copy without a byte being read from the store. */
    @Test
    void anAdoptedFileIsOpenedWithoutBeingFetched() throws IOException {
        SavedModel saved = ModelStore.train(temporary, 1, true);
        BlobModelProvider provider = provider();
        ModelId id = store.started();
        ModelFile file = new ModelFiles(counting).store(id, saved);
        store.ledger.complete(id, file, "{}", "");
        provider.adopt(id, file, saved.file());
        assertThat(saved.file()).doesNotExist();
        counting.reset();
        Answer answer = provider.recommend(id, ModelStore.QUERY);
        assertThat(counting.opened().keySet()).noneMatch(key -> key.startsWith("models/"));
        assertThat(answer.items()).isEqualTo(store.answer(id)).isNotEmpty();
    }

    /** Wherever a copy on the disk is damaged, it is found when it is opened, and replaced. */
    @Test
    void aLocalCopyThatWasDamagedIsFetchedAgain() throws IOException {
        ModelId id = store.add(1, false);
        byte[] whole = store.bytes(id);
        Recommendations expected = store.answer(id);
        Path copy =
                temporary.resolve("copies").resolve(id + "-" + store.file(id).sha256() + ".model");
        Random random = new Random(12);
        int fetched = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            switch (round % 3) {
                case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
                default -> Arrays.fill(damaged, random.nextInt(damaged.length), damaged.length, (byte) 0);
            }
            counting.reset();
            try (BlobModelProvider provider = provider()) {
                if (Files.exists(copy)) {
                    Files.write(copy, damaged);
                }
                assertThat(provider.recommend(id, ModelStore.QUERY)).isEqualTo(new Answer(id, expected));
                for (int user = 0; user < 40; user++) {
                    assertThat(provider.recommend(id, Query.user("u" + user)).items())
                            .isNotEmpty();
                }
            }
            fetched += counting.opened().getOrDefault(store.file(id).key(), 0);
        }
        // Some bits are in the padding between sections.
        assertThat(fetched).isGreaterThan(50);
        assertThat(Files.size(copy)).isEqualTo(whole.length);
    }

    @Test
    void everyWayToAskGivesTheSameAnswerByTheDefaultsOfTheRequest() throws IOException {
        String request =
                TrainingRequest.of("usage").includeSeen().withoutBackfill().toJson();
        SavedModel saved = ModelStore.train(temporary, 1, false);
        ModelId id = store.started(request);
        store.ledger.complete(id, new ModelFiles(counting).store(id, saved), "{}", "");
        ModelId plain = store.started("{\"made\":\"elsewhere\"}");
        store.ledger.complete(plain, new ModelFiles(counting).store(plain, saved), "{}", "");
        store.registry.setAlias("live", id);
        store.registry.setAlias(Alias.DEFAULT, id);
        BlobModelProvider provider = provider();
        Query query = Query.items("item-0").count(12);
        Query explicit = query.includeSeen().withoutBackfill();
        Answer expected = new Answer(id, provider.recommend(plain, explicit).items());
        assertThat(expected.items()).extracting(Recommendation::item).contains("item-0");
        assertThat(provider.recommend(plain, query).items()).isNotEqualTo(expected.items());
        assertThat(provider.recommend(id, query)).isEqualTo(expected);
        assertThat(provider.recommend("live", query)).isEqualTo(expected);
        assertThat(provider.recommend(query)).isEqualTo(expected);
        for (ModelLease opened : List.of(provider.open(id), provider.open("live", Optional.empty()))) {
            try (ModelLease lease = opened) {
                assertThat(lease.recommend(query)).isEqualTo(expected);
                assertThat(lease.recommender().recommend(query)).isEqualTo(expected.items());
                lease.recommender()
                        .recommendAll(
                                List.of("u1").iterator(),
                                query,
                                (user, list) -> assertThat(list)
                                        .isEqualTo(lease.recommend(query.forUser(user))
                                                .items()));
                assertThat(lease.recommender().similarItems("item-0", 12))
                        .extracting(Recommendation::item)
                        .doesNotContain("item-0");
            }
        }
    }

    @Test
    void aModelIsFetchedAndOpenedOnceHoweverManyAsk() throws Exception {
        ModelId id = store.add(1, true);
        CountDownLatch warming = new CountDownLatch(1);
        BlobModelProvider provider = open(builder().warmUp(recommender -> await(warming)));
        counting.reset();
        ExecutorService executor = Executors.newFixedThreadPool(16);
        try {
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int call = 0; call < 16; call++) {
                calls.add(executor.submit(
                        () -> !provider.recommend(id, ModelStore.QUERY).items().isEmpty()));
            }
            eventually(() -> waiting("await") >= 16);
            warming.countDown();
            for (Future<Boolean> call : calls) {
                assertThat(call.get()).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(reported.events()).containsExactly("loaded " + id);
        assertThat(counting.bytesRead())
                .isBetween(store.file(id).size(), store.file(id).size() + 20_000);
        provider.recommend(id, ModelStore.QUERY);
        assertThat(reported.hits()).isPositive();
        assertThat(provider.openModels()).isEqualTo(1);
    }

    @Test
    void aModelThatDoesNotFitIsStillOpenedOnceForAllWhoWait() throws Exception {
        ModelId id = store.add(1, false);
        CountDownLatch warming = new CountDownLatch(1);
        BlobModelProvider provider = open(builder().openBytes(1).warmUp(recommender -> await(warming)));
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Future<ModelLease>> calls = new ArrayList<>();
            for (int call = 0; call < 8; call++) {
                calls.add(executor.submit(() -> provider.open(id)));
            }
            // All of them wait for the one load, which has begun.
            eventually(() -> provider.openModels() == 0 && waiting("await") >= 8);
            warming.countDown();
            for (Future<ModelLease> call : calls) {
                try (ModelLease lease = call.get()) {
                    assertThat(lease.recommender().recommend(ModelStore.QUERY)).isNotEmpty();
                }
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(reported.countOf("loaded")).isEqualTo(1);
        assertThat(reported.events()).contains("evicted " + id, "closed " + id);
        assertThat(provider.openModels()).isZero();
    }

    @Test
    void aLeaseKeepsItsModelOpenAndEndsWithItsClosing() throws IOException {
        ModelId id = store.add(1, false);
        BlobModelProvider provider = provider();
        ModelLease lease = provider.open(id);
        ModelLease other = provider.open(id);
        Recommender recommender = lease.recommender();
        store.ledger.delete(id);
        provider.forget(id);
        provider.refresh();
        assertThatThrownBy(() -> provider.open(new ModelId(UUID.randomUUID())))
                .isInstanceOf(UnknownModelException.class);
        assertThat(provider.openModels()).isEqualTo(1);
        assertThat(recommender.recommend(ModelStore.QUERY)).isNotEmpty();
        assertThat(recommender.predict("u1", "item-3")).isPresent();
        assertThat(lease.metadata().users()).isPositive();
        lease.close();
        lease.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                lease::recommender,
                lease::metadata,
                () -> lease.item("item-3"),
                () -> recommender.recommend(ModelStore.QUERY),
                () -> recommender.predict("u1", "item-3"),
                () -> recommender.recommendAll(List.of("u").iterator(), Query.popular(), (user, list) -> {}))) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
        assertThat(other.recommender().recommend(ModelStore.QUERY)).isNotEmpty();
        assertThat(reported.countOf("closed")).isZero();
        other.close();
        assertThat(reported.count("closed " + id)).isEqualTo(1);
        assertThatThrownBy(() -> provider.open(id)).isInstanceOf(UnknownModelException.class);
    }

    @Test
    @Tag("slow")
    void modelsOverTheLimitCloseAndThoseNotAskedForExpire() throws Exception {
        List<ModelId> ids = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            ids.add(store.add(seed, false));
        }
        long bytes = store.file(ids.get(0)).size();
        BlobModelProvider provider = open(builder().openBytes(3 * bytes + 4_096).expiry(Duration.ofMillis(300)));
        for (int round = 0; round < 5; round++) {
            for (ModelId id : ids) {
                assertThat(provider.recommend(id, ModelStore.QUERY)).isEqualTo(new Answer(id, store.answer(id)));
                assertThat(provider.openModels()).isLessThanOrEqualTo(4);
            }
        }
        assertThat(reported.countOf("evicted")).isPositive();
        eventually(() -> {
            provider.refresh();
            return provider.openModels() == 0;
        });
        assertThat(reported.countOf("closed")).isEqualTo(reported.countOf("loaded"));
    }

    /** A copy that is given back makes room in its folder, for which that is listed. */
    @Test
    void aModelIsClosedAndOpenedAgainThoughItsFolderCannotBeListed() throws IOException {
        CountingFiles files = new CountingFiles();
        ModelId id = store.add(1, false);
        BlobModelProvider provider =
                keep(builder().openBytes(1).open(counting, store.registry, files.path(temporary.resolve("copies"))));
        assertThat(idOf(provider.open(id))).isEqualTo(id);
        files.listingsBreakOff(true);
        for (int time = 0; time < 3; time++) {
            assertThat(idOf(provider.open(id))).isEqualTo(id);
            assertThat(provider.openModels()).isZero();
        }
        assertThat(reported.countOf("closed")).isEqualTo(4);
    }

    @Test
    void theCopyOfADeletedModelGoesWhenNobodyUsesIt() throws IOException {
        ModelId deleted = store.add(1, false);
        ModelId kept = store.add(2, false);
        BlobModelProvider provider = provider();
        assertThat(idOf(provider.open(kept))).isEqualTo(kept);
        try (ModelLease lease = provider.open(deleted)) {
            store.ledger.delete(deleted);
            provider.refresh();
            assertThat(copied()).as("in use").containsExactlyInAnyOrder(deleted.toString(), kept.toString());
            assertThat(lease.recommender().recommend(ModelStore.QUERY)).isNotEmpty();
        }
        faulty.rates(new Rates(1, 0, 0, 0, 0));
        provider.refresh();
        assertThat(copied()).as("the store is away").containsExactlyInAnyOrder(deleted.toString(), kept.toString());
        faulty.rates(Rates.NEVER);
        provider.refresh();
        assertThat(copied()).containsExactly(kept.toString());
    }

    /** Processes of another store may use the folder, too, and the registry does not have their models. */
    @Test
    void copiesThatOthersMadeGoADayAfterTheyWereLastOpenedIfTheirModelsAreGone() throws IOException {
        ModelId kept = store.add(1, false);
        ModelId deleted = store.add(2, false);
        try (BlobModelProvider earlier = provider()) {
            for (ModelId each : List.of(kept, deleted)) {
                assertThat(idOf(earlier.open(each))).isEqualTo(each);
            }
        }
        store.ledger.delete(deleted);
        BlobModelProvider provider = provider();
        provider.refresh();
        assertThat(copied()).containsExactlyInAnyOrder(kept.toString(), deleted.toString());
        try (Stream<Path> copies = Files.list(temporary.resolve("copies"))) {
            for (Path copy : (Iterable<Path>) copies::iterator) {
                Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
            }
        }
        provider.refresh();
        assertThat(copied()).containsExactly(kept.toString());
    }

    /** The models of which there are local copies. */
    private List<String> copied() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("copies"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".locks"))
                    .map(name -> name.substring(0, name.lastIndexOf('-')))
                    .toList();
        }
    }

    @Test
    void aModelWhoseWarmingFailsIsRefused() throws IOException {
        assertRefused(new IllegalStateException("injected"), "does not answer");
    }

    @Test
    void aModelWhoseWarmingThrowsAnErrorIsRefused() throws IOException {
        assertRefused(new StackOverflowError("injected"), "could not be opened");
    }

    private void assertRefused(Throwable failure, String message) throws IOException {
        ModelId id = store.add(1, false);
        AtomicBoolean fails = new AtomicBoolean(true);
        BlobModelProvider provider = open(builder().warmUp(recommender -> {
            if (fails.get()) {
                throwUnchecked(failure);
            }
        }));
        assertThatThrownBy(() -> provider.open(id))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("injected");
        assertThat(reported.events()).containsExactly("failed " + id);
        fails.set(false);
        // It is not tried again at once, but when that is asked for.
        assertThatThrownBy(() -> provider.open(id)).hasMessageContaining("recently");
        provider.refresh();
        assertThat(idOf(provider.open(id))).isEqualTo(id);
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void aCallerThatIsInterruptedLeavesTheLoadToTheOthers() throws Exception {
        ModelId id = store.add(1, false);
        CountDownLatch warming = new CountDownLatch(1);
        BlobModelProvider provider = open(builder().warmUp(recommender -> await(warming)));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread first = new Thread(() -> {
            try {
                provider.open(id);
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        first.start();
        eventually(() -> waiting("await") >= 1);
        first.interrupt();
        first.join();
        assertThat(thrown.get()).isInstanceOf(IOException.class).hasMessageContaining("interrupted");
        warming.countDown();
        assertThat(idOf(provider.open(id))).isEqualTo(id);
        assertThat(reported.countOf("loaded")).isEqualTo(1);
        store.ledger.delete(id);
        provider.refresh();
        // The reference of the one who was interrupted is released by whoever completed the load, at some moment.
        eventually(() -> provider.openModels() == 0);
    }

    @Test
    void aListenerThatThrowsDisturbsNobody() throws IOException {
        ModelId id = store.add(1, false);
        ProviderListener angry = new ProviderListener() {
            @Override
            public void hit(ModelId model) {
                throw new IllegalArgumentException("hit");
            }

            @Override
            public void loaded(ModelId model, Duration duration, long bytes) {
                throw new NoClassDefFoundError("loaded");
            }

            @Override
            public void closed(ModelId model) {
                throw new StackOverflowError("closed");
            }
        };
        BlobModelProvider provider = open(builder().listener(angry));
        for (int call = 0; call < 3; call++) {
            assertThat(idOf(provider.open(id))).isEqualTo(id);
            assertThat(idOf(provider.open(Alias.DEFAULT, Optional.empty()))).isEqualTo(id);
        }
    }

    @Test
    void aClosedProviderRefusesCallsAndItsLeasesEndTheirWork() throws IOException {
        ModelId id = store.add(1, false);
        store.registry.setAlias("live", id);
        BlobModelProvider provider = provider();
        ModelLease lease = provider.open(id);
        ModelLease routed = provider.open(Alias.DEFAULT, Optional.empty());
        provider.close();
        provider.close();
        assertThat(provider.openModels()).isEqualTo(1);
        assertThat(lease.recommender().recommend(ModelStore.QUERY)).isNotEmpty();
        lease.close();
        routed.close();
        assertThat(provider.openModels()).isZero();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> provider.open(id),
                () -> provider.open(Alias.DEFAULT, Optional.empty()),
                () -> provider.open("live", Optional.empty()))) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void leasesTakenAndGivenBackByManyThreadsAtAnyTimeNeverFail() throws Exception {
        List<ModelId> ids = List.of(store.add(1, false), store.add(2, false), store.add(3, false));
        BlobModelProvider provider = open(builder().openBytes(1));
        AtomicInteger calls = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int client = 0; client < 6; client++) {
                int number = client;
                clients.add(() -> {
                    for (int call = 0; call < 40; call++) {
                        ModelId id = ids.get((number + call) % 3);
                        try (ModelLease lease = provider.open(id)) {
                            assertThat(lease.record().id()).isEqualTo(id);
                            assertThat(lease.recommender().recommend(ModelStore.QUERY))
                                    .isNotEmpty();
                            calls.incrementAndGet();
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> client : executor.invokeAll(clients)) {
                client.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(calls).hasValue(240);
        assertThat(provider.openModels()).isZero();
        assertThat(reported.countOf("closed")).isEqualTo(reported.countOf("loaded"));
    }
}
