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
                && !unmatched.getUnmatched().isEmpty()
                && unmatched.getUnmatched().get(0).startsWith("-")) {
            return unknownOption(unmatched.getUnmatched().get(0), failure.getCommandLine());
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

    private static String unknownOption(String argument, CommandLine command) {
        String name = argument.replaceFirst("=.*", "");
        return "unknown option " + name
                + likely(name, command)
                        .map(option -> "; did you mean " + option + "?")
                        .or(() -> fixed(name, argument, command))
                        .orElse("");
    }

    /** How a command that tries parameters itself is told the value of one. */
    private static Optional<String> fixed(String name, String argument, CommandLine command) {
        if (command.getCommandSpec().findOption("--fixed") == null) {
            return Optional.empty();
        }
        String value = argument.length() > name.length() ? argument.substring(name.length()) : "=VALUE";
        return AlgorithmOptions.parameterNames().stream()
                .map(AlgorithmOptions::option)
                .filter(option -> letters(option).equals(letters(name)))
                .findFirst()
                .map(option -> "; " + command.getCommandName() + " tries parameters itself: one that follows from the"
                        + " data is fixed by --fixed " + option.substring(2) + value);
    }

    /** The option that differs only in case and hyphens. */
    private static Optional<String> likely(String name, CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(option -> letters(option).equals(letters(name)))
                .findFirst();
    }

    private static String letters(String option) {
        return option.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static String alternatives(String... names) {
        List<String> lower =
                Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toList());
        int last = lower.size() - 1;
        return last < 1 ? lower.get(0) : String.join(", ", lower.subList(0, last)) + " or " + lower.get(last);
    }
}
