package dev.recommender.benchmarks;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Seed;
import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.factors.FactorModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * The ten best items by vectors of 64 numbers: of a history alone, whose vector is stored; of a history and a live event,
 * whose vector is solved; and the ten most similar ones. In one JVM, as {@code -f 0} has it, each model is trained once.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar jmh VectorsBenchmark -f 0</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VectorsBenchmark {
    private static final int ASKED = 512;

    private record Key(Items items, int factors) {}

    private static final LastModel<Key, FactorModel> LAST = new LastModel<>(
            new Key(Items.TINY_300, 8),
            Key::items,
            (key, events) -> AlsTrainer.builder()
                    .factors(key.factors)
                    .iterations(3)
                    .build()
                    .train(events.usage(1), Trained.catalog(events))
                    .model());

    /** Which events. */
    @Param({"MOVIES_27000", "WIDE_1000000"})
    public Items items = Items.TINY_300;

    /** How many numbers a vector has. */
    @Param({"64"})
    public int factors = 64;

    private List<Query> stored = List.of();
    private List<Query> live = List.of();
    private List<String> asked = List.of();
    private int next;

    /** Trains the model unless it is the one of the questions before, and prepares the questions. */
    @Setup(Level.Trial)
    public void prepare() {
        SyntheticEvents events = LAST.of(new Key(items, factors));
        List<String> users = Trained.usersWithHistoriesOf(140, events, ASKED);
        stored = users.stream().map(Query::user).toList();
        asked = IntStream.range(0, ASKED)
                .mapToObj(question -> "i" + events.item()[question])
                .toList();
        live = IntStream.range(0, ASKED)
                .mapToObj(question -> stored.get(question % stored.size()).and(Seed.of(asked.get(question))))
                .toList();
    }

    /** Of a history alone. */
    @Benchmark
    public Recommendations history() {
        next = next + 1 & Integer.MAX_VALUE;
        return LAST.model().recommender().recommend(stored.get(next % stored.size()));
    }

    /** Of a history and a live event. */
    @Benchmark
    public Recommendations live() {
        next = next + 1 & Integer.MAX_VALUE;
        return LAST.model().recommender().recommend(live.get(next % live.size()));
    }

    /** By cosine. */
    @Benchmark
    public Recommendations similarItems() {
        next = next + 1 & Integer.MAX_VALUE;
        return LAST.model().recommender().similarItems(asked.get(next % asked.size()), 10);
    }
}
