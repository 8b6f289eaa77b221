package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.TrainingInput;
import dev.recommender.evaluation.Split;
import dev.recommender.spi.TrainingResources;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import dev.recommender.tuning.TuningJson;
import dev.recommender.tuning.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "tune",
        description =
                "Finds the algorithm and the parameters that suit the usage within a budget of time, and shows why."
                        + " Ctrl-C ends the search with the best so far.",
        mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    private static final double RATIO = 0.8;

    @Mixin
    ReadingOptions options = new ReadingOptions();

    @Mixin
    SplitOptions split = new SplitOptions();

    @Mixin
    TuneOptions tune = new TuneOptions();

    @Mixin
    TunedFiles files = new TunedFiles();

    @Option(names = "--format", paramLabel = "table|json", description = "How to print; default: table.")
    Format format = Format.TABLE;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        UsageException.together(
                format::refuseCsv,
                this::requireEffects,
                tune::builder,
                () -> split.query(tune.includeSeen),
                split.isGiven() ? () -> split.split(RATIO) : () -> {});
        requireFiles();
        PrintWriter out = spec.commandLine().getOut();
        TuneProgress progress = new TuneProgress(spec.commandLine().getErr(), ProgressBar.isOnTerminal());
        TrainingResources resources = options.resources.read();
        Tuner tuner = builder(resources).monitor(progress).build();
        TrainingInput input =
                options.input(new ReportedEvents(options.usage.read(), report -> Notes.read("usage", report, spec)));
        input.catalog().ifPresent(catalog -> Notes.read("catalog", catalog.report(), spec));
        Interruption interruption = Interruption.listen(progress::end);
        try {
            Tuning tuning;
            try {
                tuning = tuner.tune(input);
            } catch (InvalidParametersException e) {
                // Algorithms and values were checked before: what is left are rules between fixed parameters.
                throw new UsageException("--fixed: " + String.join("; ", e.violations()));
            } finally {
                progress.close();
            }
            out.println(format == Format.JSON ? TuningJson.write(tuning) : tuning);
            out.flush();
            files.write(tuning, input, resources, progress, interruption::isEnding);
            if (tuning.verdict().map(Verdict::keepsDefault).orElse(false)) {
                spec.commandLine().getErr().println("note: " + keepDefault(tuning));
            }
            if (interruption.isEnding()) {
                spec.commandLine().getErr().println(ended(tuning.trials().size()));
            }
        } catch (IOException | RuntimeException e) {
            if (!interruption.isEnding()) {
                throw e;
            }
            // The JVM ends once this is done, and what would print the error might come too late.
            if (!progress.hasSaid(e)) {
                spec.commandLine().getErr().println(Main.error(e, spec));
            }
            return 1;
        } finally {
            interruption.done();
        }
        return 0;
    }

    /** How to get a model of today's default, in a file of its own: what was asked for is of the chosen candidate. */
    private String keepDefault(Tuning tuning) {
        String chosen = files.holdersOfChosen();
        return "nothing speaks for the chosen candidate on events that no trial saw"
                + (chosen.isEmpty() ? "" : ", though it is what " + chosen)
                + "; today's default is trained by: "
                + TypedOptions.command(
                        "train",
                        spec,
                        "options",
                        "--algorithm",
                        tuning.standard().candidate().algorithm(),
                        "--model",
                        files.modelOfDefault());
    }

    /** What there is after a search that was ended. */
    private String ended(int trials) {
        String names = files.names();
        return "ended by a signal after " + trials + (trials == 1 ? " trial" : " trials")
                + (names.isEmpty() ? "; no file was asked for" : "; there is " + names);
    }

    private void requireEffects() {
        UsageException.together(options::requireEffects, () -> split.requireEffects(spec, true));
    }

    private void requireFiles() throws IOException {
        if (tune.journal != null) {
            OutputFile.require(spec, "--journal", tune.journal);
        }
        files.requireEffects();
    }

    private Tuner.Builder builder(TrainingResources resources) {
        Tuner.Builder builder = tune.builder().resources(resources).seed(split.seed);
        if (split.isGiven()) {
            Split test = split.split(RATIO);
            builder.split(test, split.date == null ? test : Split.atShare(RATIO));
        }
        return builder.query(split.query(tune.includeSeen));
    }
}
