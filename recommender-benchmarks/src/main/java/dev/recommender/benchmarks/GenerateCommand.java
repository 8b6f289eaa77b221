package dev.recommender.benchmarks;

import dev.recommender.benchmarks.data.EventCounts;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.ShapeOptions;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        description = "Writes seeded events as CSV and as packed records, and says what they are like.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Mixin
    ShapeOptions events = new ShapeOptions();

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
        SyntheticEvents drawn = events.draw();
        if (csv.isPresent()) {
            EventFiles.writeCsv(drawn, csv.get());
        }
        if (records.isPresent()) {
            EventFiles.writeRecords(drawn, records.get());
        }
        spec.commandLine().getOut().println(EventCounts.of(drawn));
        if (csv.isEmpty() && records.isEmpty()) {
            spec.commandLine().getErr().println("note: no file was written; name one by --csv or --records");
        }
        return 0;
    }
}
