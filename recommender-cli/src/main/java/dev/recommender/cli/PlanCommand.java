package dev.recommender.cli;

import dev.recommender.Catalog;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Estimates what a training would take; the status is 1 if that does not fit.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer>, Main.Trains {
    @Mixin
    UsageOptions usage = new UsageOptions();

    @Mixin
    CatalogOptions catalog = new CatalogOptions();

    @Mixin
    AlgorithmOptions options = new AlgorithmOptions();

    @Mixin
    AlgorithmOptions.Resources resources = new AlgorithmOptions.Resources();

    @Option(names = "--keep-unknown-items", description = "Count items that the catalog does not have, too.")
    boolean keepUnknownItems;

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
        PrintWriter err = spec.commandLine().getErr();
        ReportedEvents events = new ReportedEvents(usage.read());
        TrainingInput input = TrainingInput.of(events).monitor(new ProgressBar(err));
        Optional<Catalog> items = catalog.load(usage.text);
        if (items.isPresent()) {
            input = input.catalog(items.get());
        }
        input = keepUnknownItems ? input.keepUnknownItems() : input;
        TrainingPlan plan = options.trainer(resources.read(), catalog.isGiven()).plan(input);
        spec.commandLine().getOut().println(AlgorithmOptions.ofCommands(plan.report()));
        events.printTo(err);
        return plan.fits() ? 0 : 1;
    }
}
