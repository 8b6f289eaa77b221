package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.Query;
import dev.recommender.Recommender;
import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.UnknownModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Storing models, opening them by id, and keeping them open. */
class BlobModelProviderTest extends ProviderFixture {
    @Test
    void a_model_is_stored_under_a_fresh_name_with_its_digest_and_seen_only_when_completed() throws IOException {
        Path file = ModelStore.train(temporary, 1, false);
        BlobModelProvider provider = provider();
        ModelId id = store.started();
        ModelFile first = provider.store(id, file);
        ModelFile second = provider.store(id, file);
        assertThat(first.key()).startsWith("models/" + id + "/").isNotEqualTo(second.key());
        assertThat(first.size()).isEqualTo(Files.size(file));
        assertThat(first.sha256()).isEqualTo(Sha256.of(file)).isEqualTo(second.sha256());
        assertThatThrownBy(() -> provider.open(id)).isInstanceOf(ModelNotCompletedException.class);
        store.registry.complete(id, second, "{}", "");
        assertThat(provider.recommend(id, ModelStore.QUERY)).isEqualTo(store.answer(id));
        assertThat(provider.delete(id)).isEqualTo(2);
        assertThat(provider.delete(id)).isZero();
        assertThat(counting.list("models/", "", 10)).isEmpty();
    }

    @Test
    void what_is_no_model_is_not_stored() throws IOException {
        BlobModelProvider provider = provider();
        Path file = Files.writeString(temporary.resolve("x"), "hello");
        ModelId id = store.started();
        assertThatThrownBy(() -> provider.store(id, file)).isInstanceOf(ModelFormatException.class);
        assertThat(counting.list("models/", "", 10)).isEmpty();
    }

    @Test
    void a_model_is_fetched_and_opened_once_however_many_ask() throws Exception {
        ModelId id = store.add(1, true);
        CountDownLatch warming = new CountDownLatch(1);
        BlobModelProvider provider =
                keep(builder().warmUp(recommender -> await(warming)).build());
        counting.reset();
        ExecutorService executor = Executors.newFixedThreadPool(16);
        try {
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int call = 0; call < 16; call++) {
                calls.add(executor.submit(
                        () -> !provider.recommend(id, ModelStore.QUERY).isEmpty()));
            }
            eventually(() -> waiting("await") >= 16);
            warming.countDown();
            for (Future<Boolean> call : calls) {
                assertThat(call.get()).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(told.events()).containsExactly("loaded " + id);
        assertThat(counting.bytesRead())
                .isBetween(store.file(id).size(), store.file(id).size() + 20_000);
        provider.recommend(id, ModelStore.QUERY);
        assertThat(told.hits()).isPositive();
        assertThat(provider.openModels()).isEqualTo(1);
    }

    @Test
    void a_model_that_does_not_fit_is_still_opened_once_for_all_who_wait() throws Exception {
        ModelId id = store.add(1, false);
        CountDownLatch warming = new CountDownLatch(1);
        BlobModelProvider provider = keep(
                builder().openBytes(1).warmUp(recommender -> await(warming)).build());
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
        assertThat(told.countOf("loaded")).isEqualTo(1);
        assertThat(told.events()).contains("evicted " + id, "closed " + id);
        assertThat(provider.openModels()).isZero();
    }

    @Test
    void a_lease_keeps_its_model_open_and_ends_with_its_closing() throws IOException {
        ModelId id = store.add(1, false);
        BlobModelProvider provider = provider();
        ModelLease lease = provider.open(id);
        ModelLease other = provider.open(id);
        Recommender recommender = lease.recommender();
        store.registry.delete(id);
        provider.delete(id);
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
        assertThat(told.countOf("closed")).isZero();
        other.close();
        assertThat(told.count("closed " + id)).isEqualTo(1);
        assertThatThrownBy(() -> provider.open(id)).isInstanceOf(UnknownModelException.class);
    }

    @Test
    void models_over_the_limit_close_and_those_not_asked_for_expire() throws Exception {
        List<ModelId> ids = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            ids.add(store.add(seed, false));
        }
        long bytes = store.file(ids.get(0)).size();
        BlobModelProvider provider = keep(builder()
                .openBytes(3 * bytes + 4_096)
                .expiry(Duration.ofMillis(300))
                .build());
        for (int round = 0; round < 5; round++) {
            for (ModelId id : ids) {
                assertThat(provider.recommend(id, ModelStore.QUERY)).isEqualTo(store.answer(id));
                assertThat(provider.openModels()).isLessThanOrEqualTo(4);
            }
        }
        assertThat(told.countOf("evicted")).isPositive();
        eventually(() -> {
            provider.refresh();
            return provider.openModels() == 0;
        });
        assertThat(told.countOf("closed")).isEqualTo(told.countOf("loaded"));
    }

    @Test
    void a_model_whose_warming_fails_is_refused() throws IOException {
        ModelId id = store.add(1, false);
        AtomicBoolean fails = new AtomicBoolean(true);
        BlobModelProvider provider = keep(builder()
                .warmUp(recommender -> {
                    if (fails.get()) {
                        throw new StackOverflowError("injected");
                    }
                })
                .build());
        assertThatThrownBy(() -> provider.open(id))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("does not answer");
        fails.set(false);
        // It is not tried again at once, but when that is asked for.
        assertThatThrownBy(() -> provider.open(id)).hasMessageContaining("a moment ago");
        provider.refresh();
        assertThat(idOf(provider.open(id))).isEqualTo(id);
    }

    @Test
    void a_caller_that_is_interrupted_leaves_the_load_to_the_others() throws Exception {
        ModelId id = store.add(1, false);
        CountDownLatch warming = new CountDownLatch(1);
        BlobModelProvider provider =
                keep(builder().warmUp(recommender -> await(warming)).build());
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
        assertThat(told.countOf("loaded")).isEqualTo(1);
        store.registry.delete(id);
        provider.refresh();
        // The reference of the one who was interrupted is released by whoever completed the load, at some moment.
        eventually(() -> provider.openModels() == 0);
    }

    @Test
    void a_listener_that_throws_disturbs_nobody() throws IOException {
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
        BlobModelProvider provider = keep(builder().listener(angry).build());
        for (int call = 0; call < 3; call++) {
            assertThat(idOf(provider.open(id))).isEqualTo(id);
            assertThat(idOf(provider.openDefault())).isEqualTo(id);
        }
    }

    @Test
    void a_closed_provider_refuses_calls_and_its_leases_end_their_work() throws IOException {
        ModelId id = store.add(1, false);
        store.registry.setAlias("live", id);
        BlobModelProvider provider = provider();
        ModelLease lease = provider.open(id);
        ModelLease routed = provider.openDefault();
        provider.close();
        provider.close();
        assertThat(provider.openModels()).isEqualTo(1);
        assertThat(lease.recommender().recommend(ModelStore.QUERY)).isNotEmpty();
        lease.close();
        routed.close();
        assertThat(provider.openModels()).isZero();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> provider.open(id),
                () -> provider.openDefault(),
                () -> provider.openAlias("live", Optional.empty()),
                () -> provider.store(id, temporary),
                () -> provider.delete(id))) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void leases_taken_and_given_back_by_many_threads_at_any_time_never_fail() throws Exception {
        List<ModelId> ids = List.of(store.add(1, false), store.add(2, false), store.add(3, false));
        BlobModelProvider provider = keep(builder().openBytes(1).build());
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
                            assertThat(lease.model().id()).isEqualTo(id);
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
        assertThat(told.countOf("closed")).isEqualTo(told.countOf("loaded"));
    }
}
