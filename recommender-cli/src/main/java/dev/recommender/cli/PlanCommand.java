package dev.recommender.cli;

import dev.recommender.ModelTrainer;
import dev.recommender.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Estimates what a training would take; the status is 1 if that does not fit.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer>, Main.Trains {
    @Mixin
    InputOptions options = new InputOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public AlgorithmOptions algorithmOptions() {
        return options.algorithm;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        ModelTrainer<?> trainer = options.trainer();
        ReportedEvents events = options.events();
        TrainingPlan plan = trainer.plan(options.input(events).monitor(new ProgressBar(err)));
        spec.commandLine().getOut().println(AlgorithmOptions.ofCommands(plan.report()));
        events.printTo(spec);
        return plan.fits() ? 0 : 1;
    }
}
