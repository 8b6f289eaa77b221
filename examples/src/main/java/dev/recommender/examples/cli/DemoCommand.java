package dev.recommender.examples.cli;

import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.examples.Shop;
import dev.recommender.sar.SarModel;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Makes a shop, trains a model on its files, and shows what it recommends.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final List<String> CUSTOMERS = List.of("c00007", "c00042", "c01234");

    @Option(names = "--output", paramLabel = "FOLDER", description = "Where to keep the files; temporary by default.")
    @Nullable
    Path output;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = output == null ? Files.createTempDirectory("recommender-demo") : output;
        Shop shop = Shop.open();
        shop.write(folder);
        TrainingResult trained = SarTrainer.create()
                .train(
                        UsageCsv.read(folder.resolve("usage.csv")),
                        CatalogCsv.read(folder.resolve("catalog.csv")).load());
        Path file = folder.resolve("shop.model");
        trained.model().save(file);
        out.println("trained on " + trained.statistics());
        out.printf(Locale.ROOT, "saved %s (%,d bytes)%n", file, Files.size(file));
        try (SarModel model = SarModel.open(file)) {
            for (String customer : CUSTOMERS) {
                out.printf("%ncustomer %s bought %s%n", customer, bought(shop, customer, model));
                for (Recommendation next : model.recommender()
                        .recommend(Query.user(customer).count(5).explain())) {
                    String why = next.because().stream()
                            .limit(2)
                            .map(part -> name(model, part.seed()))
                            .collect(Collectors.joining(" and "));
                    out.printf(
                            Locale.ROOT, "  %-22s %.4f  because of %s%n", name(model, next.item()), next.score(), why);
                }
            }
        }
        return 0;
    }

    private static String bought(Shop shop, String customer, SarModel model) {
        return shop.events().stream()
                .filter(event -> event.user().equals(customer) && event.type().equals(EventType.PURCHASE))
                .map(UsageEvent::item)
                .distinct()
                .map(item -> name(model, item))
                .collect(Collectors.joining(", "));
    }

    private static String name(SarModel model, String item) {
        return model.item(item).flatMap(CatalogItem::name).orElse(item);
    }
}
