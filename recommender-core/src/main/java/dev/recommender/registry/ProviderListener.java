package dev.recommender.registry;

import dev.recommender.internal.serving.BlobModelProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hears what a {@link BlobModelProvider} does, to count it or to raise an alarm. Called by many threads, also by those
 * that ask for recommendations, so it must be thread-safe and quick. What it throws is logged and otherwise ignored.
 */
public interface ProviderListener {
    /** A listener that ignores everything. */
    static ProviderListener none() {
        return new ProviderListener() {};
    }

    /** A model was asked for and was open. */
    default void hit(ModelId model) {}

    /**
     * A model was fetched, verified, opened and warmed. Told before it answers anyone.
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
     * An alias or the default in use is answered by other models from now on.
     *
     * @param alias the alias; empty for the default
     * @param models the models, each once; none if the alias or default is gone
     */
    default void moved(Optional<String> alias, List<ModelId> models) {}

    /**
     * An alias or the default in use could not be looked up or followed, and is answered as before; of an alias that was
     * not in use before, models that could be opened answer instead of those that could not.
     *
     * @param alias the alias; empty for the default
     */
    default void moveFailed(Optional<String> alias, Throwable failure) {}
}
