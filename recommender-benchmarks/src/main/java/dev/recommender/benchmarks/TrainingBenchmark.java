package dev.recommender.benchmarks;

import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.IterationParams;

/**
 * A whole training on events in memory, and the milliseconds that each phase of it took.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar jmh TrainingBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TrainingBenchmark {
    /** How many users; each has about 140 events. */
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

    private UsageEvents events = sink -> {
        throw new IllegalStateException("not prepared");
    };
    private SarTrainer trainer = SarTrainer.create();

    /** Makes the events. */
    @Setup(Level.Trial)
    public void prepare() {
        SyntheticEvents drawn = Trained.events(users, items);
        events = drawn.usage(Runtime.getRuntime().availableProcessors());
        SarTrainer.Builder builder = SarTrainer.builder()
                .supportThreshold(1)
                .similarity(damped ? Similarity.damped(0.5, 0.5, 0.5) : Similarity.JACCARD);
        trainer = (neighbors == 0 ? builder : builder.maxNeighbors(neighbors)).build();
    }

    /** Trains a model. */
    @Benchmark
    public TrainingResult<NeighborModel> train(Phases phases) {
        TrainingResult<NeighborModel> result = trainer.train(events);
        phases.note(result);
        return result;
    }

    /** Milliseconds per phase; JMH adds up what the iterations give, so each gives its share of the mean. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Phases {
        /** Reading the events into columns. */
        public double reading;

        /** Grouping them. */
        public double grouping;

        /** Counting co-occurrences and computing similarities. */
        public double similarity;

        /** Laying out the model. */
        public double model;

        private final Map<String, Duration> sums = new HashMap<>();
        private int trainings;
        private int iterations = 1;

        /** Forgets the iteration before. */
        @Setup(Level.Iteration)
        public void begin(IterationParams iteration) {
            iterations = iteration.getCount();
            trainings = 0;
            sums.clear();
        }

        private void note(TrainingResult<NeighborModel> result) {
            trainings++;
            result.statistics().durations().forEach((phase, time) -> sums.merge(phase, time, Duration::plus));
            reading = millis("reading");
            grouping = millis("grouping");
            similarity = millis("similarity");
            model = millis("model");
        }

        private double millis(String phase) {
            return sums.getOrDefault(phase, Duration.ZERO).toNanos() / 1e6 / trainings / iterations;
        }
    }
}
