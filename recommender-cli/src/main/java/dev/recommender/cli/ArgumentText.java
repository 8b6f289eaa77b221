package dev.recommender.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with arguments, in the words of this command line and not of the library that parses them. */
final class ArgumentText {
    /** What the parser says of values; its names of places and its quotes differ from what this command line says. */
    private static final Pattern EXPECTED = Pattern.compile("Invalid value for option '(--[^']+)'(?: \\([^)]*\\))?:"
            + " expected one of \\[([^\\]]*)\\] \\(case-(?:in)?sensitive\\) but was '(.*)'");

    private static final Pattern NUMBER = Pattern.compile(
            "Invalid value for option '(--[^']+)'(?: \\([^)]*\\))?: '(.*)' is not an? (int|long|double)\\b.*");

    private ArgumentText() {}

    /** What is wrong, in one line. */
    static String of(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-")
                    ? unknownOption(first, failure.getCommandLine())
                    : unexpected(first, failure.getCommandLine());
        }
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
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

    private static String mustBe(String option, String allowed, String value) {
        return option + " must be " + allowed + ": " + value;
    }

    /** A word that is neither an option nor its value: where commands follow, it was meant for one. */
    private static String unexpected(String argument, CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            return "unexpected argument " + argument;
        }
        String before = command.getParent() == null ? "" : command.getCommandName() + " ";
        return "unknown command " + before + argument
                + Spelling.nearest(argument, command.getSubcommands().keySet())
                        .map(name -> "; did you mean " + before + name + "?")
                        .orElse("");
    }

    private static String unknownOption(String argument, CommandLine command) {
        String name = argument.replaceFirst("=.*", "");
        List<String> options = command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
        return "unknown option " + name
                + options.stream()
                        .filter(option -> Spelling.isSame(option, name))
                        .findFirst()
                        .map(ArgumentText::didYouMean)
                        .or(() -> fixed(name, argument, command))
                        .or(() -> Spelling.nearest(name, options).map(ArgumentText::didYouMean))
                        .orElse("");
    }

    private static String didYouMean(String name) {
        return "; did you mean " + name + "?";
    }

    /** How a command that tries parameters itself is told the value of one. */
    private static Optional<String> fixed(String name, String argument, CommandLine command) {
        if (command.getCommandSpec().findOption("--fixed") == null) {
            return Optional.empty();
        }
        String value = argument.length() > name.length() ? argument.substring(name.length()) : "=VALUE";
        return AlgorithmOptions.parameterNames().stream()
                .map(AlgorithmOptions::option)
                .filter(option -> Spelling.isSame(option, name))
                .findFirst()
                .map(option -> "; " + command.getCommandName() + " tries parameters itself: one that follows from the"
                        + " data is fixed by --fixed " + option.substring(2) + value);
    }

    private static String alternatives(String... names) {
        List<String> lower =
                Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toList());
        int last = lower.size() - 1;
        return last < 1 ? lower.get(0) : String.join(", ", lower.subList(0, last)) + " or " + lower.get(last);
    }
}
