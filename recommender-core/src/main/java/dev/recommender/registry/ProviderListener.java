package dev.recommender.registry;

import java.time.Duration;
import java.util.List;

/**
 * Is called with what a {@link ModelProvider} does, for metrics and alarms. Many threads call it, including threads
 * that ask for recommendations, so it must be thread-safe and quick. What it throws is logged and otherwise ignored.
 */
public interface ProviderListener {
    /** A listener that ignores everything. */
    static ProviderListener none() {
        return new ProviderListener() {};
    }

    /** A listener that tells all of these, in this order. What one of them throws is logged, and the others are told all the same. */
    static ProviderListener all(List<ProviderListener> listeners) {
        return new ProviderListeners(listeners);
    }

    /** A model was asked for and was open. */
    default void hit(ModelId model) {}

    /**
     * A model was fetched, verified, opened and warmed. Called before it answers anyone.
     *
     * @param duration how long that took together
     * @param bytes the length of its file
     */
    default void loaded(ModelId model, Duration duration, long bytes) {}

    /** A model that was asked for could not be opened. */
    default void loadFailed(ModelId model, Throwable failure) {}

    /** A model was not asked for by its id for long, or others needed its place; it is closed after its last use. */
    default void evicted(ModelId model) {}

    /** A model was closed. */
    default void closed(ModelId model) {}

    /**
     * Other models answer under an alias in use from now on.
     *
     * @param models the models, each once; none if the alias was deleted or has no model
     */
    default void rerouted(String alias, List<ModelId> models) {}

    /**
     * An alias in use could not be looked up or followed, and the same models answer as before. If the alias was not in
     * use before, the models that could be opened answer.
     */
    default void rerouteFailed(String alias, Throwable failure) {}
}
