package dev.recommender.cli;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of trainers by their names on the command line. */
final class OptionNames {
    private static final Pattern OPTION =
            Pattern.compile("\\b(maxNeighbors|supportThreshold|maxItemsPerUnit|threads)\\((\\d+)\\)");
    private static final Pattern INNER_CAPITAL = Pattern.compile("([A-Z])");

    private OptionNames() {}

    /** A text of the library's, such as "maxNeighbors(200)", for commands: "--max-neighbors 200". */
    static String ofCommands(String text) {
        return OPTION.matcher(text).replaceAll(OptionNames::ofCommand);
    }

    private static String ofCommand(MatchResult option) {
        String name = INNER_CAPITAL.matcher(option.group(1)).replaceAll("-$1").toLowerCase(Locale.ROOT);
        return Matcher.quoteReplacement("--" + name + " " + option.group(2));
    }
}
