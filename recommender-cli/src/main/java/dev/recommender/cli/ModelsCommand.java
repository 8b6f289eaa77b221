package dev.recommender.cli;

import dev.recommender.RecommenderException;
import dev.recommender.models.Models;
import dev.recommender.registry.Alias;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelAnswersException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.service.ModelService;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Lists, shows, cancels and deletes the models of a store, and says which of them answer.",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Runnable {
    private static final int MAX_LIMIT = 1000;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new UsageException(
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "list", description = "Lists the models, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin StoreOptions store,
            @Option(names = "--limit", paramLabel = "N", description = "How many; default: 20.", defaultValue = "20")
                    int limit,
            @Option(
                            names = "--format",
                            paramLabel = "table|json",
                            description = "How to write: a table, or a JSON object on each line; default: table.",
                            defaultValue = "table")
                    Format format)
            throws IOException {
        UsageException.together(format::refuseCsv, () -> {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new UsageException("--limit must be from 1 to " + MAX_LIMIT + ": " + limit);
            }
        });
        store.run(service -> {
            ModelList models = new ModelList(service.registry().aliases());
            List<ModelRecord> newest = new ArrayList<>(service.registry().list(limit));
            newest.sort(Comparator.comparing(ModelRecord::created).reversed());
            for (ModelRecord model : newest) {
                out().println(format == Format.JSON ? models.json(model) : models.line(model));
            }
        });
        return 0;
    }

    @Command(name = "show", description = "Shows all that is known of a model.", mixinStandardHelpOptions = true)
    int show(@Mixin StoreOptions store, @Parameters(paramLabel = "ID", description = "The model.") String id)
            throws IOException {
        ModelId model = StoreOptions.id(id);
        store.run(service -> {
            ModelRecord record = service.registry().get(model);
            out().println(ModelList.plain(record));
            out().println("message     " + record.message());
            ModelList.request(record)
                    .ifPresentOrElse(
                            request -> print(request, record), () -> out().println("request     " + record.request()));
            record.rewritten().ifPresent(when -> out().println("rewritten   " + when));
            TrainingText.lines(record).forEach(out()::println);
            record.statistics().ifPresent(statistics -> out().println("statistics  " + statistics));
            record.file()
                    .ifPresent(file -> out().printf(
                                    Locale.ROOT,
                                    "file        %s, %,d bytes, SHA-256 %s%n",
                                    file.key(),
                                    file.size(),
                                    file.sha256()));
            record.changes()
                    .forEach(change ->
                            out().println("  " + change.when() + "  " + change.what() + " by " + change.by()));
        });
        return 0;
    }

    @Command(name = "cancel", description = "Gives up a model's training.", mixinStandardHelpOptions = true)
    int cancel(@Mixin StoreOptions store, @Parameters(paramLabel = "ID", description = "The model.") String id)
            throws IOException {
        ModelId model = StoreOptions.id(id);
        store.run(service -> out().println(service.cancel(model) ? "cancelled" : "its training has ended already"));
        return 0;
    }

    @Command(name = "delete", description = "Deletes a model, unless it answers.", mixinStandardHelpOptions = true)
    int delete(
            @Mixin StoreOptions store,
            @Option(names = "--force", description = "Also if it answers under an alias.") boolean force,
            @Parameters(paramLabel = "ID", description = "The model.") String id)
            throws IOException {
        ModelId model = StoreOptions.id(id);
        store.run(service -> {
            if (!(force ? service.deleteWithItsShares(model) : deleted(service, model))) {
                throw new UnknownModelException(model);
            }
            out().println("deleted");
        });
        return 0;
    }

    private static boolean deleted(ModelService service, ModelId model) throws IOException {
        try {
            return service.delete(model);
        } catch (ModelAnswersException e) {
            throw new RecommenderException(e.getMessage() + ", or delete the model all the same by --force", e);
        }
    }

    @Command(
            name = "default",
            description = "Shows, sets or clears the default model.",
            mixinStandardHelpOptions = true)
    int standard(
            @Mixin StoreOptions store,
            @Nullable @Parameters(paramLabel = "ID", arity = "0..1", description = "The model to make the default.")
                    String id,
            @Option(names = "--clear", description = "Leave no model as the default.") boolean clear)
            throws IOException {
        if (clear && id != null) {
            throw new UsageException("give a model or --clear, not both");
        }
        Optional<ModelId> model = Optional.ofNullable(id).map(StoreOptions::id);
        store.run(service -> {
            ModelRegistry registry = service.registry();
            if (clear) {
                registry.deleteAlias(Alias.DEFAULT);
            } else if (model.isPresent()) {
                registry.setAlias(Alias.DEFAULT, model.get());
            }
            List<Alias.Share> shares =
                    registry.alias(Alias.DEFAULT).map(Alias::shares).orElse(List.of());
            if (shares.isEmpty()) {
                out().println("there is no default model");
            }
            for (Alias.Share share : shares) {
                String part = shares.size() == 1 ? "" : "  (weight " + share.weight() + ")";
                out().println(ModelList.plain(registry.get(share.model())) + part);
            }
        });
        return 0;
    }

    @Command(
            name = "alias",
            description = "Lists aliases, or sets which models share one, takes it back, or deletes it.",
            mixinStandardHelpOptions = true)
    int alias(
            @Mixin StoreOptions store,
            @Nullable @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The alias.")
                    String name,
            @Nullable
                    @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "ID[=WEIGHT]",
                            description = "The models that share its users, by their weights.")
                    List<String> shares,
            @Option(names = "--roll-back", description = "Take it back to what it was before.") boolean rollBack,
            @Option(names = "--delete", description = "Delete it.") boolean delete)
            throws IOException {
        if ((delete || rollBack) && (name == null || shares != null || (delete && rollBack))) {
            throw new UsageException("give --roll-back or --delete with the name of an alias alone");
        }
        if (name != null) {
            UsageException.requireAlias("NAME", name);
        }
        List<Alias.Share> models = shares == null
                ? List.of()
                : shares.stream().map(ModelsCommand::share).toList();
        // Refuses too many models, or one twice, before the store is opened.
        UsageException.alias(
                "ID[=WEIGHT]", () -> new Alias.Revision(1, models, Instant.EPOCH, "", OptionalInt.empty()));
        store.run(service -> {
            ModelRegistry registry = service.registry();
            if (name == null) {
                registry.aliases().forEach(alias -> out().println(line(alias)));
            } else if (delete) {
                if (!registry.deleteAlias(name)) {
                    throw new UnknownAliasException(name);
                }
                out().println("deleted");
            } else if (rollBack) {
                out().println(line(registry.rollBack(name)));
            } else if (!models.isEmpty()) {
                out().println(line(registry.setAlias(name, models)));
            } else {
                out().println(registry.alias(name)
                        .map(ModelsCommand::line)
                        .orElseThrow(() -> new UnknownAliasException(name)));
            }
        });
        return 0;
    }

    private static Alias.Share share(String text) {
        int equals = text.indexOf('=');
        ModelId model = StoreOptions.id(equals < 0 ? text : text.substring(0, equals));
        String weight = equals < 0 ? "1" : text.substring(equals + 1);
        try {
            return new Alias.Share(model, Integer.parseInt(weight));
        } catch (NumberFormatException | InvalidAliasException e) {
            throw new UsageException("the weight of " + model + " must be a whole number from 1 to "
                    + Alias.Share.MAX_WEIGHT + ": " + weight);
        }
    }

    private static String line(Alias alias) {
        return alias.shares().stream()
                .map(share -> share.model() + "=" + share.weight())
                .collect(Collectors.joining(" ", alias.name() + "  ", ""));
    }

    private void print(TrainingRequest request, ModelRecord model) {
        out().println("usage       " + request.usage());
        request.part()
                .ifPresent(part -> out().println("            " + ModelList.share(part) + " of " + part.usage()
                        + part.before()
                                .map(moment -> ", those before " + moment)
                                .orElse("")));
        request.catalog().ifPresent(path -> out().println("catalog     " + path));
        if (request.isKeepingUnknownItems()) {
            out().println("            events of items that the catalog lacks are kept");
        }
        request.evaluation().ifPresent(path -> out().println("evaluation  " + path));
        request.files().options().forEach((name, value) -> out().println("files       " + name + " " + value));
        if (request.isByServiceRules()) {
            out().println("files       read by the rules of Product Recommendations");
        }
        out().println("answers     seen items " + (request.answers().includeSeen() ? "may be recommended" : "left out")
                + ", short lists " + (request.answers().backfill() ? "filled with popular items" : "left short"));
        request.tuning().ifPresent(plan -> out().println("tuning      " + plan.inWords()));
        out().println("algorithm   " + model.algorithm().orElse("not known yet"));
        TwoColumns.of(Models.text(model.algorithm(), model.parameters())).printTo(out());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
