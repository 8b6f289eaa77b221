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
    private static final Pattern EXPECTED =
            Pattern.compile("expected one of \\[([^\\]]*)\\] \\(case-(?:in)?sensitive\\)");

    private ArgumentText() {}

    /** What is wrong, in one line. */
    static String of(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()
                && unmatched.getUnmatched().get(0).startsWith("-")) {
            return unknownOption(unmatched.getUnmatched().get(0), failure.getCommandLine());
        }
        String message = String.valueOf(failure.getMessage())
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceAll("is not an? (?:int|long)\\b", "is not a whole number")
                .replaceAll("is not a double\\b", "is not a number");
        return EXPECTED.matcher(message)
                .replaceAll(match -> Matcher.quoteReplacement(
                        "expected " + alternatives(match.group(1).split(", "))));
    }

    private static String unknownOption(String argument, CommandLine command) {
        String name = argument.replaceFirst("=.*", "");
        return "unknown option " + name
                + likely(name, command)
                        .map(option -> "; did you mean " + option + "?")
                        .orElse("");
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
