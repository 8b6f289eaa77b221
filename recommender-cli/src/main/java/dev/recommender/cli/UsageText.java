package dev.recommender.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} prints: how a command is called, and its options in two columns, broken between words only. */
final class UsageText {
    /** The width of descriptions of commands. */
    static final int WIDTH = 110;

    private UsageText() {}

    /** Gives a command line and its commands this help. */
    static void applyTo(CommandLine line) {
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(line.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, help -> synopsis(help.commandSpec()));
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help.commandSpec()));
        line.setHelpSectionMap(sections);
        line.setUsageHelpWidth(WIDTH);
    }

    /** The command with what it cannot do without; all options are in the list. */
    private static String synopsis(CommandSpec command) {
        String required = command.options().stream()
                .filter(OptionSpec::required)
                .map(option -> " " + called(option))
                .sorted()
                .collect(Collectors.joining());
        String inner = command.subcommands().isEmpty() ? "" : " COMMAND";
        String places =
                command.positionalParameters().stream().map(UsageText::called).collect(Collectors.joining());
        return command.qualifiedName() + required + inner + places + " [OPTIONS]\n";
    }

    private static String options(CommandSpec command) {
        TwoColumns columns = new TwoColumns();
        command.positionalParameters().forEach(place -> add(columns, place.paramLabel(), place.description()));
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> add(columns, called(option), option.description()));
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        columns.printTo(writer);
        return text.toString();
    }

    private static String called(PositionalParamSpec place) {
        String label = place.paramLabel() + (place.arity().max() > 1 ? "..." : "");
        return place.required() ? " " + label : " [" + label + "]";
    }

    private static String called(OptionSpec option) {
        String names = Arrays.stream(option.names()).collect(Collectors.joining(", "));
        String label = option.arity().min() == 0 ? "[" + option.paramLabel() + "]" : option.paramLabel();
        return option.arity().max() == 0 ? names : names + " " + label;
    }

    private static void add(TwoColumns columns, String name, String... description) {
        String first = name;
        for (String line : description.length == 0 ? new String[] {""} : description) {
            columns.add(first, String.format(line));
            first = "";
        }
    }
}
