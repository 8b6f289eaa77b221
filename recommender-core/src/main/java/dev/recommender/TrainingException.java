package dev.recommender;

import org.jspecify.annotations.Nullable;

/** A model cannot be trained from what was given. */
public class TrainingException extends RecommenderException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
