package dev.recommender;

import org.jspecify.annotations.Nullable;

/** The root of this library's own unchecked exceptions. The message says what failed and what would help. */
public class RecommenderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecommenderException(String message) {
        super(message);
    }

    public RecommenderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
