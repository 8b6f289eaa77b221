package dev.recommender.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Names the options of a command in the remedies of the library, which knows none. */
final class Remedies {
    /**
     * What the library says, the option that does it, with its value where there is one alone, and what else helps where a
     * command has no such option.
     */
    record Remedy(String said, String option, String otherwise) {}

    static final List<Remedy> REMEDIES = List.of(
            new Remedy("leave out files that hold something else, or raise the error budget", "--max-errors", ""),
            new Remedy("correct them or raise the error budget", "--max-errors", "correct them"),
            new Remedy(
                    "test with other events, lower the relevance threshold, or include seen items",
                    "--relevant-from",
                    "test with other events"),
            new Remedy("name the file's charset", "--charset", "write the file in another charset"),
            new Remedy("name the format of the times", "--time-format", "write times as in 2026-01-31T12:00:00Z"),
            new Remedy("name the catalog's columns of features", "--catalog-columns", ""),
            new Remedy("say what the catalog's columns hold", "--catalog-columns", ""),
            new Remedy("and what separates values", "--catalog-value-separator", ""),
            new Remedy("keep events of unknown items", "--keep-unknown-items", "leave the event out"),
            new Remedy("name the column of times", "--columns", "name the column of times"),
            new Remedy("name other columns", "--columns", "name other columns"),
            new Remedy("say what the columns hold", "--columns", ""),
            new Remedy("say that there is no header", "--header no", ""),
            new Remedy("set the delimiter", "--delimiter", "separate fields by commas"));

    /** A line without a user, which a whole file of may be meant so. */
    private static final Pattern WITHOUT_USER =
            Pattern.compile("MISSING_FIELDS in [^;]*: user is (?:blank|absent|\"[^\"]*\"); remedy: [^;\\n]*");

    private static final String SKIP_WITHOUT_USER = "--skip-rows-without-user";

    private Remedies() {}

    /** A message of the library's with the options of a command. */
    static String forCommand(String message, CommandSpec command) {
        String text = message;
        for (Remedy remedy : REMEDIES) {
            if (command.findOption(remedy.option().replaceFirst(" .*", "")) != null) {
                text = text.replace(remedy.said(), remedy.said() + " by " + remedy.option());
            } else if (!remedy.otherwise().isEmpty()) {
                text = text.replace(remedy.said(), remedy.otherwise());
            }
        }
        return command.findOption(SKIP_WITHOUT_USER) == null
                ? text
                : WITHOUT_USER
                        .matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group() + ", or leave out lines without a user by " + SKIP_WITHOUT_USER));
    }
}
