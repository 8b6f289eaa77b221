package dev.recommender.benchmarks;

import dev.recommender.Diversity;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.neighbors.NeighborModel;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What rules cost: the ten best items for a user, under one rule at a time.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar jmh RulesBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RulesBenchmark {
    private static final int ASKED = 64;
    private static final int HISTORY = 100;

    /** The rules; half of all items are in stock. */
    public enum Rule {
        /** No rule, to compare with. */
        NONE,
        /** Only what is in stock, as a set that is prepared once. */
        IN_STOCK,
        /** All but what is in stock. */
        EXCLUDED,
        /** Only what is in stock, asked item by item. */
        CONDITION,
        /** What is in stock counts twice. */
        BOOSTED,
        /** More varied among the thousand best. */
        DIVERSIFIED,
        /** With the reasons. */
        EXPLAINED;

        Query apply(Query query, ItemSet stock) {
            return switch (this) {
                case NONE -> query;
                case IN_STOCK -> query.onlyItems(stock);
                case EXCLUDED -> query.exclude(stock);
                case CONDITION -> query.where(item -> inStock(item.id()));
                case BOOSTED -> query.boost(stock, 2);
                case DIVERSIFIED -> query.diversity(new Diversity(0.5, 0.2));
                case EXPLAINED -> query.explain();
            };
        }
    }

    /** How many users; each has about 140 events. */
    @Param("6000")
    public int users = 6_000;

    /** How many items. */
    @Param("3700")
    public int items = 3_700;

    /** How many neighbours to keep, 0 for all. */
    @Param("200")
    public int neighbors = 200;

    /** The rule. */
    @Param
    public Rule rule = Rule.NONE;

    private NeighborModel model = Trained.model(Trained.events(10, 10), 0);
    private List<Query> queries = List.of();
    private int next;

    /** Trains the model, and prepares the queries. */
    @Setup(Level.Trial)
    public void prepare() {
        SyntheticEvents events = Trained.events(users, items);
        model = Trained.model(events, neighbors);
        ItemSet stock = ItemSet.of(IntStream.range(0, items)
                .mapToObj(item -> "i" + item)
                .filter(RulesBenchmark::inStock)
                .toList());
        queries = Trained.usersWithHistoriesOf(HISTORY, events, ASKED).stream()
                .map(user -> rule.apply(Query.user(user), stock))
                .toList();
    }

    /** Closes the model. */
    @TearDown
    public void close() {
        model.close();
    }

    /** For a user with a history of about a hundred items. */
    @Benchmark
    public Recommendations user() {
        next = next + 1 & Integer.MAX_VALUE;
        return model.recommender().recommend(queries.get(next % ASKED));
    }

    static boolean inStock(String item) {
        return (item.charAt(item.length() - 1) & 1) == 0;
    }
}
