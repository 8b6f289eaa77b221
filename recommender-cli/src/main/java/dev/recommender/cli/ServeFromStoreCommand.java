package dev.recommender.cli;

import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.RecommenderException;
import dev.recommender.csv.IdReader;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.storage.IOFunction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve-from-store",
        description =
                "Answers questions from a store's models: one on each line of the standard input, a user, items after"
                        + " commas, or both, as in USER or USER,ITEM or ,ITEM,ITEM. When the alias or the default moves, the next"
                        + " answers come from the new model.",
        mixinStandardHelpOptions = true)
final class ServeFromStoreCommand implements Callable<Integer> {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(names = "--model", paramLabel = "ID", description = "The model to ask; default: the alias default.")
    @Nullable
    String model;

    @Option(names = "--alias", paramLabel = "NAME", description = "The alias to ask.")
    @Nullable
    String alias;

    @Option(names = "--ask", paramLabel = "QUESTION", description = "Answer this question alone.")
    @Nullable
    String ask;

    @Option(
            names = "--recency",
            paramLabel = "NAME",
            description =
                    "Let earlier items of a question count less than later ones: linear, quadratic, logarithmic or"
                            + " reciprocal; default: all count alike.")
    @Nullable
    String recency;

    @Option(names = "--count", paramLabel = "K", description = "How many items, 1 to 100; default: 10.")
    int count = 10;

    @Option(names = "--explain", description = "Say which items each recommendation comes from.")
    boolean explain;

    @Option(
            names = "--refresh",
            paramLabel = "TIME",
            description = "How often to look whether the alias or the default has moved; default: 10s.")
    String refresh = "10s";

    @Option(names = "--format", paramLabel = "table|csv|json", description = "How to write; default: table.")
    Format format = Format.TABLE;

    @Mixin
    TextOptions text = new TextOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (model != null && alias != null) {
            throw new UsageException("give one of --model and --alias");
        }
        if (alias != null) {
            UsageException.requireAlias("--alias", alias);
        }
        requireByPosition();
        if (count < 1 || count > 100) {
            throw new UsageException("--count must be from 1 to 100: " + count);
        }
        Duration refreshing = TimeSpan.ofSeconds("--refresh", refresh);
        if (ask != null) {
            UsageException.refuse(spec, "beside --ask", "--charset");
        }
        if (format == Format.CSV) {
            UsageException.refuse(spec, ResultWriter.NO_REASONS, "--explain");
        }
        Optional<ModelId> id = Optional.ofNullable(model).map(StoreOptions::id);
        PrintWriter out = spec.commandLine().getOut();
        if (model != null || ask != null) {
            UsageException.refuse(spec, "where nothing can move: beside --model or --ask", "--refresh");
        }
        long[] failed = new long[1];
        store.run(refreshing, service -> {
            IOFunction<Optional<String>, ModelLease> models = user ->
                    id.isPresent() ? service.open(id.get()) : service.open(alias == null ? Alias.DEFAULT : alias, user);
            ResultWriter results =
                    new ResultWriter(out, format, ResultWriter.Key.QUESTION, ask == null, item -> Optional.empty());
            if (ask == null) {
                requireThere(models);
                failed[0] = serve(models, results, out);
            } else {
                answer(ask, models, results);
            }
        });
        return failed[0] == 0 ? 0 : 1;
    }

    /** Notices a mistyped model or alias before the first question; there may be no default yet. */
    private void requireThere(IOFunction<Optional<String>, ModelLease> models) throws IOException {
        try {
            models.apply(Optional.empty()).close();
        } catch (RecommenderException e) {
            if (model != null || alias != null) {
                throw e;
            }
            spec.commandLine().getErr().println("note: " + e.getMessage());
        }
    }

    private void answer(String question, IOFunction<Optional<String>, ModelLease> models, ResultWriter results)
            throws IOException {
        Query query = query(question);
        try (ModelLease model = models.apply(query.user())) {
            Answer answer = model.recommend(query);
            results.write(question, answer, model::item);
            Notes.unknown(query, answer.items(), model.metadata(), spec);
        }
    }

    /** Answers questions to the end of the input; returns how many could not be answered. */
    private long serve(IOFunction<Optional<String>, ModelLease> models, ResultWriter results, PrintWriter out)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        long failed = 0;
        try (IdReader questions = text.standardInput().open()) {
            while (questions.hasNext()) {
                String question = "standard input";
                try {
                    question = questions.next();
                    answer(question, models, results);
                    out.flush();
                } catch (RecommenderException | IOException e) {
                    failed++;
                    err.println("error: " + question + ": " + e.getMessage());
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return failed;
    }

    /** The items of a question have no times. */
    private void requireByPosition() {
        if (recency != null && UsageException.naming("--recency", Recency::parse, recency) instanceof Recency.ByTime) {
            throw new UsageException(
                    "--recency \"" + recency + "\": a half-life has no effect on items without times; give a"
                            + " decay by position, such as reciprocal");
        }
    }

    private Query query(String question) {
        List<String> parts =
                Arrays.stream(question.split(",", -1)).map(String::strip).toList();
        List<String> items = parts.subList(1, parts.size()).stream()
                .filter(item -> !item.isEmpty())
                .toList();
        Query query = Query.items(items).count(count);
        query = recency == null ? query : query.recency(Recency.parse(recency));
        query = parts.get(0).isEmpty() ? query : query.forUser(parts.get(0));
        return explain ? query.explain() : query;
    }
}
