package dev.recommender.registry;

import dev.recommender.RecommenderException;

/** A model's status does not allow the change; nothing was changed. */
public class IllegalTransitionException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final ModelId id;
    private final ModelStatus from;

    public IllegalTransitionException(ModelId id, ModelStatus from, ModelStatus to) {
        super("model " + id + " is " + from + " and cannot become " + to
                + (from.isFinal() ? "; request another training" : "; start it first"));
        this.id = id;
        this.from = from;
    }

    /** The model. */
    public ModelId id() {
        return id;
    }

    /** The status that the model has. */
    public ModelStatus from() {
        return from;
    }
}
