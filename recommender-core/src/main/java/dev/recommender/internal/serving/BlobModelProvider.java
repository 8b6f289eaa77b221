package dev.recommender.internal.serving;

import dev.recommender.Query;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.util.SafeListener;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelProvider;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ProviderListener;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.IOFunction;
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
 * <p>Two kinds of models are open. A model asked for by id stays open until it has been idle for a set time or other
 * models need its place. The models of the aliases in use stay open regardless of their size. Each is open once, and
 * until its last lease is closed.
 *
 * <p>A process that has opened a model deletes its local copy within ten minutes of the deleted model's closing, or upon
 * {@link #refresh}. Any other process deletes it a day after it was last opened.
 */
public final class BlobModelProvider implements ModelProvider {
    private static final Logger LOG = LoggerFactory.getLogger(BlobModelProvider.class);
    private static final int LOADERS = 4;
    private static final int LOADER_IDLE_SECONDS = 10;
    private static final Duration COPIES_INTERVAL = Duration.ofMinutes(10);

    private final ModelRegistry registry;
    private final ModelFiles files;
    private final LocalModels folder;
    private final ThreadPoolExecutor loaders;
    private final ModelCache models;
    private final AliasRoutes routes;
    private final CountDownLatch closed = new CountDownLatch(1);

    private BlobModelProvider(Builder options, BlobStore store, ModelRegistry registry, Path folder)
            throws IOException {
        this.registry = registry;
        this.files = new ModelFiles(store);
        this.folder = new LocalModels(folder, options.folderBytes, files);
        SafeListener<ProviderListener> listener = new SafeListener<>(options.listener);
        this.loaders = new ThreadPoolExecutor(
                LOADERS,
                LOADERS,
                LOADER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "recommender-model-loader"));
        loaders.allowCoreThreadTimeOut(true);
        ModelLoader loader = new ModelLoader(registry, this.folder, options.warmUp);
        this.models = new ModelCache(loader, loaders, listener, options.openBytes, options.expiry);
        this.routes = new AliasRoutes(registry, models, listener, options.expiry);
        daemon(() -> followEvery(options.refreshInterval), "recommender-model-refresher")
                .start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The default options. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ModelLease open(ModelId id) throws IOException {
        return new OpenLease(models.acquire(id));
    }

    @Override
    public ModelLease open(String alias, Optional<String> user) throws IOException {
        return new OpenLease(routes.acquire(alias, user));
    }

    /**
     * Checks a model that is to answer: that it opens, and that the store has its file as it was stored. Copies on this machine
     * prove nothing, so the file is read there unless opening it has just fetched it.
     *
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     * @throws dev.recommender.registry.ModelNotCompletedException if it is not completed
     * @throws dev.recommender.registry.ModelUnavailableException if its file is missing or damaged, or does not open
     */
    public void check(ModelId id) throws IOException {
        long start = System.nanoTime();
        OpenModel model = models.acquire(id);
        try {
            if (!model.fetchedAfter(start)) {
                files.requireWhole(id, model.record().file().orElseThrow());
            }
        } finally {
            model.release();
        }
    }

    /** As {@link #check}, of a model whose file this process has just stored: it is there, and need not be read. */
    public void checkStored(ModelId id) throws IOException {
        OpenModel model = models.acquire(id);
        try {
            files.requireThere(id, model.record().file().orElseThrow());
        } finally {
            model.release();
        }
    }

    /**
     * Makes a model's file that was just saved and stored the local copy of the model, so that it need not be fetched. The
     * file is moved.
     */
    public void adopt(ModelId id, ModelFile file, Path saved) throws IOException {
        folder.adopt(id, file, saved);
    }

    /**
     * What a function makes of a model, which stays open meanwhile.
     *
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     * @throws dev.recommender.registry.ModelNotCompletedException if it is not completed
     * @throws dev.recommender.registry.ModelUnavailableException if it cannot be opened
     */
    public <T> T with(ModelId id, IOFunction<TrainedModel, T> function) throws IOException {
        OpenModel model = models.acquire(id);
        try {
            return function.apply(model.model());
        } finally {
            model.release();
        }
    }

    /** Closes a model that was deleted as soon as no call uses it, and deletes its local copies. */
    public void forget(ModelId id) throws IOException {
        models.forget(id);
        folder.delete(id);
    }

    /**
     * Follows an alias at once that this process has changed, if it is in use. Returns when that has taken effect or failed, which
     * the listener is told.
     */
    public void follow(String alias) {
        routes.refresh(alias);
    }

    /** Answers no longer from a model that this process has deleted, neither by its id nor by the aliases that it had. */
    public void followDeletion(ModelId id) {
        routes.refresh(id);
        models.forget(id);
    }

    @Override
    public void refresh() {
        models.forgetFailures();
        follow();
        deleteCopies();
    }

    private void followEvery(Duration interval) {
        long start = System.nanoTime();
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                follow();
                if (System.nanoTime() - start >= COPIES_INTERVAL.toNanos()) {
                    deleteCopies();
                    start = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("aliases are no longer followed: their thread was interrupted", e);
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

    /** Deletes the local copies of models that were deleted. A look at a record for each copy: not done as often as the rest. */
    private void deleteCopies() {
        try {
            folder.deleteGone(id -> registry.find(id).isPresent());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the local copies of deleted models stay until later: {}", Failures.describe(e));
        }
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
        private long folderBytes = 20L << 30;
        private long openBytes = 8L << 30;
        private Duration expiry = Duration.ofDays(1);
        private Duration refreshInterval = Duration.ofSeconds(10);
        private Consumer<Recommender> warmUp = recommender -> recommender.recommend(Query.popular());
        private ProviderListener listener = ProviderListener.none();

        private Builder() {}

        /**
         * How many bytes the local copies may have together; default: 20 GiB. Copies in use count, but stay even if they
         * exceed it. A larger model is refused.
         */
        public Builder folderBytes(long bytes) {
            this.folderBytes = Arguments.requireAtLeast("folderBytes", bytes, 1L);
            return this;
        }

        /** How many bytes the files of models that were asked for by id may have together; default: 8 GiB. */
        public Builder openBytes(long bytes) {
            this.openBytes = Arguments.requireAtLeast("openBytes", bytes, 1L);
            return this;
        }

        /** How long a model stays open after it was last asked for; default: a day. */
        public Builder expiry(Duration time) {
            this.expiry = Arguments.requirePositiveMillis("expiry", time);
            return this;
        }

        /** How often aliases in use are looked up again; default: every 10 seconds. */
        public Builder refreshInterval(Duration time) {
            this.refreshInterval = Arguments.requirePositiveMillis("refreshInterval", time);
            return this;
        }

        /**
         * What to ask each model before it answers callers; default: one query for popular items. A model for which this
         * throws is refused.
         */
        public Builder warmUp(Consumer<Recommender> questions) {
            this.warmUp = Arguments.requireNonNull("warmUp", questions);
            return this;
        }

        /** Is called with what the provider does; default: nothing is. */
        public Builder listener(ProviderListener listener) {
            this.listener = Arguments.requireNonNull("listener", listener);
            return this;
        }

        /**
         * Opens the provider. The store and the registry stay the caller's to close.
         *
         * @param registry says which models there are
         * @param folder for local copies; created if needed, and shared by any number of processes
         * @throws IOException if the folder cannot be used
         */
        public BlobModelProvider open(BlobStore store, ModelRegistry registry, Path folder) throws IOException {
            return new BlobModelProvider(this, store, registry, folder);
        }
    }
}
