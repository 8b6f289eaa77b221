package dev.recommender.cli;

import dev.recommender.Recommender;
import dev.recommender.RecommenderException;
import dev.recommender.TrainedModel;
import dev.recommender.models.Models;
import dev.recommender.registry.Forgotten;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "forget",
        description = "Removes users from a model file, or from all models of a store.",
        mixinStandardHelpOptions = true)
final class ForgetCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "ID", description = "Whom to forget; repeatable.")
    List<String> users = new ArrayList<>();

    @Option(names = "--users-file", paramLabel = "FILE", description = "Forget the user on each line.")
    @Nullable
    Path usersFile;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The model to remove them from, which stays as it is.")
    @Nullable
    Path model;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to save the model without them.")
    @Nullable
    Path output;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "The store to remove them from: a folder, s3://bucket/prefix, or azure://container/prefix."
                    + " Each model that holds one is replaced, also in its aliases, and deleted.")
    @Nullable
    String store;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where models are copied to when they are opened; default: a folder for temporary files.")
    @Nullable
    Path cache;

    @Mixin
    TextOptions text = new TextOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if ((model == null) == (store == null)) {
            throw new UsageException("give one of --model and --store");
        }
        if (store != null) {
            UsageException.refuse(spec, "beside --store", "--output");
        } else {
            UsageException.refuse(spec, "beside --model", "--cache");
        }
        Set<String> forgotten = new LinkedHashSet<>(users);
        if (usersFile != null) {
            forgotten.addAll(text.ids(usersFile).load());
        } else {
            UsageException.refuse(spec, "without --users-file", "--charset");
        }
        if (forgotten.isEmpty() && usersFile != null) {
            throw new UsageException("--users-file: the file " + usersFile + " holds no ids");
        }
        if (forgotten.isEmpty()) {
            throw new UsageException("--user or --users-file must name a user");
        }
        if (store != null) {
            inStore(store, forgotten);
        } else if (model != null) {
            inFile(model, forgotten);
        }
        return 0;
    }

    private void inFile(Path file, Set<String> forgotten) throws IOException {
        if (output == null) {
            throw new UsageException("--output is missing: where to save the model without them");
        }
        OutputFile.requireForModel(spec, "--output", output);
        try (TrainedModel opened = Models.open(file)) {
            Set<String> unknown = new LinkedHashSet<>(forgotten);
            for (Iterator<String> held = opened.users(); held.hasNext(); ) {
                unknown.remove(held.next());
            }
            Recommender recommender = opened.recommender();
            for (String user : unknown) {
                note("the model holds no user " + user
                        + Notes.nearUser(recommender, user)
                                .map(near -> "; it has " + near)
                                .orElse(""));
            }
            forgotten.removeAll(unknown);
            if (forgotten.isEmpty()) {
                throw new RecommenderException(
                        "nothing is to be removed from \"" + file + "\", so \"" + output + "\" was not written");
            }
            opened.forget(forgotten).save(output);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "saved %s without %d %s (%,d bytes)%n",
                        output,
                        forgotten.size(),
                        forgotten.size() == 1 ? "user" : "users",
                        Files.size(output));
    }

    private void note(String text) {
        spec.commandLine().getErr().println("note: " + text);
    }

    private void inStore(String place, Set<String> forgotten) throws IOException {
        StoreOptions options = new StoreOptions();
        options.store = place;
        options.cache = cache;
        PrintWriter out = spec.commandLine().getOut();
        options.run(service -> {
            Forgotten done = service.forget(forgotten);
            for (Forgotten.Replacement each : done.replaced()) {
                String aliases = each.aliases().isEmpty() ? "" : ", also in " + String.join(", ", each.aliases());
                out.println("model " + each.model() + " is replaced by " + each.by() + aliases);
            }
            String none = done.unread().isEmpty() ? "no model" : "no other model";
            for (String user : done.unknown()) {
                String near = done.near().get(user);
                note(none + " holds user " + user + (near == null ? "" : "; one has " + near));
            }
            if (done.replaced().isEmpty()) {
                out.println(
                        done.unknown().size() == forgotten.size()
                                ? none + " holds them"
                                : none + " holds them any longer; another process has replaced those that did");
            }
            if (!done.unread().isEmpty()) {
                out.flush();
                List<String> unread = new ArrayList<>();
                done.unread().forEach((id, reason) -> unread.add("model " + id + ": " + reason));
                throw new RecommenderException(
                        "these may hold them; repair or delete them, and forget again: " + String.join("; ", unread));
            }
        });
    }
}
