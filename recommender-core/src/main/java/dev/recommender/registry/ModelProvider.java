package dev.recommender.registry;

import dev.recommender.ModelFormatException;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Stores trained models, and opens them again wherever they are asked for. Shared freely between threads.
 *
 * <p>A stored model is visible only by the {@link ModelRegistry}, whose record holds its digest: what is opened is what
 * was stored. A model that is in use stays open; the first call for one waits until it is fetched, verified and opened,
 * which happens once however many ask. An alias and the default are looked up once, then followed in the background: a
 * move is seen after a while or upon {@link #refresh}, and answers come from the old models until all new ones are open
 * and warm. If one of them cannot be opened the old ones go on serving.
 *
 * <p>Methods throw {@link IOException} if the store cannot be reached, {@link ModelUnavailableException} if a model's file
 * is missing or damaged, and {@link IllegalStateException} after {@link #close}.
 */
public interface ModelProvider extends AutoCloseable {
    /**
     * Stores the file of a trained model under a fresh name, after checking that it is one. Only
     * {@link ModelRegistry#complete} makes it visible.
     *
     * @return where it is stored
     * @throws ModelFormatException if the file is not a model
     */
    ModelFile store(ModelId id, Path file) throws IOException;

    /**
     * Deletes what is stored of a model and closes it as soon as no call uses it. Deleting nothing is no error.
     *
     * @return how many files were deleted from the store
     */
    int delete(ModelId id) throws IOException;

    /**
     * A model that is completed; the caller closes the lease.
     *
     * @throws UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if it is not completed
     */
    ModelLease open(ModelId id) throws IOException;

    /**
     * The default model; the caller closes the lease.
     *
     * @throws UnknownModelException if there is no default
     */
    ModelLease openDefault() throws IOException;

    /**
     * The model that answers for a user of an alias, always the same one while its shares stay the same; the caller closes
     * the lease.
     *
     * @param user whom to answer; without one, the alias's first model answers
     * @throws InvalidAliasException if no alias can be called so
     * @throws UnknownAliasException if there is no such alias
     * @throws UnknownModelException if it has no model any longer
     */
    ModelLease openAlias(String alias, Optional<String> user) throws IOException;

    /** What a model recommends; see {@link #open}. */
    default Recommendations recommend(ModelId id, Query query) throws IOException {
        try (ModelLease lease = open(id)) {
            return lease.recommender().recommend(query);
        }
    }

    /** What the default model recommends; see {@link #openDefault}. */
    default Recommendations recommend(Query query) throws IOException {
        try (ModelLease lease = openDefault()) {
            return lease.recommender().recommend(query);
        }
    }

    /** What the model of an alias recommends to the query's user; see {@link #openAlias}. */
    default Recommendations recommend(String alias, Query query) throws IOException {
        try (ModelLease lease = openAlias(alias, query.user())) {
            return lease.recommender().recommend(query);
        }
    }

    /**
     * Looks now whether the default or an alias in use has moved, or a model in use was deleted, and returns when that
     * has taken effect or failed. Failures are told to the provider's listener and not to the caller.
     */
    void refresh();

    /** Refuses further calls. Models are closed as soon as their last lease is. */
    @Override
    void close();
}
