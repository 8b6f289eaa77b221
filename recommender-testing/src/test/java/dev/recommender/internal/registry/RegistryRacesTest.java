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
    void of_workers_that_complete_one_model_one_succeeds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ModelId id = inProgress();
            AtomicInteger won = new AtomicInteger();
            together(4, thread -> {
                try {
                    registry(thread).complete(id, file(thread), "{}", "worker " + thread);
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
    void of_first_successes_one_is_the_default_and_all_see_it() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RecordModelRegistry registry = registry(9);
            List<ModelId> ids = List.of(inProgress(), inProgress(), inProgress());
            List<ModelId> defaults = new ArrayList<>();
            together(3, thread -> {
                registry(thread).complete(ids.get(thread), file(1), "{}", "");
                ModelId seen = registry(thread).defaultModel().orElseThrow().id();
                synchronized (defaults) {
                    defaults.add(seen);
                }
            });
            ModelId last = registry.defaultModel().orElseThrow().id();
            assertThat(ids).contains(last);
            assertThat(defaults).containsOnly(last);
            registry.clearDefault();
        }
    }

    @Test
    void a_deleted_model_is_never_completed_afterwards_nor_left_as_the_default() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ModelId id = inProgress();
            together(3, thread -> {
                try {
                    switch (thread) {
                        case 0 -> registry(0).complete(id, file(1), "{}", "");
                        case 1 -> assertThat(registry(1).delete(id)).isTrue();
                        default -> registry(2).makeDefault(id);
                    }
                } catch (UnknownModelException e) {
                    assertThat(thread).isNotEqualTo(1);
                } catch (RecommenderException e) {
                    assertThat(thread).isEqualTo(2);
                }
            });
            assertThat(registry(9).find(id)).isEmpty();
            assertThat(registry(9).status(id)).isEmpty();
            assertThat(registry(9).defaultModel()).isEmpty();
        }
    }

    @Test
    void a_deleted_model_keeps_no_share_however_an_alias_is_set_meanwhile() throws Exception {
        ModelId stays = completed();
        for (int round = 0; round < ROUNDS; round++) {
            ModelId goes = completed();
            together(3, thread -> {
                try {
                    switch (thread) {
                        case 0 -> registry(0).setAlias("live", List.of(new Share(stays, 1), new Share(goes, 1)));
                        case 1 -> registry(1).delete(goes);
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
    void no_change_of_an_alias_is_lost() throws Exception {
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
    void changes_whose_replies_are_lost_happen_once() throws Exception {
        Random random = new Random(5);
        int failed = 0;
        for (int seed = 0; seed < 40; seed++) {
            RecordModelRegistry registry =
                    RecordModelRegistry.on(new LossyRecords(BlobRecords.in(store, "records"), seed), "lossy");
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
            failed += trainAndDelete(registry);
        }
        // Most changes get through; some are given up.
        assertThat(failed).isBetween(1, 100);
    }

    /** Takes a model through all its changes; returns how many were given up. */
    private int trainAndDelete(RecordModelRegistry registry) throws IOException {
        ModelId id;
        try {
            id = registry.create("", "{}").id();
        } catch (IOException e) {
            return 1;
        }
        try {
            registry.start(id, "");
            assertThat(registry.get(id).changes()).hasSize(2);
            registry.complete(id, file(3), "{}", "");
            assertThat(registry.get(id).changes()).hasSize(3);
            assertThat(registry.delete(id)).isTrue();
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

    private ModelId inProgress() throws IOException {
        ModelId id = registry(9).create("", "{}").id();
        registry(9).start(id, "");
        return id;
    }

    private ModelId completed() throws IOException {
        ModelId id = inProgress();
        registry(9).complete(id, file(1), "{}", "");
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
