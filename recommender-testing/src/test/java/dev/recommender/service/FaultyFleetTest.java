package dev.recommender.service;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.service.FleetContract;
import dev.recommender.testing.service.ServiceStores;
import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.FaultyBlobStore.Rates;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;

/** Workers whose calls fail, lose their replies or are cut short still leave what the sequential model says. */
@Tag("slow")
class FaultyFleetTest extends FleetContract {
    private static final Rates RATES = new Rates(0.02, 0.02, 0.02, 0.01, 5);

    /** Stores on the heap, by name. */
    public static final class MemoryStores implements ServiceStores {
        private static final Map<String, BlobStore> STORES = new ConcurrentHashMap<>();

        @Override
        public BlobStore open(String place) {
            return STORES.computeIfAbsent(place, name -> new MemoryBlobStore());
        }
    }

    @Override
    protected Class<? extends ServiceStores> stores() {
        return MemoryStores.class;
    }

    @Override
    protected String newPlace() {
        return UUID.randomUUID().toString();
    }

    @Override
    protected int requests() {
        return 100;
    }

    @Override
    protected BlobStore forWorkers(BlobStore store, long seed) {
        return new FaultyBlobStore(store, seed, RATES);
    }

    @Override
    protected ModelWorker.Builder options(ModelWorker.Builder builder) {
        return builder.maxAttempts(1000);
    }
}
