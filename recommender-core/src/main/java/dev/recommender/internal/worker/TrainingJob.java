package dev.recommender.internal.worker;

import dev.recommender.Catalog;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.compat.RetiredStatistics;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One attempt at what a request asks for: from files in a store to a model file in a local folder. */
final class TrainingJob {
    private final TrainingRequest request;
    private final BlobStore inputs;
    private final Path folder;
    private final TrainingWatch watch;
    private final Retry retry;
    private final int threads;

    /**
     * Prepares an attempt.
     *
     * @param inputs where the request's paths lead
     * @param folder for the files of this attempt alone; the caller deletes it
     */
    TrainingJob(TrainingRequest request, BlobStore inputs, Path folder, TrainingWatch watch, Retry retry, int threads) {
        this.request = request;
        this.inputs = inputs;
        this.folder = folder;
        this.watch = watch;
        this.retry = retry;
        this.threads = threads;
    }

    /**
     * A trained model.
     *
     * @param file where it is
     * @param statistics what was counted and measured
     */
    record Trained(Path file, RetiredStatistics statistics) {}

    /**
     * Downloads, trains, evaluates if that is wanted, and saves.
     *
     * @throws FailedTrainingException if another attempt would fail in the same way
     * @throws TrainingCancelledException if the watch says so
     * @throws IOException if a store or the disk fails
     */
    Trained run() throws IOException {
        watch.step("Downloading Training blobs");
        UsageEvents usage = events("usage", request.usage());
        Optional<UsageEvents> test = request.evaluation().isPresent()
                ? Optional.of(events("evaluation", request.evaluation().get()))
                : Optional.empty();
        Optional<Catalog> catalog = request.catalog().isPresent()
                ? Optional.of(catalog(request.catalog().get()))
                : Optional.empty();
        TrainingResult<?> result = train(usage, catalog);
        try (var model = result.model()) {
            Optional<RetiredStatistics.Measured> measured = test.isPresent()
                    ? Optional.of(new ModelEvaluation(request.parameters(), catalog, watch, threads)
                            .measure(model, usage, test.get()))
                    : Optional.empty();
            watch.step("Saving the model");
            Path file = folder.resolve("model.sar");
            model.save(file);
            watch.check();
            return new Trained(file, RetiredStatistics.of(result, measured));
        }
    }

    private UsageEvents events(String field, String path) throws IOException {
        UsageCsv csv = UsageCsv.read(download(field, path));
        return request.serviceRules() ? csv.serviceRules() : csv;
    }

    private Catalog catalog(String path) throws IOException {
        List<Path> files = download("catalog", path);
        watch.step("Parsing Catalog File");
        CatalogCsv csv = CatalogCsv.read(files.get(0));
        Catalog catalog;
        try {
            catalog = (request.serviceRules() ? csv.serviceRules() : csv).load();
        } catch (ParsingException e) {
            throw new FailedTrainingException(
                    "Failed to parse catalog file: " + e.getMessage(),
                    RetiredStatistics.failed(Optional.of(e.report()), ParsingReport.clean(0)),
                    e);
        }
        if (catalog.size() == 0) {
            throw new FailedTrainingException(
                    "Parsing the catalog file found no valid items\n" + catalog.report(),
                    RetiredStatistics.failed(Optional.of(catalog.report()), ParsingReport.clean(0)),
                    null);
        }
        return catalog;
    }

    private List<Path> download(String field, String path) throws IOException {
        List<Path> files = InputFiles.download(inputs, path, folder.resolve(field), retry, watch);
        if (files.isEmpty()) {
            throw new FailedTrainingException(InputFiles.missing(field, path), RetiredStatistics.nothing(), null);
        }
        return files;
    }

    private TrainingResult<?> train(UsageEvents usage, Optional<Catalog> catalog) throws IOException {
        watch.step("Parsing Usage Events Files");
        TrainingInput input = TrainingInput.of(usage).monitor(new Monitor());
        Optional<ParsingReport> items = catalog.map(Catalog::report);
        try {
            return request.parameters()
                    .trainer()
                    .threads(threads)
                    .build()
                    .train(catalog.map(input::catalog).orElse(input));
        } catch (ParsingException e) {
            throw new FailedTrainingException(
                    "Failed to parse usage file(s): " + e.getMessage(), RetiredStatistics.failed(items, e.report()), e);
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (TrainingException e) {
            ParsingReport read = usage.forEach((user, item, time, type, weight) -> {
                watch.check();
                return catalog.isEmpty() || catalog.get().item(item.toString()).isPresent();
            });
            throw new FailedTrainingException(
                    "Training found no model: " + e.getMessage() + "\n" + read,
                    RetiredStatistics.failed(items, read),
                    e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Tells of the phases in the words of the retired service, and of long ones by tenths. */
    private final class Monitor implements TrainingMonitor {
        @Override
        public void progress(String phase, double fraction) {
            String what = phase.equals("reading") ? "Parsing Usage Events Files" : "Core Training";
            int tenths = (int) (10 * fraction);
            watch.step(
                    phase.equals("similarity") && tenths > 0 && tenths < 10
                            ? String.format(Locale.ROOT, "%s: %d %%", what, 10 * tenths)
                            : what);
        }

        @Override
        public boolean cancelled() {
            return watch.cancelled();
        }
    }
}
