package dev.recommender.cli;

import dev.recommender.Catalog;
import dev.recommender.ModelTrainer;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Trains a model on usage files.", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer>, Main.Trains {
    @Mixin
    UsageOptions usage = new UsageOptions();

    @Mixin
    CatalogOptions catalog = new CatalogOptions();

    @Mixin
    AlgorithmOptions options = new AlgorithmOptions();

    @Mixin
    AlgorithmOptions.Resources resources = new AlgorithmOptions.Resources();

    @Option(names = "--keep-unknown-items", description = "Train on items that the catalog does not have, too.")
    boolean keepUnknownItems;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "Where to save the model.")
    Path model = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public AlgorithmOptions algorithmOptions() {
        return options;
    }

    @Override
    public Integer call() throws IOException {
        if (keepUnknownItems && !catalog.isGiven()) {
            throw new UsageException("--keep-unknown-items has no effect without --catalog");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ModelTrainer<?> trainer = options.trainer(resources.read(), catalog.isGiven());
        AtomicFile.requireFolder(model);
        TrainingInput input = TrainingInput.of(usage.read()).monitor(new ProgressBar(err));
        Optional<Catalog> items = catalog.load(usage.text);
        if (items.isPresent()) {
            input = input.catalog(items.get());
        }
        input = keepUnknownItems ? input.keepUnknownItems() : input;
        TrainingResult<?> trained = trainer.train(input);
        trained.model().save(model);
        out.println(trained.statistics());
        trained.statistics()
                .durations()
                .forEach((phase, time) -> out.printf(Locale.ROOT, "  %-10s %.3f s%n", phase, time.toNanos() / 1e9));
        trained.statistics()
                .catalogCoverage()
                .ifPresent(part -> out.printf(Locale.ROOT, "catalog coverage %.1f %%%n", 100 * part));
        if (!trained.statistics().featureWeights().isEmpty()) {
            out.println("feature weights " + trained.statistics().featureWeights());
        }
        trained.report().files().forEach(file -> out.println("read " + file));
        trained.catalogReport().ifPresent(report -> report.files().forEach(file -> out.println("read " + file)));
        Notes.problems("usage", trained.report(), err);
        trained.catalogReport().ifPresent(report -> Notes.problems("catalog", report, err));
        if (trained.statistics().counts().containsKey("neighbors")
                && trained.statistics().count("neighbors") == 0) {
            err.println("note: no two items occur together often enough to be similar, so everybody gets popular items;"
                    + " a lower --support-threshold would help");
        }
        out.println("saved " + model);
        return 0;
    }
}
