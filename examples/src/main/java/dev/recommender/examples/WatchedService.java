package dev.recommender.examples;

import dev.recommender.Query;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A service whose listeners count what an operator watches, for a metrics library of one's own. */
public final class WatchedService {
    private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private WatchedService() {}

    /** Runs on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("store");
        Shop.open().write(folder.resolve("shop"));
        try (BlobStore store = FileBlobStore.open(folder);
                ModelService service =
                        ModelService.builder(store).listener(serving()).build()) {
            service.requestTraining(TrainingRequest.of("shop/usage.csv"));
            System.out.println("before: " + gauges(service.registry()).keySet());
            try (ModelWorker worker = service.worker().listener(working()).start()) {
                ModelRecord newest = service.registry().list(1).get(0);
                service.await(newest.id(), Duration.ofMinutes(5));
                System.out.println(worker.name() + " has worked");
            }
            service.recommend(Query.user("c00042"));
            System.out.println("after: " + gauges(service.registry()).keySet());
        }
        new TreeMap<>(COUNTS).forEach((name, count) -> System.out.println(name + " " + count));
    }

    private static void count(String name, long by) {
        COUNTS.computeIfAbsent(name, key -> new LongAdder()).add(by);
    }

    private static WorkerListener working() {
        return new WorkerListener() {
            @Override
            public void trainingStarted(ModelId model, int attempt) {
                count("trainings.started", 1);
            }

            @Override
            public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
                count("trainings." + outcome, 1); // alert on GIVEN_UP and FAILED
                count("trainings.millis", time.toMillis());
            }

            @Override
            public void swept(SweepReport report) {
                count("sweeps", 1); // alert if it stands still for three sweep intervals
                count("sweeps.requeued", report.requeued());
                count("sweeps.blobs", report.blobs());
            }

            @Override
            public void storeFailed(IOException failure) {
                count("store.failures", 1); // alert if it grows for minutes
            }
        };
    }

    private static ProviderListener serving() {
        return new ProviderListener() {
            @Override
            public void hit(ModelId model) {
                count("models.hits", 1);
            }

            @Override
            public void loaded(ModelId model, Duration duration, long bytes) {
                count("models.loaded", 1);
                count("models.loaded.bytes", bytes);
                count("models.loaded.millis", duration.toMillis());
            }

            @Override
            public void loadFailed(ModelId model, Throwable failure) {
                count("models.failures", 1); // alert: somebody got an error
            }

            @Override
            public void rerouted(String alias, List<ModelId> models) {
                count("aliases.rerouted", 1);
            }

            @Override
            public void rerouteFailed(String alias, Throwable failure) {
                count("aliases.failures", 1); // alert: an old model goes on answering
            }
        };
    }

    /** How many models wait or train, and how long the oldest of them has, in seconds; called once a minute, say. */
    private static Map<String, Long> gauges(ModelRegistry registry) throws IOException {
        Map<String, Long> gauges = new TreeMap<>();
        Instant now = Instant.now();
        for (ModelRecord model : registry.list(1000)) {
            if (model.status() == ModelStatus.CREATED || model.status() == ModelStatus.IN_PROGRESS) {
                long age = Duration.between(model.created(), now).toSeconds();
                gauges.merge(model.status() + ".models", 1L, Long::sum);
                gauges.merge(model.status() + ".oldest", age, Math::max);
            }
        }
        return gauges;
    }
}
