package dev.recommender.internal.serving;

import dev.recommender.RecommenderException;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The aliases in use, and the default, with the models that answer for them. A route is replaced when all models of the
 * new one are open and warm. Shared between threads.
 */
final class AliasRoutes {
    private static final int STRIPES = 64;
    private static final String DEFAULT_NAME = "default";

    private final ModelRegistry registry;
    private final ModelCache models;
    private final SafeListener listener;
    private final Duration expiry;
    private final Map<Optional<String>, AliasRoute> routes = new ConcurrentHashMap<>();

    /** The keys of the routes, and of those that are being looked up. */
    private final Set<Optional<String>> wanted = ConcurrentHashMap.newKeySet();

    /** Whoever changes a route holds the lock of its stripe. */
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    private volatile boolean closed;

    AliasRoutes(ModelRegistry registry, ModelCache models, SafeListener listener, Duration expiry) {
        this.registry = registry;
        this.models = models;
        this.listener = listener;
        this.expiry = expiry;
    }

    /**
     * The model that answers, with a reference for the caller.
     *
     * @param alias the alias; empty for the default
     */
    OpenModel acquire(Optional<String> alias, Optional<String> user) throws IOException {
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
                listener.tell(to -> to.hit(id));
                return model;
            }
        }
    }

    /** Looks up a route that is not there; does nothing if another thread has. */
    private void establish(Optional<String> key) throws IOException {
        ReentrantLock lock = lock(key);
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread opens models");
        }
        try {
            if (!closed && !routes.containsKey(key)) {
                wanted.add(key);
                Alias alias = lookUp(key);
                routes.put(key, new AliasRoute(alias, openSome(key, alias)));
            }
            if (closed) {
                drop(key);
                throw ModelCache.closedException();
            }
        } finally {
            if (!routes.containsKey(key)) {
                wanted.remove(key);
            }
            lock.unlock();
        }
    }

    /** Opens as many models of an alias as can be; throws what the first one did if none can. */
    private Map<ModelId, OpenModel> openSome(Optional<String> key, Alias alias) throws IOException {
        Map<ModelId, OpenModel> opened = new LinkedHashMap<>();
        Exception first = null;
        boolean done = false;
        try {
            for (Share share : alias.shares()) {
                try {
                    opened.put(share.model(), models.acquire(share.model()));
                } catch (IOException | RecommenderException e) {
                    first = first == null ? e : first;
                    listener.tell(to -> to.moveFailed(key, e));
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
        for (Optional<String> key : List.copyOf(wanted)) {
            ReentrantLock lock = lock(key);
            lock.lock();
            try {
                AliasRoute route = routes.get(key);
                if (route != null) {
                    refresh(key, route);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void refresh(Optional<String> key, AliasRoute route) {
        if (route.unusedFor(expiry)) {
            drop(key);
            return;
        }
        try {
            Alias alias = lookUp(key);
            if (!route.follows(alias)) {
                replace(key, route, new AliasRoute(alias, openAll(alias)));
                tellMoved(key, alias);
            }
        } catch (UnknownAliasException e) {
            drop(key);
            listener.tell(to -> to.moved(key, List.of()));
        } catch (UnknownModelException e) {
            if (e.id().isEmpty()) {
                drop(key);
                listener.tell(to -> to.moved(key, List.of()));
            } else {
                listener.tell(to -> to.moveFailed(key, e));
            }
        } catch (IOException | RuntimeException e) {
            listener.tell(to -> to.moveFailed(key, e));
        }
    }

    /** Puts a route into the place of another, unless all were dropped meanwhile. */
    private void replace(Optional<String> key, AliasRoute old, AliasRoute fresh) {
        (routes.replace(key, old, fresh) ? old : fresh).release();
    }

    private void tellMoved(Optional<String> key, Alias alias) {
        List<ModelId> now = alias.shares().stream().map(Share::model).toList();
        listener.tell(to -> to.moved(key, now));
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

    /** What an alias is now, with at least one share; the default is seen as an alias of a single model. */
    private Alias lookUp(Optional<String> key) throws IOException {
        if (key.isPresent()) {
            String name = key.get();
            Alias alias = registry.alias(name).orElseThrow(() -> new UnknownAliasException(name));
            if (alias.shares().isEmpty()) {
                throw UnknownModelException.noneOf(name);
            }
            return alias;
        }
        ModelRecord model = registry.defaultModel().orElseThrow(UnknownModelException::noDefault);
        List<Share> share = List.of(new Share(model.id(), 1));
        Revision revision = new Revision(1, share, model.created(), "", OptionalInt.empty());
        return new Alias(DEFAULT_NAME, List.of(revision));
    }

    private void drop(Optional<String> key) {
        wanted.remove(key);
        AliasRoute route = routes.remove(key);
        if (route != null) {
            route.release();
        }
    }

    /** Drops all routes; none comes after. */
    void close() {
        closed = true;
        List.copyOf(routes.keySet()).forEach(this::drop);
    }

    private ReentrantLock lock(Optional<String> key) {
        return locks.get(Math.floorMod(key.hashCode(), STRIPES));
    }
}
