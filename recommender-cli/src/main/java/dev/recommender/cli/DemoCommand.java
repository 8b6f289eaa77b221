package dev.recommender.cli;

import dev.recommender.Contribution;
import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.examples.Shop;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Makes a shop, trains a model on its files, and shows whom it recommends what, and why.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--output", paramLabel = "FOLDER", description = "Where to keep the files; default: temporary.")
    @Nullable
    Path output;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (output != null) {
            OutputFile.requireFolder("--output", output);
        }
        Path folder = output == null ? Files.createTempDirectory("recommender-demo") : output;
        Shop shop = Shop.open();
        shop.write(folder);
        TrainingResult<NeighborModel> trained = SarTrainer.create()
                .train(
                        UsageCsv.read(folder.resolve("usage.csv")),
                        CatalogCsv.read(folder.resolve("catalog.csv")).load());
        Path file = folder.resolve("shop.model");
        trained.model().save(file);
        out.println("trained on " + trained.statistics());
        out.printf(Locale.ROOT, "saved %s (%,d bytes)%n", file, Files.size(file));
        try (NeighborModel model = NeighborModel.open(file)) {
            for (Map.Entry<String, Set<String>> customer : someCustomers(shop).entrySet()) {
                Recommendations list = model.recommender()
                        .recommend(Query.user(customer.getKey()).count(5).explain());
                Set<String> bought = customer.getValue();
                Set<String> seen =
                        list.stream().flatMap(DemoCommand::reasons).collect(Collectors.toCollection(TreeSet::new));
                seen.removeAll(bought);
                out.printf(
                        "%n%s bought %s%s; now recommended:%n",
                        customer.getKey(),
                        names(model, bought.stream(), ", "),
                        seen.isEmpty() ? "" : ", and looked at " + names(model, seen.stream(), ", "));
                for (Recommendation next : list) {
                    out.printf(
                            Locale.ROOT,
                            "  %-34s %.4f  because of %s%n",
                            name(model, next.item()),
                            next.score(),
                            names(model, reasons(next), " and "));
                }
            }
        }
        return 0;
    }

    /** The items that a recommendation comes from: two, to be brief. */
    private static Stream<String> reasons(Recommendation recommendation) {
        return recommendation.because().stream().map(Contribution::seed).limit(2);
    }

    /** Three customers with what they bought, neither too little nor too much to be judged at a glance. */
    private static Map<String, Set<String>> someCustomers(Shop shop) {
        Map<String, Set<String>> bought = new TreeMap<>();
        for (UsageEvent event : shop.events()) {
            if (event.type().equals(EventType.PURCHASE)) {
                bought.computeIfAbsent(event.user(), user -> new LinkedHashSet<>())
                        .add(event.item());
            }
        }
        bought.values().removeIf(items -> items.size() < 3 || items.size() > 6);
        bought.keySet().retainAll(bought.keySet().stream().limit(3).toList());
        return bought;
    }

    private static String names(NeighborModel model, Stream<String> items, String separator) {
        return items.map(item -> name(model, item)).collect(Collectors.joining(separator));
    }

    private static String name(NeighborModel model, String item) {
        return model.item(item)
                .map(known -> known.name().orElse(item)
                        + known.category().map(theme -> " (" + theme + ")").orElse(""))
                .orElse(item);
    }
}
