package dev.recommender.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.FaultyBlobStore.Rates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store, and providers on it. All providers must be closed and hold nothing in the end. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ProviderFixture {
    final FaultyBlobStore faulty = new FaultyBlobStore(new MemoryBlobStore(), 1, Rates.NEVER);
    final CountingBlobStore counting = new CountingBlobStore(faulty);
    final ProviderEvents reported = new ProviderEvents();
    private final List<BlobModelProvider> providers = new ArrayList<>();

    @TempDir
    Path temporary;

    ModelStore store;

    @BeforeEach
    void prepare() {
        store = new ModelStore(counting, temporary);
    }

    @AfterEach
    void close() {
        providers.forEach(BlobModelProvider::close);
        assertThat(providers).allMatch(provider -> provider.openModels() == 0);
        assertThat(counting.openStreams()).isZero();
    }

    BlobModelProvider.Builder builder() {
        return BlobModelProvider.builder().refreshInterval(Duration.ofHours(1)).listener(reported);
    }

    BlobModelProvider provider() throws IOException {
        return open(builder());
    }

    BlobModelProvider open(BlobModelProvider.Builder options) throws IOException {
        return keep(options.open(counting, store.registry, temporary.resolve("copies")));
    }

    BlobModelProvider keep(BlobModelProvider provider) {
        providers.add(provider);
        return provider;
    }

    static ModelId idOf(ModelLease lease) {
        try (lease) {
            assertThat(lease.recommender().recommend(ModelStore.QUERY)).isNotEmpty();
            return lease.record().id();
        }
    }

    /** How many threads are inside a method of the open models. */
    static long waiting(String method) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> List.of(stack).stream()
                        .anyMatch(frame -> frame.getClassName().equals(ModelCache.class.getName())
                                && frame.getMethodName().equals(method)))
                .count();
    }

    static void eventually(IOSupplier<Boolean> condition) throws Exception {
        while (!condition.get()) {
            Thread.sleep(5);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
