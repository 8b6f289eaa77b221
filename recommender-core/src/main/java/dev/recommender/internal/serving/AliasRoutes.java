package dev.recommender.internal.serving;

import dev.recommender.RecommenderException;
import dev.recommender.internal.util.SafeListener;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The aliases in use, with the models that answer under them. A route is replaced when all models of the new one are open
 * and warm. Shared between threads.
 */
final class AliasRoutes {
    private static final int STRIPES = 64;

    private final ModelRegistry registry;
    private final ModelCache models;
    private final SafeListener<ProviderListener> listener;
    private final Duration expiry;
    private final Map<String, AliasRoute> routes = new ConcurrentHashMap<>();

    /** The names of the routes, and of the routes that are being looked up. */
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();

    /** A thread that changes a route holds the lock of its stripe. */
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    private volatile boolean closed;

    AliasRoutes(ModelRegistry registry, ModelCache models, SafeListener<ProviderListener> listener, Duration expiry) {
        this.registry = registry;
        this.models = models;
        this.listener = listener;
        this.expiry = expiry;
    }

    /** The model that answers, with a reference for the caller. */
    OpenModel acquire(String alias, Optional<String> user) throws IOException {
        while (true) {
            AliasRoute route = routes.get(alias);
            if (route == null) {
                establish(alias);
                continue;
            }
            OpenModel model = route.choose(user);
            // It is gone if the route has just been replaced.
            if (model.retain()) {
                route.touch();
                ModelId id = model.record().id();
                listener.report(to -> to.hit(id));
                return model;
            }
        }
    }

    /** Looks up a route that is not there; does nothing if another thread has. */
    private void establish(String name) throws IOException {
        ReentrantLock lock = lock(name);
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread opens models");
        }
        try {
            if (!closed && !routes.containsKey(name)) {
                wanted.add(name);
                Alias alias = lookUp(name);
                routes.put(name, new AliasRoute(alias, openSome(name, alias)));
            }
            if (closed) {
                drop(name);
                throw ModelCache.closedException();
            }
        } finally {
            if (!routes.containsKey(name)) {
                wanted.remove(name);
            }
            lock.unlock();
        }
    }

    /** Opens as many models of an alias as can be; throws what the first one did if none can. */
    private Map<ModelId, OpenModel> openSome(String name, Alias alias) throws IOException {
        Map<ModelId, OpenModel> opened = new LinkedHashMap<>();
        Exception first = null;
        boolean done = false;
        try {
            for (Share share : alias.shares()) {
                try {
                    opened.put(share.model(), models.acquire(share.model()));
                } catch (IOException | RecommenderException e) {
                    first = first == null ? e : first;
                    listener.report(to -> to.rerouteFailed(name, e));
                }
            }
            if (opened.isEmpty()) {
                throwAny(first);
            }
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.values().forEach(OpenModel::release);
            }
        }
    }

    private static void throwAny(@Nullable Exception failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new IllegalStateException("an alias without models", failure);
    }

    /** Follows every alias in use. */
    void refresh() {
        List.copyOf(wanted).forEach(name -> refresh(name, route -> true));
    }

    /** Follows the aliases in use under which a model answers that is deleted. It answers under none of them afterwards. */
    void refresh(ModelId model) {
        // Those that are being looked up, too: they may have found it before.
        for (String name : List.copyOf(wanted)) {
            refresh(name, route -> route.models().contains(model));
            dropIfStillWith(model, name);
        }
    }

    /** Where another model of an alias could not be opened, the next call opens those that can be. */
    private void dropIfStillWith(ModelId model, String name) {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            AliasRoute route = routes.get(name);
            if (route != null && route.models().contains(model)) {
                drop(name);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Follows an alias, if it is in use. */
    void refresh(String name) {
        refresh(name, route -> true);
    }

    private void refresh(String name, Predicate<AliasRoute> which) {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            AliasRoute route = routes.get(name);
            if (route != null && which.test(route)) {
                refresh(name, route);
            }
        } finally {
            lock.unlock();
        }
    }

    private void refresh(String name, AliasRoute route) {
        if (route.unusedFor(expiry)) {
            drop(name);
            return;
        }
        try {
            Alias alias = lookUp(name);
            if (!route.follows(alias)) {
                replace(name, route, new AliasRoute(alias, openAll(alias)));
                tellRerouted(name, alias);
            }
        } catch (UnknownAliasException e) {
            drop(name);
            listener.report(to -> to.rerouted(name, List.of()));
        } catch (UnknownModelException e) {
            if (e.id().isEmpty()) {
                drop(name);
                listener.report(to -> to.rerouted(name, List.of()));
            } else {
                listener.report(to -> to.rerouteFailed(name, e));
            }
        } catch (IOException | RuntimeException e) {
            listener.report(to -> to.rerouteFailed(name, e));
        }
    }

    /** Replaces a route by another, unless all routes were dropped in the meantime. */
    private void replace(String name, AliasRoute old, AliasRoute fresh) {
        (routes.replace(name, old, fresh) ? old : fresh).release();
    }

    private void tellRerouted(String name, Alias alias) {
        List<ModelId> now = alias.shares().stream().map(Share::model).toList();
        listener.report(to -> to.rerouted(name, now));
    }

    /** Opens all models of an alias, or none. */
    private Map<ModelId, OpenModel> openAll(Alias alias) throws IOException {
        Map<ModelId, OpenModel> opened = new LinkedHashMap<>();
        boolean all = false;
        try {
            for (Share share : alias.shares()) {
                opened.put(share.model(), models.acquire(share.model()));
            }
            all = true;
            return opened;
        } finally {
            if (!all) {
                opened.values().forEach(OpenModel::release);
            }
        }
    }

    /** What an alias is now, with at least one share. */
    private Alias lookUp(String name) throws IOException {
        Alias alias = registry.alias(name).orElseThrow(() -> new UnknownAliasException(name));
        if (alias.shares().isEmpty()) {
            throw UnknownModelException.noneOf(name);
        }
        return alias;
    }

    private void drop(String name) {
        wanted.remove(name);
        AliasRoute route = routes.remove(name);
        if (route != null) {
            route.release();
        }
    }

    /** Drops all routes; none comes after. */
    void close() {
        closed = true;
        List.copyOf(routes.keySet()).forEach(this::drop);
    }

    private ReentrantLock lock(String name) {
        return locks.get(Math.floorMod(name.hashCode(), STRIPES));
    }
}
