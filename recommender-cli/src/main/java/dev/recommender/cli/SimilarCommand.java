package dev.recommender.cli;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.factors.FactorModel;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "similar",
        description = "Lists the items most similar to one, or, of a model of vectors, the users most similar to one.",
        mixinStandardHelpOptions = true)
final class SimilarCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model to ask.")
    Path model = Path.of("");

    @Option(names = "--item", paramLabel = "ID", description = "Similar to which item.")
    @Nullable
    String item;

    @Option(names = "--user", paramLabel = "ID", description = "Similar to which user.")
    @Nullable
    String user;

    @Option(names = "--count", paramLabel = "K", description = "How many; default: 10.")
    int count = 10;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (count < 1) {
            throw new UsageException("--count must be at least 1: " + count);
        }
        if ((item == null) == (user == null)) {
            throw new UsageException("give one of --item and --user");
        }
        try (TrainedModel opened = Models.open(model, Verification.LAZY)) {
            if (item != null) {
                items(opened, item);
            } else if (user != null) {
                users(opened, user);
            }
        }
        return 0;
    }

    private void items(TrainedModel opened, String seed) throws IOException {
        Recommendations list = opened.recommender().similarItems(seed, count);
        output.write(
                spec,
                writer -> new ResultWriter(writer, output.format, ResultWriter.Key.SEED, false, opened::item)
                        .write(seed, list));
        Notes.unknown(Query.items(seed), list, opened.metadata(), spec);
        if (list.isEmpty() && list.unknownItems().isEmpty()) {
            note("the model holds no items similar to " + seed);
        }
    }

    private void users(TrainedModel opened, String to) throws IOException {
        if (!(opened instanceof FactorModel vectors)) {
            throw new UsageException("--user: --model \"" + model
                    + "\" holds no vectors of users to compare; train one with" + " --algorithm als");
        }
        if (opened.metadata().histories() == 0) {
            throw new UsageException("--user: \"" + model
                    + "\" holds no histories, and so no vectors of users; train one with --histories all");
        }
        SimilarUsers found = new SimilarUsers(to, vectors.similarUsers(to, count));
        output.write(spec, writer -> found.write(writer, output.format));
        if (found.users().isEmpty()) {
            note(
                    vectors.userVector(to).isEmpty()
                            ? "the model has no history of " + to
                                    + Notes.knows(Notes.nearUser(opened.recommender(), to))
                            : "the model holds no users similar to " + to);
        }
    }

    private void note(String text) {
        spec.commandLine().getErr().println("note: " + text);
    }
}
