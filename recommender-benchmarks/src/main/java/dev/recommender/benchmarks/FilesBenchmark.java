package dev.recommender.benchmarks;

import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Verification;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Files: reading usage events from CSV by one thread, saving a model, and opening one.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar jmh FilesBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilesBenchmark {
    /** How many users; each has about 140 events. */
    @Param("6000")
    public int users = 6_000;

    /** How many items. */
    @Param("3700")
    public int items = 3_700;

    /** How many neighbours to keep, 0 for all. */
    @Param("0")
    public int neighbors;

    private Path folder = Path.of("");
    private Path csv = Path.of("");
    private Path file = Path.of("");
    private NeighborModel model = Trained.model(Trained.events(10, 10), 0);

    /** Writes the events, trains the model and saves it. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("benchmark");
        csv = folder.resolve("usage.csv");
        file = folder.resolve("opened.model");
        SyntheticEvents events = Trained.events(users, items);
        EventFiles.writeCsv(events, csv);
        model = Trained.model(events, neighbors);
        model.save(file);
    }

    /** Deletes the files. */
    @TearDown
    public void delete() throws IOException {
        model.close();
        Files.deleteIfExists(csv);
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder.resolve("saved.model"));
        Files.delete(folder);
    }

    /** Reads every event of the CSV file. */
    @Benchmark
    public ParsingReport readCsv() throws IOException {
        return UsageCsv.read(csv).forEach((user, item, time, type, weight) -> true);
    }

    /** Saves the model, forced to the disk. */
    @Benchmark
    public Path save() throws IOException {
        Path saved = folder.resolve("saved.model");
        model.save(saved);
        return saved;
    }

    /** Opens the model, which is checked as a whole, asks it once, and closes it. */
    @Benchmark
    public Recommendations open() throws IOException {
        return openedAndAsked(Verification.ON_OPEN);
    }

    /** The same, but the model is checked where the answer needs it. */
    @Benchmark
    public Recommendations openLazily() throws IOException {
        return openedAndAsked(Verification.LAZY);
    }

    private Recommendations openedAndAsked(Verification verification) throws IOException {
        try (NeighborModel opened = NeighborModel.open(file, verification)) {
            return opened.recommender().recommend(Query.user("u0"));
        }
    }
}
