package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.RecommenderException;
import dev.recommender.csv.UsageCsv;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "request-training",
        description = "Requests that a worker trains a model on files of a store, and prints the model's id.",
        mixinStandardHelpOptions = true)
final class RequestTrainingCommand implements Callable<Integer>, Main.Trains {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(
            names = "--usage",
            paramLabel = "PATH",
            required = true,
            description = "Usage: a file or folder in the store.")
    String usage = "";

    @Option(names = "--catalog", paramLabel = "PATH", description = "The catalog: a file in the store.")
    @Nullable
    String catalog;

    @Option(names = "--keep-unknown-items", description = "Train on items that the catalog does not have, too.")
    boolean keepUnknownItems;

    @Option(names = "--evaluation", paramLabel = "PATH", description = "Usage to evaluate with: a file or folder.")
    @Nullable
    String evaluation;

    @Mixin
    UsageFormatOptions usageFormat = new UsageFormatOptions();

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "The charset of files without a byte order mark, such as windows-1252; default: UTF-8.")
    @Nullable
    String charset;

    @Mixin
    CatalogFormatOptions catalogFormat = new CatalogFormatOptions();

    @Option(names = "--description", paramLabel = "TEXT", description = "What the model is, for people.")
    String description = "";

    @Mixin
    AlgorithmOptions options = new AlgorithmOptions();

    @Option(names = "--include-seen", description = "Seen items may be recommended.")
    boolean includeSeen;

    @Option(names = "--no-backfill", description = "Do not fill short lists with popular items.")
    boolean noBackfill;

    @Option(
            names = "--service-rules",
            description = "Read the files as Product Recommendations did: ids in lower case.")
    boolean serviceRules;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "Wait so long for the model, such as 10m; fail if it is not completed.")
    @Nullable
    String wait;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public AlgorithmOptions algorithmOptions() {
        return options;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Duration> longest = Optional.ofNullable(wait).map(text -> TimeSpan.ofSeconds("--wait", text));
        if (keepUnknownItems && catalog == null) {
            throw new UsageException("--keep-unknown-items has no effect without --catalog");
        }
        if (catalog == null) {
            catalogFormat.requireNone();
            options.requireNoCatalogNeeded();
        }
        PrintWriter out = spec.commandLine().getOut();
        TrainingRequest request = request();
        store.run(service -> {
            ModelId model = service.requestTraining(request);
            out.println(model);
            out.flush();
            if (longest.isPresent()) {
                ModelRecord record = service.await(model, longest.get());
                if (record.status() != ModelStatus.COMPLETED) {
                    throw new RecommenderException("model " + model + " " + state(record));
                }
            }
        });
        return 0;
    }

    private String state(ModelRecord model) {
        return switch (model.status()) {
            case CREATED -> "is still created after " + wait + "; is a worker running?";
            case IN_PROGRESS -> "is still in progress after " + wait + ": " + model.message();
            default -> "has " + model.status().name().toLowerCase(Locale.ROOT) + ": " + model.message();
        };
    }

    private FileFormat files() {
        FileFormat files = catalogFormat.addTo(usageFormat.addTo(FileFormat.STANDARD));
        if (charset == null) {
            return files;
        }
        UsageException.naming("--charset", UsageCsv.read()::charset, charset);
        return files.charset(charset);
    }

    private TrainingRequest request() {
        try {
            TrainingRequest request = TrainingRequest.of(usage)
                    .algorithm(options.algorithm().name())
                    .parameters(options.parameters())
                    .description(description)
                    .files(files());
            request = catalog == null ? request : request.catalog(catalog);
            request = keepUnknownItems ? request.keepUnknownItems() : request;
            request = evaluation == null ? request : request.evaluation(evaluation);
            request = includeSeen ? request.includeSeen() : request;
            request = noBackfill ? request.withoutBackfill() : request;
            return serviceRules ? request.byServiceRules() : request;
        } catch (InvalidParametersException e) {
            throw new UsageException("--" + String.join("; --", e.violations()));
        }
    }
}
