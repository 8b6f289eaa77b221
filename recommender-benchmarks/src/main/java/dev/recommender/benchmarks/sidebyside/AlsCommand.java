package dev.recommender.benchmarks.sidebyside;

import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.factors.FactorModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our vectors as a contestant: whole trainings on packed records, the first in a fresh JVM and later ones. */
@Command(name = "measure-als", hidden = true, description = "Vectors of packed records; prints figures.")
public final class AlsCommand implements Callable<Integer> {
    @Option(names = "--records", required = true)
    Path records = Path.of("");

    @Option(names = "--threads", required = true)
    int threads;

    @Option(names = "--factors", required = true)
    int factors;

    @Option(names = "--iterations", required = true)
    int iterations;

    @Option(names = "--again", description = "Trains so often again; prints the median.")
    int again;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SyntheticEvents events = EventFiles.readRecords(records);
        UsageEvents usage = events.usage(threads);
        AlsTrainer trainer = AlsTrainer.builder()
                .factors(factors)
                .iterations(iterations)
                .threads(threads)
                .build();
        print("events", events.size());
        List<Double> seconds = new ArrayList<>();
        for (int turn = 0; turn <= again; turn++) {
            long began = System.nanoTime();
            TrainingResult<FactorModel> result = trainer.train(usage);
            seconds.add((System.nanoTime() - began) / 1e9);
            if (turn == 0) {
                print("train", seconds.get(0));
                result.statistics().durations().forEach((phase, time) -> print(phase, time.toNanos() / 1e9));
            }
            result.model().close();
        }
        if (again > 0) {
            print("trainAgain", new Turns(seconds.subList(1, again + 1)).median());
        }
        return 0;
    }

    private void print(String name, double value) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Figures.line(name, value));
    }
}
