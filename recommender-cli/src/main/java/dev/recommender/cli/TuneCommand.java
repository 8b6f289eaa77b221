package dev.recommender.cli;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.Query;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.evaluation.Split;
import dev.recommender.spi.TrainingResources;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import dev.recommender.tuning.TuningJson;
import dev.recommender.tuning.TuningPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final int SHOWN_USERS = 3;
    private static final int SHOWN_ITEMS = 10;

    @Mixin
    ReadingOptions options = new ReadingOptions();

    @Mixin
    SplitOptions split = new SplitOptions();

    @Mixin
    TuneOptions tune = new TuneOptions();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Where to save a model of the best, trained on everything.")
    @Nullable
    Path model;

    @Option(
            names = "--parameters",
            paramLabel = "FILE.json",
            description = "Where to write the best algorithm and its parameters, which train --parameters reads.")
    @Nullable
    Path parameters;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Also write a page with charts.")
    @Nullable
    Path report;

    @Option(
            names = "--for-user",
            paramLabel = "USER",
            description =
                    "Whose lists of two models the page shows side by side. Can be repeated; default: three users.")
    List<String> users = new ArrayList<>();

    @Option(names = "--format", paramLabel = "table|json", description = "How to print; default: table.")
    Format format = Format.TABLE;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (format == Format.CSV) {
            throw new UsageException("--format must be table or json: csv");
        }
        requireEffects();
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
            } finally {
                progress.close();
            }
            out.println(format == Format.JSON ? TuningJson.write(tuning) : tuning);
            write(tuning, input, resources);
            out.flush();
            if (interruption.isEnding()) {
                spec.commandLine().getErr().println(ended(tuning.trials().size()));
            }
        } catch (IOException | RuntimeException e) {
            if (!interruption.isEnding()) {
                throw e;
            }
            // The JVM ends once this is done, and what would print the error might come too late.
            spec.commandLine().getErr().println(Main.error(e, spec));
            return 1;
        } finally {
            interruption.done();
        }
        return 0;
    }

    /** What there is after a search that was ended. */
    private String ended(int trials) {
        String files = Stream.of(
                        Optional.ofNullable(parameters), Optional.ofNullable(model), Optional.ofNullable(report))
                .flatMap(Optional::stream)
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        return "ended by a signal after " + trials + (trials == 1 ? " trial" : " trials")
                + (files.isEmpty() ? "; no file was asked for" : "; there is " + files);
    }

    private void requireEffects() throws IOException {
        options.requireEffects();
        split.requireEffects(spec, true);
        if (!split.asksBySeeds()) {
            UsageException.refuse(spec, "unless --split is held-out-users or latest-users", "--recency");
        }
        if (report == null) {
            UsageException.refuse(spec, "without --report", "--for-user");
        }
        if (tune.journal != null) {
            OutputFile.require(spec, "--journal", tune.journal);
        }
        if (model != null) {
            OutputFile.requireForModel(spec, "--model", model);
        }
        if (parameters != null) {
            OutputFile.require(spec, "--parameters", parameters);
        }
        if (report != null) {
            OutputFile.require(spec, "--report", report);
        }
    }

    private Tuner.Builder builder(TrainingResources resources) {
        Tuner.Builder builder = tune.builder().resources(resources).seed(split.seed);
        if (split.isGiven()) {
            Split test = split.split(RATIO);
            builder.split(test, split.date == null ? test : Split.atShare(RATIO));
        }
        return builder.query(tune.query());
    }

    /** Writes the files that were asked for; a training that they need is done once. */
    private void write(Tuning tuning, TrainingInput input, TrainingResources resources) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (parameters != null) {
            AtomicFile.write(parameters, json -> json.write(TuningJson.best(tuning) + "\n"));
            err.println("wrote " + parameters);
        }
        if (model == null && report == null) {
            return;
        }
        TrainingInput watched = input.monitor(new ProgressBar(err));
        try (TrainedModel trained = tuning.trainer(resources).train(watched).model()) {
            if (model != null) {
                trained.save(model);
                err.println("saved " + model);
            }
            if (report != null) {
                noteUnknownUsers(trained);
                String page = page(tuning, trained, watched, resources);
                AtomicFile.write(report, html -> html.write(page));
                err.println("wrote " + report);
            }
        }
    }

    /** Whose lists are of popular items, since the model does not know them. */
    private void noteUnknownUsers(TrainedModel chosen) {
        List<String> unknown = users.stream()
                .filter(user -> chosen.recommender()
                        .recommend(Query.user(user).count(1))
                        .unknownUser()
                        .isPresent())
                .toList();
        Notes.unknownUsers(
                unknown.subList(0, Math.min(Notes.NAMED, unknown.size())), unknown.size(), chosen.metadata(), spec);
    }

    private String page(Tuning tuning, TrainedModel chosen, TrainingInput input, TrainingResources resources) {
        TuningPage page = TuningPage.of(tuning);
        Optional<Trial> other = TuningPage.compared(tuning);
        if (other.isEmpty()) {
            return page.toHtml();
        }
        try (TrainedModel second =
                other.get().candidate().trainer(resources).train(input).model()) {
            return page.lists(chosen, second, users.isEmpty() ? someUsers(chosen) : users, SHOWN_ITEMS)
                    .toHtml();
        } catch (InsufficientMemoryException e) {
            spec.commandLine()
                    .getErr()
                    .println("the page has no lists side by side, as their second model cannot be trained: "
                            + e.getMessage());
            return page.toHtml();
        }
    }

    /** A few users of a model, evenly among all. */
    private static List<String> someUsers(TrainedModel model) {
        int all = model.metadata().histories();
        List<String> some = new ArrayList<>();
        Iterator<String> users = model.users();
        for (int at = 0; users.hasNext(); at++) {
            String user = users.next();
            if (at == (long) all * (2L * some.size() + 1) / (2L * SHOWN_USERS) && some.size() < SHOWN_USERS) {
                some.add(user);
            }
        }
        return some;
    }
}
