package dev.recommender.benchmarks;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.RowPrecision;
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
 * The ten best items by the number of items that are known of a user, the size of the catalog, the number of
 * neighbours and the precision of their weights. In one JVM, as {@code -f 0} has it, each model is trained once, and all questions go through the same
 * compiled code.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar jmh QuestionsBenchmark -f 0</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class QuestionsBenchmark {
    private static final int ASKED = 512;

    private record Key(Items items, int neighbors, RowPrecision precision) {}

    private static final LastModel<Key, NeighborModel> LAST = new LastModel<>(
            new Key(Items.TINY_300, 0, RowPrecision.SINGLE),
            Key::items,
            (key, events) -> Trained.model(events, key.neighbors, key.precision));

    /** Which events. */
    @Param({"SMALL_3000", "WIDE_40000", "WIDE_1000000"})
    public Items items = Items.TINY_300;

    /** How many neighbours to keep, 0 for all. */
    @Param({"30", "100", "200", "0"})
    public int neighbors;

    /** How exact weights are. */
    @Param({"SINGLE", "BYTE"})
    public RowPrecision precision = RowPrecision.SINGLE;

    /** How many items are known: 1 and 3 are given with the question; more are users' histories of about that length. */
    @Param({"1", "3", "30", "500"})
    public int seeds = 3;

    private List<Query> queries = List.of();
    private int next;

    /** Trains the model unless it is the one of the questions before, and prepares the questions. */
    @Setup(Level.Trial)
    public void prepare() {
        queries = queries(LAST.of(new Key(items, neighbors, precision)));
    }

    private List<Query> queries(SyntheticEvents events) {
        if (seeds > 3) {
            return Trained.usersWithHistoriesOf(seeds, events, ASKED).stream()
                    .map(Query::user)
                    .toList();
        }
        return IntStream.range(0, ASKED)
                .mapToObj(question -> Query.items(IntStream.range(0, seeds)
                        .mapToObj(seed -> "i" + events.item()[seeds * question + seed])
                        .toList()))
                .toList();
    }

    /** One question after the other. */
    @Benchmark
    public Recommendations ask() {
        next = next + 1 & Integer.MAX_VALUE;
        return LAST.model().recommender().recommend(queries.get(next % queries.size()));
    }
}
