package dev.recommender.cli;

import dev.recommender.registry.Alias;
import dev.recommender.registry.InvalidAliasException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Arguments that exclude each other, or a value that is not allowed. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A name, what is allowed, and the value. */
    private static final Pattern RANGE = Pattern.compile("[a-z]+(?:[A-Z][a-z]+)*( must .*)", Pattern.DOTALL);

    UsageException(String message) {
        super(message);
    }

    /**
     * Makes checks that do not depend on each other, so that all that is wrong is told at once.
     *
     * @throws UsageException naming what each of them refuses
     */
    static void together(Runnable... checks) {
        Set<String> wrong = new LinkedHashSet<>();
        for (Runnable check : checks) {
            try {
                check.run();
            } catch (UsageException e) {
                wrong.add(e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new UsageException(String.join("; ", wrong));
        }
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
            throw new UsageException(named(option, value, String.valueOf(e.getMessage())));
        }
    }

    /**
     * Checks the name of an alias.
     *
     * @throws UsageException naming option or argument, if no alias can have this name
     */
    static void requireAlias(String argument, String name) {
        alias(argument, () -> Alias.requireName(name));
    }

    /**
     * Does something with an alias.
     *
     * @throws UsageException naming option or argument, if there can be no such alias
     */
    static <T> T alias(String argument, Supplier<T> function) {
        try {
            return function.get();
        } catch (InvalidAliasException e) {
            throw new UsageException(argument + ": " + e.getMessage());
        }
    }

    /** What the library says of a value, with the option in place of the name that the library has for it. */
    private static String named(String option, Object value, String message) {
        Matcher range = RANGE.matcher(message);
        return range.matches() ? option + range.group(1) : option + " \"" + value + "\": " + message;
    }
}
