package dev.recommender.examples.cli;

/** Arguments that make no sense together, or a value that is none. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
