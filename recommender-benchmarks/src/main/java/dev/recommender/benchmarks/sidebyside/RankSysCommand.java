package dev.recommender.benchmarks.sidebyside;

import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.SyntheticEvents;
import es.uam.eps.ir.ranksys.nn.item.ItemNeighborhoodRecommender;
import es.uam.eps.ir.ranksys.nn.item.neighborhood.CachedItemNeighborhood;
import es.uam.eps.ir.ranksys.nn.item.neighborhood.ItemNeighborhood;
import es.uam.eps.ir.ranksys.nn.item.neighborhood.TopKItemNeighborhood;
import es.uam.eps.ir.ranksys.nn.item.sim.ItemSimilarity;
import es.uam.eps.ir.ranksys.nn.item.sim.SetCosineItemSimilarity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ranksys.core.util.tuples.Tuple2id;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** RankSys as a contestant: cosine between items, the nearest of each, and the ten best items for single users. */
@Command(name = "measure-ranksys", hidden = true, description = "RankSys on packed records; prints figures.")
public final class RankSysCommand implements Callable<Integer> {
    private static final double COSINE = 0.5;
    private static final int COUNT = 10;

    @Option(names = "--records", required = true)
    Path records = Path.of("");

    @Option(names = "--neighbors", required = true)
    int neighbors;

    @Option(names = "--again", description = "Builds so often again; prints the median.")
    int again;

    @Option(names = "--ask", description = "Asks for the ten best items, after so many seconds of that.")
    int ask;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final com.sun.management.OperatingSystemMXBean system = (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();

    @Override
    public Integer call() throws IOException {
        SyntheticEvents events = EventFiles.readRecords(records);
        PackedPreferences data = new PackedPreferences(events);
        ItemSimilarity<Integer> similarity = new SetCosineItemSimilarity<>(data, COSINE, true);
        List<Double> seconds = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        ItemNeighborhood<Integer> nearest = null;
        for (int turn = 0; turn <= again; turn++) {
            long began = System.nanoTime();
            long cpuBegan = system.getProcessCpuTime();
            nearest = new CachedItemNeighborhood<>(new TopKItemNeighborhood<>(similarity, neighbors));
            seconds.add((System.nanoTime() - began) / 1e9);
            processor.add((system.getProcessCpuTime() - cpuBegan) / 1e9);
        }
        print("built", seconds.get(0));
        if (again > 0) {
            print("builtAgain", new Turns(seconds.subList(1, again + 1)).median());
            print("builtAgainCpu", new Turns(processor.subList(1, again + 1)).median());
        }
        ItemNeighborhoodRecommender<Integer, Integer> recommender = new ItemNeighborhoodRecommender<>(data, nearest, 1);
        new SingleQuestions(turn -> best(recommender, data, SingleQuestions.user(turn, events.users())))
                .ask(ask, this::print);
        return 0;
    }

    private static double best(
            ItemNeighborhoodRecommender<Integer, Integer> recommender, PackedPreferences data, int user) {
        List<Tuple2id> ten = recommender
                .getRecommendation(user, COUNT, item -> !data.took(user, item))
                .getIidxs();
        return ten.isEmpty() ? 0 : ten.get(0).v2;
    }

    private void print(String name, double value) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Figures.line(name, value));
    }
}
