package dev.recommender.registry;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Recommender;
import java.util.Optional;

/**
 * A model of a {@link ModelProvider}, open until the lease is closed, whatever happens to the model meanwhile. Shared
 * freely between threads.
 */
public interface ModelLease extends AutoCloseable {
    /** What the registry knew of the model when it was opened. */
    ModelRecord model();

    /** What the model file says of its training. */
    ModelMetadata metadata();

    /**
     * What the model's catalog says of an item; empty if it was trained without one, or the catalog lacks the item.
     *
     * @throws IllegalStateException if the lease is closed
     */
    Optional<CatalogItem> item(String id);

    /**
     * A recommender that answers from this model, until the lease is closed.
     *
     * @throws IllegalStateException if the lease is closed
     */
    Recommender recommender();

    /**
     * Gives the model back; it is closed after the last lease. Calls of {@link #recommender} under way are finished first;
     * later ones throw {@link IllegalStateException}. Closing again does nothing.
     */
    @Override
    void close();
}
