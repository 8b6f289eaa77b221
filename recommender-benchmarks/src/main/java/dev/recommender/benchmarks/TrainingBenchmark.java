package dev.recommender.benchmarks;

import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole training on events in memory.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar TrainingBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class TrainingBenchmark {
    /** How many users; each has about 60 events. */
    @Param("6000")
    public int users = 6_000;

    /** How many items. */
    @Param("3700")
    public int items = 3_700;

    /** How many neighbours to keep, 0 for all. */
    @Param({"0", "200"})
    public int neighbors;

    /** Whether large users count less, which needs real-valued sums. */
    @Param({"false", "true"})
    public boolean damped;

    private UsageEvents events = UsageEvents.of(List.<UsageEvent>of());
    private SarTrainer trainer = SarTrainer.create();

    /** Makes the events. */
    @Setup(Level.Trial)
    public void prepare() {
        events = SyntheticEvents.generate(Shape.ZIPF, users, items, 60L * users, 5)
                .usage(1);
        SarTrainer.Builder builder = SarTrainer.builder()
                .supportThreshold(1)
                .similarity(damped ? Similarity.damped(0.5, 0.5, 0.5) : Similarity.JACCARD);
        trainer = (neighbors == 0 ? builder : builder.maxNeighbors(neighbors)).build();
    }

    /** Trains a model. */
    @Benchmark
    public TrainingResult train() {
        return trainer.train(events);
    }
}
