package dev.recommender.benchmarks;

import dev.recommender.Diversity;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.sar.SarTrainer;
import java.util.ArrayList;
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
 * The scoring hot path: the ten best items for a user, for a basket, similar to an item, and under rules.
 *
 * <pre>java -jar recommender-benchmarks/target/benchmarks.jar ScoringBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoringBenchmark {
    /** How many users; each has about 60 events. */
    @Param("6000")
    public int users = 6_000;

    /** How many items. */
    @Param("3700")
    public int items = 3_700;

    /** How many neighbours to keep, 0 for all. */
    @Param({"0", "200"})
    public int neighbors;

    private Recommender recommender = SarTrainer.create()
            .train(SyntheticEvents.generate(Shape.ZIPF, 10, 10, 30, 1).usage(1))
            .model()
            .recommender();
    private List<Query> forUsers = List.of();
    private List<Query> underRules = List.of();
    private int next;

    /** Trains the model, and prepares the queries. */
    @Setup(Level.Trial)
    public void prepare() {
        SarTrainer.Builder builder = SarTrainer.builder().supportThreshold(1);
        recommender = (neighbors == 0 ? builder : builder.maxNeighbors(neighbors))
                .build()
                .train(SyntheticEvents.generate(Shape.ZIPF, users, items, 60L * users, 5)
                        .usage(1))
                .model()
                .recommender();
        List<String> inStock = new ArrayList<>();
        for (int item = 0; item < items; item += 2) {
            inStock.add("i" + item);
        }
        ItemSet stock = ItemSet.of(inStock);
        ItemSet promoted = ItemSet.of("i3", "i30", "i300");
        forUsers = new ArrayList<>();
        underRules = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            Query query = Query.user("u" + user);
            forUsers.add(query);
            underRules.add(query.onlyItems(stock).boost(promoted, 2));
        }
    }

    /** For a user with a history. */
    @Benchmark
    public Recommendations user() {
        return recommender.recommend(forUsers.get(turn()));
    }

    /** The same, among items in stock and with some of them boosted. */
    @Benchmark
    public Recommendations userUnderRules() {
        return recommender.recommend(underRules.get(turn()));
    }

    /** The same, made more varied among the thousand best. */
    @Benchmark
    public Recommendations userDiversified() {
        return recommender.recommend(forUsers.get(turn()).diversify(new Diversity(0.5, 0.2)));
    }

    /** The same, with the reasons. */
    @Benchmark
    public Recommendations userExplained() {
        return recommender.recommend(forUsers.get(turn()).explain());
    }

    /** For a basket of three items. */
    @Benchmark
    public Recommendations basket() {
        int turn = turn();
        return recommender.recommend(Query.items("i" + turn % items, "i" + turn % 97, "i" + turn % 13)
                .withoutBackfill());
    }

    /** Similar to an item. */
    @Benchmark
    public Recommendations similarItems() {
        return recommender.similarItems("i" + turn() % items, 10);
    }

    private int turn() {
        next = next + 1 == users ? 0 : next + 1;
        return next;
    }
}
