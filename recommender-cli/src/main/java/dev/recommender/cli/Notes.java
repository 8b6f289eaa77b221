package dev.recommender.cli;

import dev.recommender.ModelMetadata;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Notes on the error stream that are not errors. */
final class Notes {
    /** So many unknown users are named. */
    static final int NAMED = 5;

    /** The options that make the rules of a query, by what the library calls the rules. */
    private static final Map<String, String> RULES =
            Map.of("onlyItems", "--only", "exclude", "--exclude", "boost", "--boost");

    private Notes() {}

    /** Whether the model knows no user, though it was trained on some. */
    private static boolean lacksHistories(ModelMetadata model) {
        return model.users() > 0 && model.histories() == 0;
    }

    /** Why a model knows no user at all, and what would help. */
    private static String noHistories(ModelMetadata model) {
        String note = "note: the model holds no histories, so it answers for items only";
        Optional<Object> kept = model.parameters().value("histories");
        if (kept.isEmpty()) {
            return note;
        }
        return note
                + (kept.get().equals("none")
                        ? "; train it with --histories all"
                        : "; those of its users have been removed");
    }

    /** Says that a list of ids is empty. */
    static void holdsNoIds(String option, Path file, CommandSpec command) {
        command.commandLine().getErr().println("note: " + option + ": the file " + file + " holds no ids");
    }

    /**
     * Says whom a model does not know.
     *
     * @param first the first of them
     * @param count how many they are
     * @param near whom the model knows in place of one of them
     */
    static void unknownUsers(
            List<String> first, long count, Optional<String> near, ModelMetadata model, CommandSpec command) {
        if (count > 0) {
            String more = count > first.size() ? " and " + (count - first.size()) + " more" : "";
            command.commandLine()
                    .getErr()
                    .println(
                            lacksHistories(model)
                                    ? noHistories(model)
                                    : "note: the model has no history of " + count + " of the users: "
                                            + String.join(", ", first) + more + knows(near));
        }
    }

    /** Whom a model knows instead of somebody. */
    static Optional<String> nearUser(Recommender model, String user) {
        return model.recommend(Query.user(user).count(1)).nearUser();
    }

    /** Whom a model knows instead, at the end of a note. */
    static String knows(Optional<String> near) {
        return near.map(user -> "; it has one of " + user).orElse("");
    }

    /** Which items a model knows instead, and of which if several are unknown. */
    private static String knowsItems(Recommendations list) {
        Map<String, String> near = list.nearItems();
        if (near.isEmpty()) {
            return "";
        }
        return "; it has "
                + (list.unknownItems().size() == 1
                        ? String.join("", near.values())
                        : near.entrySet().stream()
                                .map(each -> each.getValue() + " for " + each.getKey())
                                .collect(Collectors.joining(", ")));
    }

    /** Says what files were taken for, and what was rejected or left out. */
    static void read(String what, ParsingReport report, CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        report.files().forEach(file -> err.println("read " + file));
        report.files().stream()
                .flatMap(file -> file.doubts().stream())
                .distinct()
                .forEach(doubt -> err.println("note: " + Remedies.forCommand(doubt, command)));
        problems(what, report, command);
    }

    /** Says what was rejected or left out, if anything was. */
    static void problems(String what, ParsingReport report, CommandSpec command) {
        if (report.errorCount() + report.warningCount() > 0) {
            command.commandLine().getErr().println(what + ": " + Remedies.forCommand(report.toString(), command));
        }
    }

    /** Says which ids of a query the model does not know, and which of its rules match nothing. */
    static void unknown(Query asked, Recommendations list, ModelMetadata model, CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        list.unknownUser()
                .ifPresent(user -> err.println(
                        lacksHistories(model)
                                ? noHistories(model)
                                : "note: the model has no history of user " + user + knows(list.nearUser())));
        if (!list.unknownItems().isEmpty()) {
            err.println("note: the model does not know " + String.join(", ", list.unknownItems())
                    + knowsItems(list)
                    + (asked.recency().isPresent() ? "; recency takes each for a step all the same" : ""));
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
