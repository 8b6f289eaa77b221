package dev.recommender.benchmarks;

import dev.recommender.benchmarks.data.EventCounts;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        description = "Writes seeded events as CSV and as packed records, and says what they are like.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--shape", description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    Shape shape = Shape.ML20M;

    @Option(names = "--users", paramLabel = "N", description = "How many users; ${DEFAULT-VALUE} by default.")
    int users = 138_000;

    @Option(names = "--items", paramLabel = "N", description = "How many items; ${DEFAULT-VALUE} by default.")
    int items = 26_700;

    @Option(names = "--events", paramLabel = "N", description = "About how many events; ${DEFAULT-VALUE} by default.")
    long events = 20_000_000;

    @Option(names = "--seed", paramLabel = "S", description = "What they are drawn from; ${DEFAULT-VALUE} by default.")
    long seed = 5;

    @Option(names = "--csv", paramLabel = "FILE", description = "Where to write user,item,time,weight.")
    Optional<Path> csv = Optional.empty();

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "Where to write packed records: int32 user, int32 item, float32 weight, int64 seconds.")
    Optional<Path> records = Optional.empty();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SyntheticEvents drawn = SyntheticEvents.generate(shape, users, items, events, seed);
        if (csv.isPresent()) {
            EventFiles.writeCsv(drawn, csv.get());
        }
        if (records.isPresent()) {
            EventFiles.writeRecords(drawn, records.get());
        }
        spec.commandLine().getOut().println(EventCounts.of(drawn));
        return 0;
    }
}
