package dev.recommender.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Says which option named a file, where a message of the library or the system names the file alone. */
final class NamedFile {
    private NamedFile() {}

    /** A message, after the option that named the file that the message starts with; as it is if that is none, or several. */
    static String in(String message, CommandSpec command) {
        List<String> named = command.commandLine().getParseResult().matchedOptions().stream()
                .flatMap(option -> files(option).flatMap(file -> named(option.longestName(), file, message)))
                .distinct()
                .toList();
        return named.size() == 1 ? named.get(0) : message;
    }

    /** A message of the library's for commands, where a file that an option names is not taken for a parameter. */
    static String ofCommands(String message, CommandSpec command) {
        List<String> names = command.commandLine().getParseResult().matchedOptions().stream()
                .flatMap(NamedFile::files)
                .map(Path::toString)
                .filter(file -> !file.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .toList();
        if (names.isEmpty()) {
            return AlgorithmOptions.ofCommands(message);
        }
        StringBuilder text = new StringBuilder();
        Matcher name = Pattern.compile("(?<!\\w)(?:" + String.join("|", names) + ")(?!\\w)")
                .matcher(message);
        int start = 0;
        while (name.find()) {
            text.append(AlgorithmOptions.ofCommands(message.substring(start, name.start())));
            text.append(name.group());
            start = name.end();
        }
        return text + AlgorithmOptions.ofCommands(message.substring(start));
    }

    private static Stream<String> named(String option, Path file, String message) {
        // Whoever reads a file names it without its folder.
        if (message.startsWith(file + ": ") || startsWithName(message, String.valueOf(file.getFileName()))) {
            return Stream.of(option + " " + message);
        }
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && message.startsWith(folder + ": ")
                ? Stream.of(option + " " + file + ": its folder " + message)
                : Stream.empty();
    }

    private static boolean startsWithName(String message, String name) {
        return message.startsWith(name)
                && message.length() > name.length()
                && ": ".indexOf(message.charAt(name.length())) >= 0;
    }

    private static Stream<Path> files(OptionSpec option) {
        @Nullable Object value = option.getValue();
        return (value instanceof Collection<?> several ? several.stream() : Stream.ofNullable(value))
                .filter(Path.class::isInstance)
                .map(Path.class::cast);
    }
}
