package dev.recommender.registry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The models there are, how far each is, which one is the default, and which ones aliases stand for. Shared freely
 * between threads and processes: every change is a compare-and-set, made anew when another one came first, so that none
 * is lost and no rule is broken by two at once. What one call has changed every later call sees, but for
 * {@link #status}.
 *
 * <p>Methods throw {@link IOException} if the records cannot be read or written, or stay contended for long. After one
 * from a change, the change may or may not have happened; to repeat it is safe.
 */
public interface ModelRegistry {
    /** The same registry, which records changes as made by this actor: a person, a program, a worker. */
    ModelRegistry as(String actor);

    /**
     * Adds a model that is to be trained.
     *
     * @param description at most 256 characters; may be empty
     * @param parameters how it is to be trained: a JSON object of at most 32,768 characters
     * @throws IllegalArgumentException if either is not such
     */
    ModelRecord create(String description, String parameters) throws IOException;

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
     * A model's status; empty if there is no such model. A final status may be told for up to an hour after another
     * process has deleted the model; nothing else is ever out of date.
     */
    Optional<ModelStatus> status(ModelId id) throws IOException;

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
     * Says that a worker begins to train the model, for the first time or anew.
     *
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if its status is final
     */
    ModelRecord start(ModelId id, String message) throws IOException;

    /**
     * Replaces the message of a model that is not completed or failed.
     *
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if its status is final
     */
    ModelRecord report(ModelId id, String message) throws IOException;

    /**
     * Makes a trained model visible, and the default if there is none. That it became completed is certain when this
     * returns; that it became the default is not if the records fail in between: {@link #makeDefaultIfNone} can be
     * called again.
     *
     * @param file the stored model
     * @param statistics what the training counted and measured: a JSON object of at most 81,920 characters
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if it is not in progress
     */
    ModelRecord complete(ModelId id, ModelFile file, String statistics, String message) throws IOException;

    /**
     * Gives a model up, or cancels it.
     *
     * @param statistics what the training counted until then: a JSON object of at most 81,920 characters
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if its status is final
     */
    ModelRecord fail(ModelId id, String message, Optional<String> statistics) throws IOException;

    /**
     * Deletes a model, whatever its status. It ceases to be the default and loses its shares of aliases. Its files are
     * the provider's to delete.
     *
     * @return whether there was such a model
     */
    boolean delete(ModelId id) throws IOException;

    /** The default model; empty if there is none or it was deleted. */
    Optional<ModelRecord> defaultModel() throws IOException;

    /**
     * Makes a model the default.
     *
     * @throws UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if it is not completed
     */
    void makeDefault(ModelId id) throws IOException;

    /**
     * Makes a model the default unless another one is.
     *
     * @return whether it is the default now
     * @throws UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if it is not completed
     */
    boolean makeDefaultIfNone(ModelId id) throws IOException;

    /**
     * Leaves no model as the default.
     *
     * @return whether one was
     */
    boolean clearDefault() throws IOException;

    /**
     * The alias of this name; empty if there is none. A model that was deleted has no share.
     *
     * @throws InvalidAliasException if no alias can be called so
     */
    Optional<Alias> alias(String name) throws IOException;

    /** All aliases by name. */
    List<Alias> aliases() throws IOException;

    /**
     * Sets which models share an alias, and creates it if need be.
     *
     * @param shares 1 to {@value Alias#MAX_SHARES} different models
     * @throws InvalidAliasException if no alias can be called so or shared so
     * @throws UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if one is not completed
     */
    Alias setAlias(String name, List<Alias.Share> shares) throws IOException;

    /** Sets an alias to a single model; see {@link #setAlias(String, List)}. */
    default Alias setAlias(String name, ModelId model) throws IOException {
        return setAlias(name, List.of(new Alias.Share(model, 1)));
    }

    /**
     * Takes an alias back to the revision before the one that it is at; called again, to the one before that. Revisions
     * without models, or with models that were deleted, are passed over. What the alias was taken back from stays among
     * its revisions.
     *
     * @throws UnknownAliasException if there is no such alias
     * @throws InvalidAliasException if there is no such earlier revision
     */
    Alias rollBack(String name) throws IOException;

    /**
     * Takes an alias back to a revision.
     *
     * @throws UnknownAliasException if there is no such alias
     * @throws InvalidAliasException if it has no such revision, or not any longer
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
