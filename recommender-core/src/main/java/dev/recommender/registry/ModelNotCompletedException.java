package dev.recommender.registry;

import dev.recommender.RecommenderException;

/** A model cannot be used because it is not trained, or not yet. */
public class ModelNotCompletedException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final ModelId id;
    private final ModelStatus status;

    public ModelNotCompletedException(ModelId id, ModelStatus status) {
        super("model " + id + " is " + status + ", not COMPLETED; "
                + (status.isFinal() ? "its message says why" : "wait until it is"));
        this.id = id;
        this.status = status;
    }

    /** The model. */
    public ModelId id() {
        return id;
    }

    /** The status that it has instead. */
    public ModelStatus status() {
        return status;
    }
}
