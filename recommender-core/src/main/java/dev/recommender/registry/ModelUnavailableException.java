package dev.recommender.registry;

import dev.recommender.RecommenderException;
import org.jspecify.annotations.Nullable;

/** A completed model's file is missing from the store, is not what was stored, or is not a model. Nothing of it was used. */
public class ModelUnavailableException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final ModelId id;

    public ModelUnavailableException(ModelId id, String problem, @Nullable Throwable cause) {
        super("model " + id + ": " + problem, cause);
        this.id = id;
    }

    /** The model. */
    public ModelId id() {
        return id;
    }
}
