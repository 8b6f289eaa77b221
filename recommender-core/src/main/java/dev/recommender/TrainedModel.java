package dev.recommender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * An immutable model of any algorithm. Shared freely between threads.
 *
 * <p>All methods but {@link #close} and {@link #metadata} throw {@link IllegalStateException} once the model is closed.
 */
public interface TrainedModel extends AutoCloseable {
    /** A recommender that answers from this model. */
    Recommender recommender();

    /**
     * A recommender that answers from this model, but takes the history of a query's user from the application instead
     * of the model.
     */
    Recommender recommender(UserHistoryProvider histories);

    /** What the model was trained from and how. Read once, and there at any time: even while the model is closed, and after. */
    ModelMetadata metadata();

    /** The items, most popular first. */
    Iterator<String> items();

    /** The users whose histories the model holds, by id in the order of code points. */
    Iterator<String> users();

    /** What the catalog says of an item; empty if the model was trained without one, or the catalog lacks the item. */
    Optional<CatalogItem> item(String id);

    /**
     * The most popular items, each with how popular it is: as a rule the number of users who took it.
     *
     * @param count how many items at most; at least 1
     * @throws IllegalArgumentException if the count is less than 1
     */
    List<ScoredId> popularItems(int count);

    /**
     * This model without a user's history, as if it had never been kept. What the user contributed to as one of many stays
     * as it is until the next training. A model that was opened from a file is to be saved before this one is closed.
     */
    TrainedModel forget(String user);

    /** This model without the histories of several users, as {@link #forget(String)} leaves one out. */
    default TrainedModel forget(Collection<String> users) {
        TrainedModel left = this;
        for (String user : users) {
            left = left.forget(user);
        }
        return left;
    }

    /**
     * Writes the model to a file. The file appears complete or not at all: an existing one is replaced in one step.
     *
     * @throws IOException if it cannot be written; then nothing is left behind
     */
    void save(Path file) throws IOException;

    /** As {@link #save}; computes the digest of the file while it is written, for callers that store or send it. */
    SavedModel saveWithDigest(Path file) throws IOException;

    /**
     * Releases what the model holds, after queries in progress have ended. Later calls on it or its recommender throw
     * {@link IllegalStateException}.
     *
     * @throws IllegalStateException if a query calls it, from a predicate for example, since it would wait for itself
     */
    @Override
    void close();
}
