package dev.recommender.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes a command for a shell with the options that another one was given. */
final class TypedOptions {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./,:=@%+-]+");

    private TypedOptions() {}

    /**
     * A command as somebody would type it.
     *
     * @param command its name
     * @param given the command whose options it takes over
     * @param mixin the field of that command that has them
     * @param more further words
     */
    static String command(String command, CommandSpec given, String mixin, String... more) {
        List<OptionSpec> options =
                Objects.requireNonNull(given.mixins().get(mixin), mixin).options();
        List<String> words = new ArrayList<>(List.of(command));
        for (OptionSpec option : options) {
            if (!given.commandLine().getParseResult().hasMatchedOption(option.longestName())) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(option.longestName());
                continue;
            }
            OptionSpec typed = given.findOption(option.longestName());
            for (String value : typed.originalStringValues()) {
                words.add(option.longestName());
                words.add(value);
            }
        }
        words.addAll(Arrays.asList(more));
        return words.stream().map(TypedOptions::quoted).collect(Collectors.joining(" "));
    }

    /** A word as a shell takes it for one. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
