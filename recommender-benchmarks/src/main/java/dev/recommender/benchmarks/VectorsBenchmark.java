package dev.recommender.benchmarks;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Seed;
import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.Shape;
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

    /** Which events. */
    public enum Items {
        /** 20,000 users with about 140 events each. */
        MOVIES_27000(Shape.ML20M, 20_000, 27_000),
        /** 300,000 users with about 27 events each. */
        WIDE_1000000(Shape.GOWALLA, 300_000, 1_000_000),
        /** A handful, to try the benchmark itself. */
        TINY_300(Shape.ML20M, 200, 300);

        private final Shape shape;
        private final int users;
        private final int count;

        Items(Shape shape, int users, int count) {
            this.shape = shape;
            this.users = users;
            this.count = count;
        }
    }

    private record Shop(Items items, int factors, SyntheticEvents events, FactorModel model) {
        static Shop of(Items items, int factors) {
            SyntheticEvents events = Trained.events(items.shape, items.users, items.count);
            FactorModel model = AlsTrainer.builder()
                    .factors(factors)
                    .iterations(3)
                    .build()
                    .train(events.usage(1), Trained.catalog(events))
                    .model();
            return new Shop(items, factors, events, model);
        }
    }

    private static Shop last = Shop.of(Items.TINY_300, 8);

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
        SyntheticEvents events = shop(items, factors).events;
        List<String> users = Trained.usersWithHistoriesOf(140, events, ASKED);
        stored = users.stream().map(Query::user).toList();
        asked = IntStream.range(0, ASKED)
                .mapToObj(question -> "i" + events.item()[question])
                .toList();
        live = IntStream.range(0, ASKED)
                .mapToObj(question -> stored.get(question % stored.size()).and(Seed.of(asked.get(question))))
                .toList();
    }

    private static synchronized Shop shop(Items items, int factors) {
        if (last.items != items || last.factors != factors) {
            last.model.close();
            last = Shop.of(items, factors);
        }
        return last;
    }

    /** Of a history alone. */
    @Benchmark
    public Recommendations history() {
        next = next + 1 & Integer.MAX_VALUE;
        return last.model.recommender().recommend(stored.get(next % stored.size()));
    }

    /** Of a history and a live event. */
    @Benchmark
    public Recommendations live() {
        next = next + 1 & Integer.MAX_VALUE;
        return last.model.recommender().recommend(live.get(next % live.size()));
    }

    /** By cosine. */
    @Benchmark
    public Recommendations similarItems() {
        next = next + 1 & Integer.MAX_VALUE;
        return last.model.recommender().similarItems(asked.get(next % asked.size()), 10);
    }
}
