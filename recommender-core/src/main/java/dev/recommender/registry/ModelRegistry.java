package dev.recommender.registry;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models there are, how far each is, and which of them answer under which alias. Models are requested and deleted by
 * {@code dev.recommender.service.ModelService}, and trained by its workers.
 *
 * <p>Shared freely between threads and processes. Every change is a compare-and-set, and is repeated when another
 * change came first. So no change is lost, and two changes at once break no rule. Every later call sees what one call
 * has changed.
 *
 * <p>Methods throw {@link IOException} if the records cannot be read or written, or stay contended for long. After one
 * from a change, the change may or may not have happened; it is safe to repeat it.
 */
public interface ModelRegistry {
    /** The same registry, which records changes as made by this actor: a person, a program, a worker. */
    ModelRegistry as(String actor);

    /** What is known of a model; empty if there is no such model. */
    Optional<ModelRecord> find(ModelId id) throws IOException;

    /**
     * What is known of a model.
     *
     * @throws UnknownModelException if there is no such model
     */
    default ModelRecord get(ModelId id) throws IOException {
        return find(id).orElseThrow(() -> new UnknownModelException(id));
    }

    /**
     * The newest models, newest first.
     *
     * @param limit how many at most, from 1 to 1000. Fewer means that there are no more
     */
    List<ModelRecord> list(int limit) throws IOException;

    /**
     * The models that come after one in the order of {@link #list(int)}, whether it still exists or not.
     *
     * @param limit how many at most, from 1 to 1000. Fewer means that there are no more
     */
    List<ModelRecord> list(ModelId after, int limit) throws IOException;

    /**
     * The alias of this name; empty if there is no such alias. A deleted model has no share.
     *
     * @throws InvalidAliasException if no alias can have this name
     */
    Optional<Alias> alias(String name) throws IOException;

    /** All aliases by name. */
    List<Alias> aliases() throws IOException;

    /**
     * Sets which models share an alias, and creates it if needed. Shares that it has already, in the same order, add no revision.
     *
     * @param shares 1 to {@value Alias#MAX_SHARES} different models
     * @throws InvalidAliasException if no alias can have this name or these shares
     * @throws UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if one is not completed
     * @throws ModelUnavailableException if one cannot be opened
     */
    Alias setAlias(String name, List<Alias.Share> shares) throws IOException;

    /** Sets an alias to a single model; see {@link #setAlias(String, List)}. */
    default Alias setAlias(String name, ModelId model) throws IOException {
        return setAlias(name, List.of(new Alias.Share(model, 1)));
    }

    /**
     * The revision that {@link #rollBack(String)} would take an alias back to, as far as its models exist now; empty if there
     * is none.
     */
    default Optional<Alias.Revision> earlier(Alias alias) throws IOException {
        return Optional.ofNullable(earlier(List.of(alias)).get(alias.name()));
    }

    /**
     * The revision that {@link #rollBack(String)} would take each of these aliases back to, by name; those without one are left
     * out. Whether a model exists is looked up once for all of them.
     */
    Map<String, Alias.Revision> earlier(Collection<Alias> aliases) throws IOException;

    /**
     * Takes an alias back to the revision before its current one; called again, to the one before that. Revisions without
     * models, or with models that were deleted, are passed over. What the alias was taken back from stays among its
     * revisions.
     *
     * @throws UnknownAliasException if there is no such alias
     * @throws InvalidAliasException if there is no such earlier revision
     */
    Alias rollBack(String name) throws IOException;

    /**
     * Takes an alias back to a revision.
     *
     * @throws UnknownAliasException if there is no such alias
     * @throws InvalidAliasException if it does not have this revision
     * @throws UnknownModelException if a model of that revision was deleted
     */
    Alias rollBack(String name, int revision) throws IOException;

    /**
     * Deletes an alias with its revisions.
     *
     * @return whether there was such an alias
     */
    boolean deleteAlias(String name) throws IOException;
}
