package dev.recommender.cli;

import dev.recommender.ModelMetadata;
import dev.recommender.ParsingReport;
import dev.recommender.Recommendations;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Notes on the error stream that are not errors. */
final class Notes {
    /** Why a model knows no user at all. */
    static final String NO_HISTORIES = "note: the model holds no histories, so it answers for items only";

    /** The options that make the rules of a query, by what the library calls the rules. */
    private static final Map<String, String> RULES =
            Map.of("onlyItems", "--only", "exclude", "--exclude", "boost", "--boost");

    private Notes() {}

    /** Whether the model knows no user, though it was trained on some. */
    static boolean lacksHistories(ModelMetadata model) {
        return model.users() > 0 && model.histories() == 0;
    }

    /** Says what files were taken for, and what was rejected or left out. */
    static void read(String what, ParsingReport report, CommandSpec command) {
        report.files().forEach(file -> command.commandLine().getErr().println("read " + file));
        problems(what, report, command);
    }

    /** Says what was rejected or left out, if anything was. */
    static void problems(String what, ParsingReport report, CommandSpec command) {
        if (report.errorCount() + report.warningCount() > 0) {
            command.commandLine().getErr().println(what + ": " + Remedies.forCommand(report.toString(), command));
        }
    }

    /** Says which ids of a query the model does not know, and which of its rules match nothing. */
    static void unknown(Recommendations list, ModelMetadata model, CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        list.unknownUser()
                .ifPresent(user -> err.println(
                        lacksHistories(model) ? NO_HISTORIES : "note: the model has no history of user " + user));
        if (!list.unknownItems().isEmpty()) {
            err.println("note: the model does not know " + String.join(", ", list.unknownItems()));
        }
        unmatched(list.unmatched(), command);
    }

    /** Says which rules of a query match nothing, with the names of the options that made them. */
    static void unmatched(Collection<String> rules, CommandSpec command) {
        for (String rule : rules) {
            String name = rule.substring(0, rule.indexOf(':'));
            String option = RULES.getOrDefault(name, name);
            boolean given = command.commandLine().getParseResult().hasMatchedOption(option);
            command.commandLine().getErr().println("note: " + (given ? option : name) + rule.substring(name.length()));
        }
    }
}
