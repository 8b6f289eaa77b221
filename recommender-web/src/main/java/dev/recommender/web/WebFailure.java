package dev.recommender.web;

import dev.recommender.RecommenderException;

/** A request cannot be done; nothing was changed. */
final class WebFailure extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    WebFailure(Failure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    WebFailure(int status, String type, String detail) {
        this(Failure.of(status, type, detail));
    }

    Failure failure() {
        return failure;
    }
}
