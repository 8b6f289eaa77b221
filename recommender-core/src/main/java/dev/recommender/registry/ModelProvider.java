package dev.recommender.registry;

import dev.recommender.Query;
import java.io.IOException;
import java.util.Optional;

/**
 * Opens completed models wherever they are asked for, and answers from them. Shared freely between threads.
 *
 * <p>The record of a model in the {@link ModelRegistry} holds the digest of its file, so the model opened is the model
 * trained. A model in use stays open. The first call for a model waits until it is fetched, verified, opened and warm.
 * That happens once, however many threads ask.
 *
 * <p>An alias is looked up once and then followed in the background: a change takes effect after a while, or upon {@link
 * #refresh}. What the same {@code ModelService} has changed shows at once. The old models answer until all new ones are open and warm, and go on if one of these cannot be opened.
 *
 * <p>Methods throw {@link IOException} if the store cannot be reached, {@link ModelUnavailableException} if a model's file
 * is missing or damaged, and {@link IllegalStateException} after {@link #close}.
 */
public interface ModelProvider extends AutoCloseable {
    /**
     * A completed model; the caller closes the lease.
     *
     * @throws UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if it is not completed
     */
    ModelLease open(ModelId id) throws IOException;

    /**
     * The model that answers for a user under an alias. It stays the same as long as the alias's shares stay the same.
     * The caller closes the lease.
     *
     * @param user whom to answer; without one, the alias's first model answers
     * @throws InvalidAliasException if no alias can have this name
     * @throws UnknownAliasException if there is no such alias
     * @throws UnknownModelException if it has no model
     */
    ModelLease open(String alias, Optional<String> user) throws IOException;

    /** What a model recommends; see {@link #open(ModelId)}. */
    default Answer recommend(ModelId id, Query query) throws IOException {
        try (ModelLease lease = open(id)) {
            return lease.recommend(query);
        }
    }

    /** What the model of an alias recommends to the query's user; see {@link #open(String, Optional)}. */
    default Answer recommend(String alias, Query query) throws IOException {
        try (ModelLease lease = open(alias, query.user())) {
            return lease.recommend(query);
        }
    }

    /** What the model of the alias {@link Alias#DEFAULT} recommends to the query's user. */
    default Answer recommend(Query query) throws IOException {
        return recommend(Alias.DEFAULT, query);
    }

    /**
     * Checks at once whether an alias in use has changed or a model in use was deleted. Returns when that has taken
     * effect or failed. Failures are reported to the provider's listener, and not to the caller.
     */
    void refresh();

    /** Refuses further calls. Models are closed as soon as their last lease is. */
    @Override
    void close();
}
