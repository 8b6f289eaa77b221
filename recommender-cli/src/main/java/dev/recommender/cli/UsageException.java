package dev.recommender.cli;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Arguments that exclude each other, or a value that is not allowed. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    /**
     * Refuses options that have no effect beside another.
     *
     * @param reason why, such as {@code beside --query}
     * @throws UsageException naming all of the options that were given
     */
    static void refuse(CommandSpec command, String reason, String... options) {
        ParseResult parsed = command.commandLine().getParseResult();
        List<String> given =
                Arrays.stream(options).filter(parsed::hasMatchedOption).toList();
        if (!given.isEmpty()) {
            throw new UsageException(
                    String.join(", ", given) + (given.size() == 1 ? " has" : " have") + " no effect " + reason);
        }
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
