package dev.recommender.cli;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.ScoredId;
import dev.recommender.TimeSpan;
import dev.recommender.TrainedModel;
import dev.recommender.factors.FactorModel;
import dev.recommender.factors.VectorPrecision;
import dev.recommender.models.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        description = "Says what is in a model, and whether every checksum holds.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    private static final int MOST_POPULAR = 5;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model to look into.")
    Path model = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        // Opening verifies everything, so a model that opens is whole.
        try (TrainedModel opened = Models.open(model)) {
            ModelMetadata metadata = opened.metadata();
            out.printf(Locale.ROOT, "%s: %,d bytes, every checksum holds%n", model, Files.size(model));
            out.printf(
                    Locale.ROOT,
                    "%s, %s, %s, histories of %s%n",
                    count(metadata.items(), "item"),
                    known(metadata.users(), "user"),
                    known(metadata.events(), "event"),
                    count(metadata.histories(), "user"));
            if (opened instanceof FactorModel vectors) {
                out.printf(
                        Locale.ROOT,
                        "vectors of %,d of %s and of %s: %d numbers of %d bits each%s%n",
                        vectors.itemsWithVectors(),
                        count(metadata.items(), "item"),
                        count(metadata.histories(), "user"),
                        vectors.factors(),
                        vectors.precision() == VectorPrecision.BITS_32 ? 32 : 16,
                        vectors.alpha().isPresent()
                                ? ", learnt with alpha " + vectors.alpha().getAsDouble()
                                : "");
            }
            out.println("event times "
                    + metadata.eventTimes().map(TimeSpan::toString).orElse("none"));
            out.println("reference time "
                    + metadata.referenceTime().map(Instant::toString).orElse("none"));
            TwoColumns counts = new TwoColumns();
            metadata.counts().forEach((name, count) -> counts.add(name, String.format(Locale.ROOT, "%,d", count)));
            counts.printTo(out);
            out.println("trained by "
                    + metadata.algorithm().orElse("something else")
                    + ", version "
                    + metadata.libraryVersion()
                    + ", with");
            TwoColumns.of(Models.text(metadata.algorithm(), metadata.parameters()))
                    .printTo(out);
            if (metadata.keepUnknownItems()) {
                out.println("events of items that the catalog lacks were kept");
            }
            out.println("most popular items");
            List<ScoredId> popular = opened.popularItems(MOST_POPULAR);
            int digits = popular.stream()
                    .mapToInt(item -> score(item).length())
                    .max()
                    .orElse(0);
            TwoColumns items = new TwoColumns();
            for (ScoredId item : popular) {
                String name = opened.item(item.id()).flatMap(CatalogItem::name).orElse("");
                items.add(item.id(), " ".repeat(digits - score(item).length()) + score(item) + "  " + name);
            }
            items.printTo(out);
        }
        return 0;
    }

    private static String score(ScoredId item) {
        return String.format(Locale.ROOT, "%,.0f", item.score());
    }

    /** A count of a training; a model that was put together from elsewhere may not say. */
    private static String known(long count, String one) {
        return count == 0 ? one + "s not known" : count(count, one);
    }

    private static String count(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }
}
