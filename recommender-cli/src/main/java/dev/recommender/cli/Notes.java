package dev.recommender.cli;

import dev.recommender.ModelMetadata;
import dev.recommender.ParsingReport;
import dev.recommender.Recommendations;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Notes on the error stream that are not errors. */
final class Notes {
    /** Why a model knows no user at all. */
    static final String NO_HISTORIES =
            "note: the model holds no histories, so it answers for items only;" + " train it with --histories all";

    private Notes() {}

    /** Whether the model of this metadata was trained without histories, so that it knows no user. */
    static boolean lacksHistories(ModelMetadata model) {
        return model.users() > 0
                && model.parameters().toText().getOrDefault("histories", "").equals("none");
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

    static void unknown(Recommendations list, ModelMetadata model, PrintWriter err) {
        list.unknownUser()
                .ifPresent(user -> err.println(
                        lacksHistories(model) ? NO_HISTORIES : "note: the model has no history of user " + user));
        if (!list.unknownItems().isEmpty()) {
            err.println("note: the model does not know " + String.join(", ", list.unknownItems()));
        }
    }
}
