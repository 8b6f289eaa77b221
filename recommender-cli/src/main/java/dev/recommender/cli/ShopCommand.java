package dev.recommender.cli;

import dev.recommender.examples.Shop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "shop",
        description = "Writes the usage and the catalog of a generated shop.",
        mixinStandardHelpOptions = true)
final class ShopCommand implements Callable<Integer> {
    private static final int EVENTS = 50_000;

    @Option(names = "--output", paramLabel = "FOLDER", required = true, description = "Where to write.")
    Path output = Path.of("");

    @Option(names = "--users", paramLabel = "N", description = "How many customers; default: 2000.")
    int users = 2_000;

    @Option(names = "--items", paramLabel = "N", description = "How many products, 12 to 576; default: 432.")
    int items = 432;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "About how many events, at least 5 for each customer; default: 50000, or that least number.")
    @Nullable
    Integer events;

    @Option(names = "--seed", paramLabel = "S", description = "What the shop is made from; default: 7.")
    long seed = 7;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        OutputFile.requireFolder("--output", output);
        Shop shop = shop();
        shop.write(output);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d events and %,d products in %s%n",
                        shop.events().size(),
                        shop.products().size(),
                        output);
        return 0;
    }

    private Shop shop() {
        try {
            int least = Shop.leastEvents(users);
            if (events != null && events < least) {
                throw new UsageException("--events must be at least " + least + " with " + users
                        + " customers, each of whom comes once at least; give fewer --users for fewer: " + events);
            }
            return Shop.open(users, items, events == null ? Math.max(EVENTS, least) : events, seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage())
                    .replaceFirst("^customers", "--users")
                    .replaceFirst("^products", "--items")
                    .replaceFirst("^events", "--events"));
        }
    }
}
