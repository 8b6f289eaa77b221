package dev.recommender.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.neighbors.NeighborModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * The scoring hot path: the ten best items for a user, by the length of the history; for a basket; and for an item.
 * With {@code -prof gc}, the bytes that {@link #user} allocates beyond those of {@link #resultAlone} are not the
 * result's.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar jmh ScoringBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoringBenchmark {
    private static final int ASKED = 64;
    private static final int ASKED_ITEMS = 997;

    /** Which events; {@code GOWALLA} is a wide catalog with short histories. */
    @Param("ML20M")
    public Shape shape = Shape.ML20M;

    /** How many users; each has about 140 events, of {@code GOWALLA} 27. */
    @Param("6000")
    public int users = 6_000;

    /** How many items. */
    @Param("3700")
    public int items = 3_700;

    /** How many neighbours to keep, 0 for all. */
    @Param({"0", "200"})
    public int neighbors;

    /** About how many items the users who are asked for took. */
    @Param({"20", "100", "500"})
    public int history = 100;

    private NeighborModel model = Trained.model(Trained.events(10, 10), 0);
    private List<Query> forUsers = List.of();
    private List<String> asked = List.of();
    private List<Recommendation> ten = List.of();
    private List<byte[]> ids = List.of();
    private final List<Recommendation> again = new ArrayList<>();
    private int next;

    /** Trains the model, and prepares the queries. */
    @Setup(Level.Trial)
    public void prepare() {
        SyntheticEvents events = Trained.events(shape, users, items);
        model = Trained.model(events, neighbors);
        forUsers = Trained.usersWithHistoriesOf(history, events, ASKED).stream()
                .map(Query::user)
                .toList();
        asked = Arrays.stream(events.item(), 0, ASKED_ITEMS)
                .mapToObj(item -> "i" + item)
                .toList();
        ten = List.copyOf(model.recommender().recommend(forUsers.get(0)));
        ids = ten.stream().map(one -> one.item().getBytes(ISO_8859_1)).toList();
    }

    /** Closes the model. */
    @TearDown
    public void close() {
        model.close();
    }

    /** For a user with a history. */
    @Benchmark
    public Recommendations user() {
        return model.recommender().recommend(forUsers.get(turn() % ASKED));
    }

    /** What {@link #user} gives, made of what is known already. */
    @Benchmark
    public Recommendations resultAlone() {
        again.clear();
        for (int rank = 0; rank < ten.size(); rank++) {
            again.add(again(rank));
        }
        return Recommendations.of(again, Optional.empty(), List.of());
    }

    private Recommendation again(int rank) {
        Recommendation one = ten.get(rank);
        return new Recommendation(new String(ids.get(rank), ISO_8859_1), one.score(), one.source());
    }

    /** For a basket of three items, the more popular the more often. */
    @Benchmark
    public Recommendations basket() {
        return model.recommender().recommend(Query.items(item(), item(), item()).withoutBackfill());
    }

    /** Similar to an item, the more popular the more often. */
    @Benchmark
    public Recommendations similarItems() {
        return model.recommender().similarItems(item(), 10);
    }

    private String item() {
        return asked.get(turn() % asked.size());
    }

    private int turn() {
        next = next + 1 & Integer.MAX_VALUE;
        return next;
    }
}
