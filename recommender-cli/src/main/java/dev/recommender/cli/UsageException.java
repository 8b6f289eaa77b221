package dev.recommender.cli;

import java.time.DateTimeException;
import java.util.function.Function;

/** Arguments that exclude each other, or a value that is not allowed. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    /**
     * Applies a function to the value of an option.
     *
     * @throws UsageException naming option and value, if the function does not take it
     */
    static <A, B> B naming(String option, Function<? super A, B> function, A value) {
        try {
            return function.apply(value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UsageException(option + " \"" + value + "\": " + e.getMessage());
        }
    }
}
