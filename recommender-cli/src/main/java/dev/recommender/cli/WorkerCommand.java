package dev.recommender.cli;

import dev.recommender.RecommenderException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.WorkerListener;
import dev.recommender.service.ModelWorker;
import dev.recommender.web.telemetry.OpenTelemetryBinding;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "worker",
        description = "Trains the models that were requested in a store, until it is stopped (Ctrl-C).",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    private static final int PAGE = 100;

    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "What it calls itself; default: host and process.")
    @Nullable
    String name;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where to keep the files of a training; default: a folder for temporary files.")
    @Nullable
    Path folder;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads to use; default: all processors.")
    @Nullable
    Integer threads;

    @Option(names = "--max-attempts", paramLabel = "N", description = "How often to try a model; default: 2.")
    int maxAttempts = 2;

    @Option(
            names = "--visibility",
            paramLabel = "TIME",
            description = "How long the training of a killed worker waits for another one; default: 60s.")
    String visibility = "60s";

    @Option(names = "--until-idle", description = "End when no model waits or is in progress.")
    boolean untilIdle;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (folder != null) {
            OutputFile.requireFolder("--folder", folder);
        }
        Duration rests = TimeSpan.of("--visibility", visibility);
        PrintWriter out = spec.commandLine().getOut();
        store.run(service -> {
            ModelWorker.Builder builder = UsageException.naming(
                            "--max-attempts", service.worker()::maxAttempts, maxAttempts)
                    .listener(told(new Printer(out, service.registry())));
            UsageException.naming("--visibility", builder::visibility, rests);
            if (name != null) {
                UsageException.naming("--name", builder::name, name);
            }
            if (threads != null) {
                UsageException.naming("--threads", builder::threads, threads);
            }
            if (folder != null) {
                builder.folder(folder);
            }
            try (ModelWorker worker = builder.start()) {
                Thread stop = new Thread(worker::close, "stop");
                Runtime.getRuntime().addShutdownHook(stop);
                out.println("worker " + worker.name() + " on " + store.store);
                do {
                    pause();
                } while (!untilIdle || busy(service.registry()));
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        });
        return 0;
    }

    /** The printer, and what records spans if an agent of OpenTelemetry is there. Nobody could read metrics here. */
    private static WorkerListener told(Printer printer) {
        return WorkerListener.all(List.of(printer, OpenTelemetryBinding.global().working()));
    }

    private static boolean busy(ModelRegistry registry) throws IOException {
        List<ModelRecord> page = registry.list(PAGE);
        while (!page.isEmpty()) {
            if (page.stream().anyMatch(model -> !model.status().isFinal())) {
                return true;
            }
            page = registry.list(page.get(page.size() - 1).id(), PAGE);
        }
        return false;
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the worker was interrupted");
        }
    }

    /** Prints what happens. */
    private record Printer(PrintWriter out, ModelRegistry registry) implements WorkerListener {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

        @Override
        public void trainingStarted(ModelId model, int attempt) {
            out.println(now() + " training " + model + ", attempt " + attempt);
        }

        @Override
        public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
            String how = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            String why = switch (outcome) {
                case FAILED, GIVEN_UP, RETRIED -> reason(model);
                default -> "";
            };
            double seconds = time.toMillis() / 1e3;
            out.printf(Locale.ROOT, "%s training %s %s after %.1f s%s%n", now(), model, how, seconds, why);
        }

        /** The time as the log has it. */
        private static String now() {
            return TIME.format(OffsetDateTime.now(ZoneId.systemDefault()));
        }

        private String reason(ModelId model) {
            try {
                return registry.find(model)
                        .flatMap(found -> found.message().strip().lines().findFirst())
                        .map(line -> ": " + line)
                        .orElse("");
            } catch (IOException | RecommenderException e) {
                return "; why cannot be read: " + e.getMessage();
            }
        }

        @Override
        public void modelDeleted(ModelId model, int files) {
            out.println(now() + " deleted " + files + " files of " + model);
        }

        @Override
        public void swept(SweepReport report) {
            if (report.requeued() + report.blobs() > 0) {
                out.println(now() + " swept: " + report.requeued() + " messages sent again, " + report.blobs()
                        + " left files deleted");
            }
        }
    }
}
