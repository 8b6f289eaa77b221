package dev.recommender.internal.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.recommender.RecommenderException;
import dev.recommender.internal.util.SafeListener;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.ProviderListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The models that are open, each once, and their references. The cache holds one reference to each of its models, and each
 * caller gets another. So what the cache drops stays open for those who use it, and is found again while it is. Shared
 * between threads.
 */
final class ModelCache {
    private static final Duration FAILURE_EXPIRY = Duration.ofMinutes(1);
    private static final int MAX_FAILURES = 1000;

    /** Bytes per unit of the cache's weights, which are ints. */
    private static final long WEIGHT = 1 << 10;

    private final ModelLoader loader;
    private final Executor executor;
    private final SafeListener<ProviderListener> listener;
    private final Cache<ModelId, OpenModel> cache;
    private final Cache<ModelId, ModelUnavailableException> failures;
    private final Map<ModelId, OpenModel> open = new ConcurrentHashMap<>();
    private final Map<ModelId, Load> loads = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Starts without models.
     *
     * @param executor loads models; outlives this
     */
    ModelCache(
            ModelLoader loader,
            Executor executor,
            SafeListener<ProviderListener> listener,
            long maxBytes,
            Duration expiry) {
        this.loader = loader;
        this.executor = executor;
        this.listener = listener;
        this.cache = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(expiry)
                .maximumWeight(maxBytes / WEIGHT)
                .weigher((ModelId id, OpenModel model) -> (int) Math.min(Integer.MAX_VALUE, model.bytes() / WEIGHT + 1))
                .removalListener(this::removed)
                .build();
        this.failures = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterWrite(FAILURE_EXPIRY)
                .maximumSize(MAX_FAILURES)
                .build();
    }

    /** A load in progress. The waiters are counted by computations on its entry of the map. */
    private static final class Load {
        private final CompletableFuture<OpenModel> future = new CompletableFuture<>();
        private int waiters = 1;
        private boolean forgotten;
    }

    /** A model with a reference for the caller, loaded once however many ask. */
    OpenModel acquire(ModelId id) throws IOException {
        if (closed) {
            throw closedException();
        }
        OpenModel cached = cache.getIfPresent(id);
        if (cached != null && cached.retain()) {
            listener.report(to -> to.hit(id));
            return cached;
        }
        ModelUnavailableException failure = failures.getIfPresent(id);
        if (failure != null) {
            throw new ModelUnavailableException(
                    id, "it could not be opened recently; refresh to try again at once", failure);
        }
        AtomicReference<@Nullable OpenModel> found = new AtomicReference<>();
        AtomicReference<@Nullable Load> started = new AtomicReference<>();
        Load load = loads.compute(id, (key, running) -> {
            if (running != null) {
                running.waiters++;
                return running;
            }
            OpenModel model = open.get(key);
            if (model != null && model.retain()) {
                found.set(model);
                return null;
            }
            Load fresh = new Load();
            started.set(fresh);
            return fresh;
        });
        OpenModel model = found.get();
        if (model != null) {
            model.retainMore(1);
            remember(id, model);
            listener.report(to -> to.hit(id));
            return model;
        }
        return started.get() == null ? await(id, load) : start(id, load);
    }

    private OpenModel start(ModelId id, Load load) throws IOException {
        try {
            executor.execute(() -> run(id, load));
        } catch (RejectedExecutionException e) {
            loads.remove(id, load);
            load.future.completeExceptionally(closedException());
        }
        return await(id, load);
    }

    private void run(ModelId id, Load load) {
        long start = System.nanoTime();
        OpenModel model;
        try {
            model = loader.load(id, this::closed);
        } catch (IOException | RecommenderException | IllegalStateException e) {
            fail(id, load, e);
            return;
        } catch (Throwable e) {
            // An algorithm's code may throw anything, and callers wait.
            fail(id, load, new ModelUnavailableException(id, "it could not be opened: " + e, e));
            return;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        count.incrementAndGet();
        // Before anyone can get the model, so that no hit and no end is reported first.
        listener.report(to -> to.loaded(id, duration, model.bytes()));
        open.put(id, model);
        loads.compute(id, (key, running) -> {
            model.retainMore(load.waiters);
            return null;
        });
        remember(id, model);
        if (load.forgotten) {
            cache.invalidate(id);
        }
        load.future.complete(model);
    }

    private void fail(ModelId id, Load load, Exception failure) {
        if (failure instanceof ModelUnavailableException unavailable) {
            failures.put(id, unavailable);
        }
        loads.remove(id, load);
        listener.report(to -> to.loadFailed(id, failure));
        load.future.completeExceptionally(failure);
    }

    /** Gives the cache a reference, which it drops at once if it is closed. */
    private void remember(ModelId id, OpenModel model) {
        if (cache.asMap().put(id, model) == model) {
            // Two have remembered it at once; replacing a model by itself is no removal to the cache.
            model.release();
        }
        // Else the cache may keep what is over its limit until it is used again, if another thread is tidying it just
        // now.
        cache.cleanUp();
        if (closed) {
            cache.invalidate(id);
        }
    }

    private static OpenModel await(ModelId id, Load load) throws IOException {
        try {
            return load.future.get();
        } catch (InterruptedException e) {
            CompletableFuture<Void> unused = load.future.thenAccept(OpenModel::release);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while model " + id + " is being opened");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw new IOException("model " + id + ": " + failure.getMessage(), failure);
            }
            throw (RuntimeException) cause;
        }
    }

    /** Drops the cache's reference to a model; one that is being loaded is not kept. */
    void forget(ModelId id) {
        loads.computeIfPresent(id, (key, load) -> {
            load.forgotten = true;
            return load;
        });
        cache.invalidate(id);
        failures.invalidate(id);
    }

    /** Lets models be tried again that could not be opened. */
    void forgetFailures() {
        failures.invalidateAll();
    }

    /** The models whose references the cache holds. */
    List<ModelId> cached() {
        return List.copyOf(cache.asMap().keySet());
    }

    /** Drops what has expired. */
    void tidy() {
        cache.cleanUp();
    }

    /** How many models are open. */
    int count() {
        return count.get();
    }

    /** Refuses further calls, and drops the cache's references. */
    void close() {
        closed = true;
        cache.invalidateAll();
        cache.cleanUp();
    }

    private void removed(@Nullable ModelId id, @Nullable OpenModel model, RemovalCause cause) {
        if (id == null || model == null) {
            return;
        }
        if (cause.wasEvicted()) {
            listener.report(to -> to.evicted(id));
        }
        model.release();
    }

    private void closed(OpenModel model) {
        ModelId id = model.record().id();
        open.remove(id, model);
        count.decrementAndGet();
        listener.report(to -> to.closed(id));
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("the model provider is closed");
    }
}
