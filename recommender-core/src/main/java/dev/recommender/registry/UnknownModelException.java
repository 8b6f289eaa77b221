package dev.recommender.registry;

import dev.recommender.RecommenderException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** There is no such model: it was never requested, or it was deleted. */
public class UnknownModelException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final @Nullable ModelId id;

    public UnknownModelException(ModelId id) {
        super("there is no model " + id + "; list the models to see which there are");
        this.id = id;
    }

    private UnknownModelException(String message) {
        super(message);
        this.id = null;
    }

    /** No model answers for an alias. */
    public static UnknownModelException noneOf(String alias) {
        return new UnknownModelException("alias " + alias + " has no model; set it to a completed model");
    }

    /** The id that was asked for; empty if it was an alias without a model. */
    public Optional<ModelId> id() {
        return Optional.ofNullable(id);
    }
}
