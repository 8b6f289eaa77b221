package dev.recommender.cli;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "similar", description = "Lists the items most similar to one.", mixinStandardHelpOptions = true)
final class SimilarCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model to ask.")
    Path model = Path.of("");

    @Option(names = "--item", paramLabel = "ID", required = true, description = "Similar to which item.")
    String item = "";

    @Option(names = "--count", paramLabel = "K", description = "How many items; default: 10.")
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
        try (TrainedModel opened = Models.open(model, Verification.LAZY)) {
            Recommendations list = opened.recommender().similarItems(item, count);
            output.write(
                    spec,
                    writer -> new ResultWriter(writer, output.format, ResultWriter.Key.SEED, false, opened::item)
                            .write(item, list));
            Notes.unknown(Query.items(item), list, opened.metadata(), spec);
            if (list.isEmpty() && list.unknownItems().isEmpty()) {
                spec.commandLine().getErr().println("note: the model holds no items similar to " + item);
            }
        }
        return 0;
    }
}
