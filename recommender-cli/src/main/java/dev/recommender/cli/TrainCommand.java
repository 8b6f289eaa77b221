package dev.recommender.cli;

import dev.recommender.Catalog;
import dev.recommender.ModelTrainer;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Trains a model on usage files.", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer>, Main.Trains {
    @Mixin
    InputOptions options = new InputOptions();

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "Where to save the model.")
    Path model = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public AlgorithmOptions algorithmOptions() {
        return options.algorithm;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ModelTrainer<?> trainer = options.trainer();
        OutputFile.requireForModel(spec, "--model", model);
        ProgressBar bar = new ProgressBar(err);
        TrainingInput input = options.input(new ReportedEvents(options.usage.read(), report -> {
            bar.clear();
            sayRead(report);
        }));
        input.catalog().map(Catalog::report).ifPresent(this::sayRead);
        TrainingResult<?> trained = trainer.train(input.monitor(bar));
        trained.model().save(model);
        out.println(trained.statistics());
        trained.statistics()
                .durations()
                .forEach((phase, time) -> out.printf(Locale.ROOT, "  %-10s %.3f s%n", phase, time.toNanos() / 1e9));
        if (!options.keepUnknownItems) {
            // Otherwise items that the catalog lacks are counted, too, so how much of it has events is not known.
            trained.statistics()
                    .catalogCoverage()
                    .ifPresent(part -> out.printf(Locale.ROOT, "catalog coverage %.1f %%%n", 100 * part));
        }
        if (!trained.statistics().featureWeights().isEmpty()) {
            out.println("feature weights " + trained.statistics().featureWeights());
        }
        Notes.problems("usage", trained.report(), spec);
        trained.catalogReport().ifPresent(report -> Notes.problems("catalog", report, spec));
        trained.notes()
                .forEach(note -> err.println("note: " + Remedies.forCommand(AlgorithmOptions.ofCommands(note), spec)));
        if (trained.statistics().eventTimes().isEmpty()) {
            noteOptionsAboutTimes(trained.notes());
        }
        out.println("saved " + model);
        return 0;
    }

    /** Says what files were taken for, while there is time to end a training of the wrong columns. */
    private void sayRead(ParsingReport report) {
        PrintWriter out = spec.commandLine().getOut();
        report.files().forEach(file -> out.println("read " + file));
        out.flush();
    }

    /** Says which options had no effect without times; the training knows a half-life only if it is not the default. */
    private void noteOptionsAboutTimes(List<String> notes) {
        PrintWriter err = spec.commandLine().getErr();
        boolean halfLife = spec.commandLine().getParseResult().hasMatchedOption("--half-life")
                && options.algorithm.parameters().value("halfLife").isPresent();
        if (halfLife && notes.stream().noneMatch(note -> note.contains("halfLife"))) {
            err.println("note: no event has a time, so --half-life has no effect");
        }
        if (options.usage.format.timeFormat != null) {
            err.println("note: no event has a time, so --time-format has no effect");
        }
    }
}
