package dev.recommender.cli;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.spi.TrainingResources;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.Tuning;
import dev.recommender.tuning.TuningJson;
import dev.recommender.tuning.TuningPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The files that a tuning writes. A training that they need is done once. Whoever asks to end gets them without what takes
 * long and serves the page alone: the lists side by side.
 */
final class TunedFiles {
    private static final int SHOWN_USERS = 3;
    private static final int SHOWN_ITEMS = 10;

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

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    /**
     * Refuses files that cannot be written, or would be lost, and options that have no effect.
     *
     * @throws UsageException naming one
     */
    void requireEffects() throws IOException {
        if (report == null) {
            UsageException.refuse(spec, "without --report", "--for-user");
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

    /** The files that were asked for, in words; empty if none was. */
    String names() {
        return Stream.of(Optional.ofNullable(parameters), Optional.ofNullable(model), Optional.ofNullable(report))
                .flatMap(Optional::stream)
                .map(Path::toString)
                .collect(Collectors.joining(", "));
    }

    /** Which files hold the chosen candidate, with the verb, as in "best.json and best.model hold"; empty if none was asked for. */
    String holdersOfChosen() {
        List<String> holders = Stream.of(Optional.ofNullable(parameters), Optional.ofNullable(model))
                .flatMap(Optional::stream)
                .map(Path::toString)
                .toList();
        return holders.isEmpty() ? "" : String.join(" and ", holders) + (holders.size() == 1 ? " holds" : " hold");
    }

    /** Where a model of today's default may be saved beside that of the chosen candidate, without the loss of any file. */
    String modelOfDefault() {
        if (model == null) {
            return "FILE";
        }
        String name = String.valueOf(model.getFileName());
        int dot = name.lastIndexOf('.');
        Path beside = model.resolveSibling(
                dot > 0 ? name.substring(0, dot) + "-default" + name.substring(dot) : name + "-default");
        return Files.exists(beside) ? "FILE" : beside.toString();
    }

    /**
     * Writes the files that were asked for.
     *
     * @param input what models are trained on
     * @param progress gets to know what is still to come
     * @param ending whether it was asked to end
     */
    void write(
            Tuning tuning,
            TrainingInput input,
            TrainingResources resources,
            TuneProgress progress,
            BooleanSupplier ending)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        progress.stillToCome("files are still to be written");
        if (parameters != null) {
            AtomicFile.write(parameters, json -> json.write(TuningJson.best(tuning) + "\n"));
            err.println("wrote " + parameters);
        }
        if (model != null) {
            progress.stillToCome("the model is being trained on everything, which another Ctrl-C does not hasten");
            try (TrainedModel trained = tuning.trainer(resources)
                    .train(input.monitor(new ProgressBar(err)))
                    .model()) {
                trained.save(model);
                err.println("saved " + model);
                writePage(
                        tuning,
                        Optional.of(trained),
                        input.monitor(new ProgressBar(err, ending)),
                        resources,
                        progress,
                        ending);
            }
        } else {
            writePage(
                    tuning, Optional.empty(), input.monitor(new ProgressBar(err, ending)), resources, progress, ending);
        }
        progress.stillToCome("all files are written");
    }

    private void writePage(
            Tuning tuning,
            Optional<TrainedModel> saved,
            TrainingInput input,
            TrainingResources resources,
            TuneProgress progress,
            BooleanSupplier ending)
            throws IOException {
        if (report == null) {
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        progress.stillToCome("only the page is still to be written, without lists side by side");
        TuningPage page = TuningPage.of(tuning);
        Optional<Trial> other = TuningPage.compared(tuning);
        if (other.isPresent()) {
            try {
                page = withLists(page, tuning, other.get(), saved, input, resources, ending);
            } catch (InsufficientMemoryException e) {
                err.println("the page has no lists side by side, as their models cannot be trained: " + e.getMessage());
            } catch (TrainingCancelledException e) {
                err.println(
                        "the page has no lists side by side, as it was asked to end before their models were trained");
            }
        }
        String html = page.toHtml();
        AtomicFile.write(report, file -> file.write(html));
        err.println("wrote " + report);
    }

    private TuningPage withLists(
            TuningPage page,
            Tuning tuning,
            Trial other,
            Optional<TrainedModel> saved,
            TrainingInput input,
            TrainingResources resources,
            BooleanSupplier ending) {
        if (ending.getAsBoolean()) {
            throw new TrainingCancelledException();
        }
        if (saved.isEmpty()) {
            try (TrainedModel trained = tuning.trainer(resources).train(input).model()) {
                return withLists(page, tuning, other, Optional.of(trained), input, resources, ending);
            }
        }
        TrainedModel chosen = saved.get();
        noteUnknownUsers(chosen);
        try (TrainedModel second =
                other.candidate().trainer(resources).train(input).model()) {
            return page.lists(chosen, second, users.isEmpty() ? someUsers(chosen) : users, SHOWN_ITEMS);
        }
    }

    /** Whose lists are of popular items, since the model does not know them. */
    private void noteUnknownUsers(TrainedModel chosen) {
        List<String> unknown = new ArrayList<>();
        Optional<String> near = Optional.empty();
        for (String user : users) {
            Recommendations list =
                    chosen.recommender().recommend(Query.user(user).count(1));
            list.unknownUser().ifPresent(unknown::add);
            near = near.or(list::nearUser);
        }
        List<String> first = unknown.subList(0, Math.min(Notes.NAMED, unknown.size()));
        Notes.unknownUsers(first, unknown.size(), near, chosen.metadata(), spec);
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
