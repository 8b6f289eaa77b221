package dev.recommender.internal.serving;

import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which open models answer under an alias since it was last looked up. Holds a reference to each of them.
 * Shared between threads.
 */
final class AliasRoute {
    private static final long TOUCH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Alias alias;
    private final Map<ModelId, OpenModel> models;
    private volatile long lastUse = System.nanoTime();

    /**
     * Takes over one reference to each model.
     *
     * @param models the models of the alias that could be opened; at least one
     */
    AliasRoute(Alias alias, Map<ModelId, OpenModel> models) {
        this.alias = alias;
        this.models = new LinkedHashMap<>(models);
    }

    /** The model that answers for a user; if it could not be opened, the first one that could. */
    OpenModel choose(Optional<String> user) {
        ModelId chosen = (user.isPresent() ? alias.modelFor(user.get()) : alias.firstModel()).orElseThrow();
        OpenModel model = models.get(chosen);
        return Objects.requireNonNullElseGet(
                model, () -> models.values().iterator().next());
    }

    /** Whether this is what the alias is and every one of its models is open. */
    boolean follows(Alias current) {
        return sameShares(current) && models.size() == current.shares().size();
    }

    /** Whether the alias is shared as it was. */
    boolean sameShares(Alias current) {
        return alias.shares().equals(current.shares());
    }

    List<ModelId> models() {
        return alias.shares().stream().map(Share::model).toList();
    }

    /** Notes a use, no more often than needed, since many threads do. */
    void touch() {
        long now = System.nanoTime();
        if (now - lastUse > TOUCH_NANOS) {
            lastUse = now;
        }
    }

    boolean unusedFor(Duration time) {
        return System.nanoTime() - lastUse > time.toNanos();
    }

    void release() {
        models.values().forEach(OpenModel::release);
    }
}
