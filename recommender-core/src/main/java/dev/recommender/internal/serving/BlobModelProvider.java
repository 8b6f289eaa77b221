package dev.recommender.internal.serving;

import dev.recommender.Query;
import dev.recommender.Recommender;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelProvider;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ProviderListener;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models in a {@link BlobStore}, under keys that begin with {@code models/} and their ids, copied to a local folder and
 * opened from there.
 *
 * <p>What is open: models asked for by id, until they have not been asked for so long or others need their place, and the
 * models of the aliases in use and of the default, which stay whatever their size. Each is open once, and until the last
 * lease of it is closed.
 */
public final class BlobModelProvider implements ModelProvider {
    private static final Logger LOG = LoggerFactory.getLogger(BlobModelProvider.class);
    private static final int LOADERS = 4;
    private static final int LOADER_REST_SECONDS = 10;

    private final ModelRegistry registry;
    private final ModelFiles stored;
    private final LocalModels folder;
    private final ThreadPoolExecutor loaders;
    private final ModelCache models;
    private final AliasRoutes routes;
    private final CountDownLatch closed = new CountDownLatch(1);

    private BlobModelProvider(Builder builder) throws IOException {
        this.registry = builder.registry;
        this.stored = new ModelFiles(builder.store);
        this.folder = new LocalModels(builder.folder, builder.folderBytes, stored);
        SafeListener listener = new SafeListener(builder.listener);
        this.loaders = new ThreadPoolExecutor(
                LOADERS,
                LOADERS,
                LOADER_REST_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "recommender-model-loader"));
        loaders.allowCoreThreadTimeOut(true);
        ModelLoader loader = new ModelLoader(registry, folder, builder.warmUp);
        this.models = new ModelCache(loader, loaders, listener, builder.openBytes, builder.expiry);
        this.routes = new AliasRoutes(registry, models, listener, builder.expiry);
        daemon(() -> followEvery(builder.refreshInterval), "recommender-model-refresher")
                .start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Options of a provider of the models in a store.
     *
     * @param registry says which models there are
     * @param folder for local copies; created if need be, and shared by any number of processes
     */
    public static Builder builder(BlobStore store, ModelRegistry registry, Path folder) {
        return new Builder(store, registry, folder);
    }

    @Override
    public ModelFile store(ModelId id, Path file) throws IOException {
        requireOpen();
        return stored.store(id, file);
    }

    @Override
    public int delete(ModelId id) throws IOException {
        requireOpen();
        models.forget(id);
        int deleted = stored.delete(id);
        folder.delete(id);
        return deleted;
    }

    @Override
    public ModelLease open(ModelId id) throws IOException {
        return new OpenLease(models.acquire(id));
    }

    @Override
    public ModelLease openDefault() throws IOException {
        return new OpenLease(routes.acquire(Optional.empty(), Optional.empty()));
    }

    @Override
    public ModelLease openAlias(String alias, Optional<String> user) throws IOException {
        return new OpenLease(routes.acquire(Optional.of(alias), user));
    }

    @Override
    public void refresh() {
        models.forgetFailures();
        follow();
    }

    private void requireOpen() {
        if (closed.getCount() == 0) {
            throw ModelCache.closedException();
        }
    }

    private void followEvery(Duration interval) {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                follow();
            }
        } catch (InterruptedException e) {
            LOG.warn("aliases are not followed any longer: their thread was interrupted", e);
        }
    }

    /** Follows aliases, and forgets models that were deleted or not used for long. */
    private void follow() {
        try {
            routes.refresh();
            for (ModelId id : models.cached()) {
                if (registry.find(id).isEmpty()) {
                    models.forget(id);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the models in use could not be looked up", e);
        }
        models.tidy();
    }

    /** How many models are open, by ids, by aliases and by leases. */
    public int openModels() {
        return models.count();
    }

    @Override
    public void close() {
        closed.countDown();
        routes.close();
        models.close();
        loaders.shutdown();
        try {
            folder.close();
        } catch (IOException e) {
            LOG.warn("the folder of local copies could not be closed", e);
        }
    }

    /** Options of a {@link BlobModelProvider}. Not shared between threads. */
    public static final class Builder {
        private final BlobStore store;
        private final ModelRegistry registry;
        private final Path folder;
        private long folderBytes = 20L << 30;
        private long openBytes = 8L << 30;
        private Duration expiry = Duration.ofDays(1);
        private Duration refreshInterval = Duration.ofSeconds(10);
        private Consumer<Recommender> warmUp = recommender -> recommender.recommend(Query.popular());
        private ProviderListener listener = ProviderListener.none();

        private Builder(BlobStore store, ModelRegistry registry, Path folder) {
            this.store = store;
            this.registry = registry;
            this.folder = folder;
        }

        /**
         * How many bytes the local copies may have together; 20 GiB by default. Copies in use count, but stay even if
         * they exceed it. A larger model is refused.
         */
        public Builder folderBytes(long bytes) {
            this.folderBytes = requirePositive("folderBytes", bytes);
            return this;
        }

        /** How many bytes the files of models that were asked for by id may have together; 8 GiB by default. */
        public Builder openBytes(long bytes) {
            this.openBytes = requirePositive("openBytes", bytes);
            return this;
        }

        /** How long a model stays open after it was last asked for; a day by default. */
        public Builder expiry(Duration time) {
            requirePositive("expiry", time.toMillis());
            this.expiry = time;
            return this;
        }

        /** How often aliases and the default are looked up again; every 10 seconds by default. */
        public Builder refreshInterval(Duration time) {
            requirePositive("refreshInterval", time.toMillis());
            this.refreshInterval = time;
            return this;
        }

        /**
         * What to ask each model before it answers callers; one query for popular items by default. A model for which
         * this throws is refused.
         */
        public Builder warmUp(Consumer<Recommender> questions) {
            this.warmUp = questions;
            return this;
        }

        /** Who hears what the provider does; nobody by default. */
        public Builder listener(ProviderListener hearer) {
            this.listener = hearer;
            return this;
        }

        /**
         * Opens the provider. The store and the registry stay the caller's to close.
         *
         * @throws IOException if the folder cannot be used
         */
        public BlobModelProvider build() throws IOException {
            return new BlobModelProvider(this);
        }

        private static long requirePositive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1: " + value);
            }
            return value;
        }
    }
}
