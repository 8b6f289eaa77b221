package dev.recommender.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.RecommenderException;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.MemoryBlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes at the same time, by registries that know nothing of each other but the records. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryRacesTest {
    private static final int ROUNDS = 40;

    private final MemoryBlobStore store = new MemoryBlobStore();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void ofWorkersThatCompleteOneModelOneSucceeds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ModelId id = inProgress();
            AtomicInteger won = new AtomicInteger();
            together(4, thread -> {
                try {
                    ledger(thread).complete(id, file(thread), "{}", "worker " + thread);
                    won.incrementAndGet();
                } catch (IllegalTransitionException e) {
                    assertThat(e.from()).isEqualTo(ModelStatus.COMPLETED);
                }
            });
            assertThat(won).hasValue(1);
            ModelRecord model = registry(9).get(id);
            assertThat(model.message())
                    .isEqualTo("worker " + model.file().orElseThrow().size());
        }
    }

    @Test
    void ofFirstSuccessesOneIsTheDefaultAndAllSeeIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<ModelId> ids = List.of(inProgress(), inProgress(), inProgress());
            List<ModelId> defaults = new ArrayList<>();
            AtomicInteger set = new AtomicInteger();
            together(3, thread -> {
                ledger(thread).complete(ids.get(thread), file(1), "{}", "");
                set.addAndGet(registry(thread).setAliasIfNone(Alias.DEFAULT, ids.get(thread)) ? 1 : 0);
                ModelId seen = defaultModel(thread).orElseThrow();
                synchronized (defaults) {
                    defaults.add(seen);
                }
            });
            ModelId last = defaultModel(9).orElseThrow();
            assertThat(ids).contains(last);
            assertThat(defaults).containsOnly(last);
            assertThat(set).hasValue(1);
            registry(9).deleteAlias(Alias.DEFAULT);
        }
    }

    @Test
    void aDeletedModelIsNeverCompletedAfterwardsNorLeftAsTheDefault() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ModelId id = inProgress();
            together(3, thread -> {
                try {
                    switch (thread) {
                        case 0 -> {
                            ledger(0).complete(id, file(1), "{}", "");
                            registry(0).setAliasIfNone(Alias.DEFAULT, id);
                        }
                        case 1 -> assertThat(ledger(1).delete(id)).isTrue();
                        default -> registry(2).setAlias(Alias.DEFAULT, id);
                    }
                } catch (UnknownModelException e) {
                    assertThat(thread).isNotEqualTo(1);
                } catch (RecommenderException e) {
                    assertThat(thread).isEqualTo(2);
                }
            });
            assertThat(registry(9).find(id)).isEmpty();
            assertThat(defaultModel(9)).isEmpty();
        }
    }

    @Test
    void aDeletedModelKeepsNoShareHoweverAnAliasIsSetMeanwhile() throws Exception {
        ModelId stays = completed();
        for (int round = 0; round < ROUNDS; round++) {
            ModelId goes = completed();
            together(3, thread -> {
                try {
                    switch (thread) {
                        case 0 -> registry(0).setAlias("live", List.of(new Share(stays, 1), new Share(goes, 1)));
                        case 1 -> ledger(1).delete(goes);
                        default -> registry(2).rollBack("live");
                    }
                } catch (RecommenderException e) {
                    assertThat(thread).isNotEqualTo(1);
                }
            });
            Optional<Alias> alias = registry(9).alias("live");
            assertThat(alias.map(Alias::shares).orElse(List.of())).doesNotContain(new Share(goes, 1));
        }
    }

    @Test
    void noChangeOfAnAliasIsLost() throws Exception {
        ModelId model = completed();
        together(6, thread -> {
            for (int change = 0; change < 8; change++) {
                registry(thread).setAlias("live", List.of(new Share(model, 1 + 100 * thread + change)));
            }
        });
        Alias alias = registry(9).alias("live").orElseThrow();
        Set<Integer> weights = new HashSet<>();
        for (Revision revision : alias.revisions()) {
            weights.add(revision.shares().get(0).weight());
        }
        assertThat(alias.current().number()).isEqualTo(48);
        assertThat(weights).hasSize(48);
    }

    @Test
    @Tag("slow")
    void changesWhoseRepliesAreLostHappenOnce() throws Exception {
        Random random = new Random(5);
        int failed = 0;
        for (int seed = 0; seed < 40; seed++) {
            LossyRecords records = new LossyRecords(BlobRecords.in(store, "records"), seed);
            RecordModelRegistry registry = RecordModelRegistry.on(records, "lossy");
            String alias = "live-" + seed;
            List<ModelId> models = List.of(completed(), completed(), completed());
            for (int step = 0; step < 12; step++) {
                int before = revisions(alias);
                boolean back = before > 0 && random.nextBoolean();
                try {
                    if (back) {
                        registry.rollBack(alias);
                    } else {
                        registry.setAlias(alias, List.of(new Share(models.get(random.nextInt(3)), 1 + step)));
                    }
                    assertThat(revisions(alias)).isEqualTo(before + 1);
                } catch (IOException e) {
                    assertThat(revisions(alias)).isBetween(before, before + 1);
                    failed++;
                } catch (InvalidAliasException e) {
                    assertThat(back).isTrue();
                    assertThat(revisions(alias)).isEqualTo(before);
                }
            }
            failed += trainAndDelete(registry, TrainingLedger.on(records, "lossy"));
        }
        // Most changes get through; some are given up.
        assertThat(failed).isBetween(1, 100);
    }

    /** Takes a model through all its changes; returns how many were given up. */
    private int trainAndDelete(RecordModelRegistry registry, TrainingLedger ledger) throws IOException {
        ModelId id;
        try {
            id = ledger.create("", "{}").id();
        } catch (IOException e) {
            return 1;
        }
        try {
            ledger.start(id, "");
            assertThat(registry.get(id).changes()).hasSize(2);
            ledger.complete(id, file(3), "{}", "");
            assertThat(registry.get(id).changes()).hasSize(3);
            assertThat(ledger.delete(id)).isTrue();
            assertThat(registry.find(id)).isEmpty();
            return 0;
        } catch (IOException e) {
            return 1;
        }
    }

    private int revisions(String alias) throws IOException {
        return registry(9).alias(alias).map(found -> found.current().number()).orElse(0);
    }

    private RecordModelRegistry registry(int actor) {
        return RecordModelRegistry.on(BlobRecords.in(store, "records"), "actor-" + actor);
    }

    private TrainingLedger ledger(int actor) {
        return TrainingLedger.on(BlobRecords.in(store, "records"), "actor-" + actor);
    }

    private Optional<ModelId> defaultModel(int actor) throws IOException {
        return registry(actor).alias(Alias.DEFAULT).flatMap(Alias::firstModel);
    }

    private ModelId inProgress() throws IOException {
        ModelId id = ledger(9).create("", "{}").id();
        ledger(9).start(id, "");
        return id;
    }

    private ModelId completed() throws IOException {
        ModelId id = inProgress();
        ledger(9).complete(id, file(1), "{}", "");
        return id;
    }

    private static ModelFile file(int size) {
        return new ModelFile("models/x", size, "00".repeat(32));
    }

    private interface Part {
        void run(int thread) throws Exception;
    }

    private void together(int threads, Part part) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Void>> parts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            parts.add(() -> {
                start.await();
                part.run(number);
                return null;
            });
        }
        for (Future<Void> future : executor.invokeAll(parts)) {
            future.get();
        }
    }
}
