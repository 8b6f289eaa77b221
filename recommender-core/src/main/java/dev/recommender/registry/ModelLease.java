package dev.recommender.registry;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Query;
import dev.recommender.Recommender;
import java.util.Iterator;
import java.util.Optional;

/**
 * An open model of a {@link ModelProvider}: the answers, the names of items and the origin of one and the same model.
 * It stays open until the lease is closed, even if the model is replaced or deleted in the meantime. Shared freely
 * between threads.
 *
 * <p>Answers follow the {@link AnswerDefaults} that the model was requested with.
 */
public interface ModelLease extends AutoCloseable {
    /** What the registry knew of the model when it was opened. */
    ModelRecord record();

    /**
     * What the model file says of its training.
     *
     * @throws IllegalStateException if the lease is closed
     */
    ModelMetadata metadata();

    /**
     * What the model's catalog says of an item; empty if it was trained without one, or the catalog lacks the item.
     *
     * @throws IllegalStateException if the lease is closed
     */
    Optional<CatalogItem> item(String id);

    /**
     * The items of the model, most popular first.
     *
     * @throws IllegalStateException if the lease is closed
     */
    Iterator<String> items();

    /**
     * The users whose histories the model holds, by id in the order of code points.
     *
     * @throws IllegalStateException if the lease is closed
     */
    Iterator<String> users();

    /**
     * What the model recommends.
     *
     * @throws IllegalStateException if the lease is closed
     */
    default Answer recommend(Query query) {
        return new Answer(record().id(), recommender().recommend(query));
    }

    /**
     * A recommender that answers from this model, until the lease is closed.
     *
     * @throws IllegalStateException if the lease is closed
     */
    Recommender recommender();

    /**
     * Gives the model back. The model is closed after the last lease. Calls of {@link #recommender} in progress are
     * finished first; later ones throw {@link IllegalStateException}. Closing again does nothing.
     */
    @Override
    void close();
}
