package dev.recommender.internal.worker;

import dev.recommender.Catalog;
import dev.recommender.InvalidParametersException;
import dev.recommender.ModelFormatException;
import dev.recommender.ModelTrainer;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReport;
import dev.recommender.RecommenderException;
import dev.recommender.SavedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.Violation;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.internal.events.RecordedEvents;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.spi.TrainingResources;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.UnreadableFileException;
import dev.recommender.tuning.Tuning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One attempt at what a request asks for: from files in a store to a model file in a local folder. Used once. */
final class TrainingJob {
    private static final String COLD_ITEMS = "coldItems";
    private static final String COLD_TO_COLD = "coldToCold";

    private TrainingRequest request;
    private final BlobStore inputs;
    private final Path folder;
    private final TrainingMonitor monitor;
    private final BooleanSupplier finishing;
    private final Retry retry;
    private final int threads;
    private final long mostRecorded;
    private final List<String> notes = new ArrayList<>();
    private String algorithm;
    private ModelStatistics statistics;

    /**
     * Prepares an attempt.
     *
     * @param inputs where the request's files are
     * @param folder for the files of this attempt alone; the caller deletes it
     * @param monitor is called at each step, and can cancel
     * @param finishing whether a tuning is to go on with the best so far
     */
    TrainingJob(
            TrainingRequest request,
            BlobStore inputs,
            Path folder,
            TrainingMonitor monitor,
            BooleanSupplier finishing,
            Retry retry,
            int threads) {
        this(request, inputs, folder, monitor, finishing, retry, threads, RecordedEvents.shareOfThisMachine());
    }

    /**
     * As the other constructor.
     *
     * @param mostRecorded how much heap the events that an evaluation needs again may take beside the training
     */
    TrainingJob(
            TrainingRequest request,
            BlobStore inputs,
            Path folder,
            TrainingMonitor monitor,
            BooleanSupplier finishing,
            Retry retry,
            int threads,
            long mostRecorded) {
        this.request = request;
        this.inputs = inputs;
        this.folder = folder;
        this.monitor = monitor;
        this.finishing = finishing;
        this.retry = retry;
        this.threads = threads;
        this.mostRecorded = mostRecorded;
        this.algorithm = request.tuning().isPresent() ? "" : request.algorithm();
        this.statistics = ModelStatistics.none(algorithm);
    }

    /**
     * A trained model.
     *
     * @param model its file
     * @param statistics what was counted and measured
     */
    record Trained(SavedModel model, ModelStatistics statistics) {}

    /**
     * Downloads, tunes if that was requested, trains, evaluates if that was requested, and saves.
     *
     * @throws FailedTrainingException if another attempt would fail in the same way
     * @throws TrainingCancelledException if the monitor cancels
     * @throws IOException if a store or the disk fails
     */
    Trained run() throws IOException {
        requireReadable();
        if (request.tuning().isEmpty()) {
            trainer(); // Before files are downloaded for nothing.
        }
        monitor.progress(Progress.DOWNLOADING, 0);
        UsageEvents usage = events("usage", request.usage());
        Optional<UsageEvents> test = request.evaluation().isPresent()
                ? Optional.of(events("evaluation", request.evaluation().get()))
                : Optional.empty();
        Optional<Catalog> catalog = request.catalog().isPresent()
                ? Optional.of(catalog(request.catalog().get()))
                : Optional.empty();
        catalog.ifPresent(this::placeNoneWithoutFeatures);
        Predicate<CharSequence> known = catalog.isEmpty() || request.isKeepingUnknownItems()
                ? item -> true
                : item -> catalog.get().item(item.toString()).isPresent();
        TrainingInput input = input(usage, catalog);
        ModelTrainer<?> trainer =
                request.tuning().isPresent() ? tuned(request.tuning().get(), input) : trainer();
        RecordedEvents trainedOn = new RecordedEvents(mostRecorded, known);
        UsageEvents source = test.isPresent() ? trainedOn.recording(usage) : usage;
        TrainingResult<?> result = train(trainer, input(source, catalog));
        try (var model = result.model()) {
            if (test.isPresent()) {
                ModelEvaluation evaluation =
                        new ModelEvaluation(request.answers(), known, mostRecorded, monitor, threads);
                statistics = statistics.evaluation(evaluation.measure(model, trainedOn, test.get()));
                evaluation.problem().ifPresent(notes::add);
                statistics = statistics.notes(notes);
            }
            monitor.progress(Progress.SAVING, 0);
            SavedModel saved = model.saveWithDigest(folder.resolve("trained.model"));
            requireModel(saved);
            Cancellation.check(monitor);
            return new Trained(saved, statistics);
        }
    }

    private void requireReadable() {
        refuse("this worker cannot read files by the request", RequestFiles.violations(request));
        refuse("this worker cannot tune by the request", RequestTuning.violations(request, Set.of()));
    }

    private void refuse(String what, List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw failed(
                    what, violations.stream().map(Violation::detail).collect(Collectors.joining("; ", ": ", "")), null);
        }
    }

    /** Leaves the placing of cold items out where there is nothing to place them by, if the request allows it. */
    private void placeNoneWithoutFeatures(Catalog catalog) {
        if (!request.isColdItemsOptional() || !catalog.featureNames().isEmpty()) {
            return;
        }
        request = request.parameters(request.parameters().without(COLD_TO_COLD).withNone(COLD_ITEMS));
        notes.add("cold items are not placed, as the catalog has no features");
    }

    private ModelTrainer<?> trainer() {
        try {
            return Models.algorithm(request.algorithm()).trainer(request.parameters(), resources());
        } catch (InvalidParametersException e) {
            throw failed("this worker cannot train by the request", ": " + e.getMessage(), e);
        }
    }

    private TrainingResources resources() {
        return TrainingResources.ofThisMachine().threads(threads);
    }

    /** A trainer of the best that was found. What the tuning holds of the events is free before the training. */
    private ModelTrainer<?> tuned(TuningPlan plan, TrainingInput input) throws IOException {
        try {
            Tuning tuning = RequestTuning.tune(request, plan, input, monitor, finishing, threads);
            // A tuning that is cancelled ends with the best so far, which nobody wants.
            Cancellation.check(monitor);
            algorithm = tuning.best().candidate().algorithm();
            notes.addAll(RequestTuning.notes(tuning));
            statistics =
                    statistics.tuning(algorithm, RequestTuning.report(tuning)).notes(notes);
            return tuning.trainer(resources());
        } catch (ParsingException e) {
            throw unreadable(e);
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (RecommenderException e) {
            throw failed("nothing can be tuned", ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private TrainingInput input(UsageEvents usage, Optional<Catalog> catalog) {
        TrainingInput plain =
                request.isKeepingUnknownItems() ? TrainingInput.of(usage).keepUnknownItems() : TrainingInput.of(usage);
        return catalog.map(plain::catalog).orElse(plain);
    }

    private UsageEvents events(String field, String path) throws IOException {
        return RequestFiles.usage(request, download(field, path));
    }

    private Catalog catalog(String path) throws IOException {
        List<Path> files = download("catalog", path);
        monitor.progress(Progress.READING_CATALOG, 0);
        long start = System.nanoTime();
        CatalogCsv csv = RequestFiles.catalog(request, files.get(0));
        try {
            Catalog catalog = csv.load();
            statistics = statistics.catalog(new Parsing(catalog.report(), since(start)));
            if (catalog.size() == 0) {
                throw failed("the catalog has no valid item", "\n" + catalog.report(), null);
            }
            return catalog;
        } catch (ParsingException e) {
            statistics = statistics.catalog(new Parsing(e.report(), since(start)));
            throw failed("the catalog cannot be read", ": " + e.getMessage(), e);
        }
    }

    private List<Path> download(String field, String path) throws IOException {
        try {
            List<Path> files = InputFiles.download(inputs, path, folder.resolve(field), retry);
            if (files.isEmpty()) {
                throw failed(InputFiles.missing(field, path).detail(), "", null);
            }
            return files;
        } catch (UnreadableFileException e) {
            throw failed(field + ": " + e.getMessage(), "", e);
        }
    }

    private TrainingResult<?> train(ModelTrainer<?> trainer, TrainingInput plain) throws IOException {
        monitor.progress(Progress.READING_USAGE, 0);
        TrainingInput input = plain.monitor(new TrainingMonitor() {
            @Override
            public void progress(String phase, double fraction) {
                monitor.progress(Progress.ofTraining(phase, fraction), fraction);
            }

            @Override
            public void iteration(String phase, int number, double loss) {
                monitor.iteration(Progress.ofTraining(phase, 0), number, loss);
            }

            @Override
            public boolean cancelled() {
                return monitor.cancelled();
            }
        });
        try {
            TrainingResult<?> result = trainer.train(input);
            notes.addAll(result.notes());
            statistics = statistics
                    .training(result.statistics())
                    .notes(notes)
                    .usage(new Parsing(result.report(), result.statistics().duration(Progress.READING_PHASE)));
            return result;
        } catch (ParsingException e) {
            throw unreadable(e);
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (InvalidParametersException e) {
            throw failed("the request does not suit its files", ": " + e.getMessage(), e);
        } catch (TrainingException e) {
            Optional<ParsingReport> read = e.report();
            read.ifPresent(report -> statistics = statistics.usage(new Parsing(report, Duration.ZERO)));
            String problems = read.map(report -> "\n" + report).orElse("");
            throw failed("no model can be trained", ": " + e.getMessage() + problems, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private FailedTrainingException unreadable(ParsingException e) {
        statistics = statistics.usage(new Parsing(e.report(), Duration.ZERO));
        return failed("the usage events cannot be read", ": " + e.getMessage(), e);
    }

    /** An installed algorithm may be anybody's, and what it saves anything. What is no model of it must not be stored. */
    private void requireModel(SavedModel saved) throws IOException {
        String kind = Models.algorithm(algorithm).kind();
        try {
            String found = Models.kindOf(saved.file());
            long size = Files.size(saved.file());
            if (found.equals(kind) && size == saved.size()) {
                return;
            }
            throw noModel(
                    "a file of kind " + found + " and " + size + " bytes instead of kind " + kind + " and "
                            + saved.size() + " bytes",
                    null);
        } catch (ModelFormatException | NoSuchFileException e) {
            throw noModel(String.valueOf(e.getMessage()), e);
        }
    }

    private FailedTrainingException noModel(String found, @Nullable Throwable cause) {
        return failed(
                "the algorithm " + algorithm + " has saved what is no model of it",
                ": " + found + "; correct the algorithm",
                cause);
    }

    private FailedTrainingException failed(String what, String why, @Nullable Throwable cause) {
        return new FailedTrainingException(what, InputFiles.withoutFolder(why, folder), statistics, cause);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
