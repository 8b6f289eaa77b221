package dev.recommender.benchmarks;

import dev.recommender.benchmarks.data.EventCounts;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.SessionEvents;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-sessions",
        description = "Writes seeded sessions of clicks as CSV, and says what they are like.",
        mixinStandardHelpOptions = true)
final class GenerateSessionsCommand implements Callable<Integer> {
    @Option(names = "--sessions", paramLabel = "N", description = "How many sessions; default: ${DEFAULT-VALUE}.")
    int sessions = 50_000;

    @Option(names = "--items", paramLabel = "N", description = "How many items; default: ${DEFAULT-VALUE}.")
    int items = 5_000;

    @Option(names = "--seed", paramLabel = "S", description = "What they are drawn from; default: ${DEFAULT-VALUE}.")
    long seed = 5;

    @Option(names = "--shuffled", description = "Bring the clicks of each session into random order.")
    boolean shuffled;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            required = true,
            description = "Where to write user,item,time,weight; users are sessions.")
    Path csv = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SyntheticEvents drawn = SessionEvents.generate(sessions, items, seed);
        EventFiles.writeCsv(shuffled ? SessionEvents.shuffled(drawn, seed) : drawn, csv);
        spec.commandLine().getOut().println(EventCounts.of(drawn));
        return 0;
    }
}
