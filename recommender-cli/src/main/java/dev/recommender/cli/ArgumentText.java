package dev.recommender.cli;

import dev.recommender.Violation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with arguments, in the words of this command line and not of the library that parses them. */
final class ArgumentText {
    /** What the parser says of values; its names of places and its quotes differ from what this command line says. */
    private static final Pattern EXPECTED = Pattern.compile("Invalid value for option '(--[^']+)'(?: \\([^)]*\\))?:"
            + " expected one of \\[([^\\]]*)\\] \\(case-(?:in)?sensitive\\) but was '(.*)'");

    private static final Pattern NUMBER = Pattern.compile(
            "Invalid value for option '(--[^']+)'(?: \\([^)]*\\))?: '(.*)' is not an? (int|long|double)\\b.*");

    /** What the parser says of arguments that are missing, and not of an option without its value. */
    private static final Pattern MISSING = Pattern.compile("Missing required (?:options?|parameters?)\\b(?! for).*");

    /** What the parser says of an option without its value. */
    private static final Pattern NO_VALUE =
            Pattern.compile("(?:Missing required|Expected) parameter for option '(--[^']+)'.*");

    private ArgumentText() {}

    /** What is wrong, in one line. A name that is mistyped says more than that the right one is missing. */
    static String of(ParameterException failure) {
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
        List<ArgSpec> missing = failure instanceof MissingParameterException lacking
                        && MISSING.matcher(message).matches()
                ? lacking.getMissing()
                : List.of();
        if (failure instanceof UnmatchedArgumentException || !missing.isEmpty()) {
            Optional<String> unmatched = unmatched(failure.getCommandLine(), missing);
            if (unmatched.isPresent()) {
                return unmatched.get();
            }
        }
        if (!missing.isEmpty()) {
            return missing(missing);
        }
        Matcher noValue = NO_VALUE.matcher(message);
        if (noValue.matches()) {
            OptionSpec option = failure.getCommandLine().getCommandSpec().findOption(noValue.group(1));
            return noValue.group(1) + " needs a value" + (option == null ? "" : ": " + option.paramLabel());
        }
        Matcher number = NUMBER.matcher(message);
        if (number.matches()) {
            String kind = number.group(3).equals("double") ? "a number" : "a whole number";
            return mustBe(number.group(1), kind, number.group(2));
        }
        Matcher expected = EXPECTED.matcher(message);
        return expected.matches()
                ? mustBe(expected.group(1), alternatives(expected.group(2).split(", ")), expected.group(3))
                : message;
    }

    /** The first argument that no command took, of the outermost one that has such. */
    private static Optional<String> unmatched(CommandLine command, List<ArgSpec> missing) {
        CommandLine parent = command.getParent();
        return Optional.ofNullable(parent)
                .flatMap(outer -> unmatched(outer, List.of()))
                .or(() -> command.getUnmatchedArguments().stream()
                        .findFirst()
                        .map(first -> first.startsWith("-")
                                ? unknownOption(first, command)
                                : unexpected(first, command) + (missing.isEmpty() ? "" : ", and " + missing(missing))));
    }

    private static String missing(List<ArgSpec> missing) {
        List<String> names = missing.stream()
                .map(each -> each instanceof OptionSpec option
                        ? option.longestName() + " " + option.paramLabel()
                        : each.paramLabel())
                .toList();
        int last = names.size() - 1;
        return last == 0
                ? names.get(0) + " is missing"
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last) + " are missing";
    }

    private static String mustBe(String option, String allowed, String value) {
        return option + " must be " + allowed + ": " + value;
    }

    /** A word that is neither an option nor its value: where commands follow, it was meant for one. */
    static String unexpected(String argument, CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            return "unexpected argument " + argument
                    + (lacksUsage(command) ? "; if it is usage, write --usage " + argument : "");
        }
        String before = command.getParent() == null ? "" : command.getCommandName() + " ";
        // Other programs have a command version.
        List<String> names = Stream.concat(command.getSubcommands().keySet().stream(), names(command).stream())
                .toList();
        return "unknown command " + before + argument
                + Violation.near(argument, names)
                        .map(name -> "; did you mean " + before + name + "?")
                        .orElse("");
    }

    private static boolean lacksUsage(CommandLine command) {
        OptionSpec usage = command.getCommandSpec().findOption("--usage");
        return usage != null && usage.getValue() instanceof Collection<?> given && given.isEmpty();
    }

    private static String unknownOption(String argument, CommandLine command) {
        String name = argument.replaceFirst("=.*", "");
        List<String> own = names(command);
        List<String> all = Stream.concat(own.stream(), tried(command)).toList();
        return "unknown option " + name
                + Violation.near(name, all)
                        .map(near -> own.contains(near)
                                ? "; did you mean " + near + "?"
                                : fixed(near, argument.substring(name.length()), command))
                        .orElse("");
    }

    /** The names of a command's options. */
    private static List<String> names(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
    }

    /** The options of other commands whose values a command tries by itself. */
    private static Stream<String> tried(CommandLine command) {
        return command.getCommandSpec().findOption("--fixed") == null
                ? Stream.empty()
                : AlgorithmOptions.parameterNames().stream().map(AlgorithmOptions::option);
    }

    /**
     * How a command that tries parameters itself is told the value of one.
     *
     * @param value with the sign before it; empty if none was given so
     */
    private static String fixed(String option, String value, CommandLine command) {
        return "; " + command.getCommandName() + " tries parameters itself: one that follows from the"
                + " data is fixed by --fixed " + option.substring(2) + (value.isEmpty() ? "=VALUE" : value);
    }

    private static String alternatives(String... names) {
        List<String> lower =
                Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toList());
        int last = lower.size() - 1;
        return last < 1 ? lower.get(0) : String.join(", ", lower.subList(0, last)) + " or " + lower.get(last);
    }
}
