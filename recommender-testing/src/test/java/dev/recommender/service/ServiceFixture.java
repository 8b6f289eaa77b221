package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.serving.Gate;
import dev.recommender.internal.worker.Claims;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.storage.MemoryWorkQueue;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service on the heap, with workers in a hurry, and what its tests need. */
@SuppressWarnings("try") // Workers work by themselves.
public abstract class ServiceFixture {
    public static final Duration LONG = Duration.ofMinutes(1);
    static final ModelId NONE = ModelId.parse("0190a0b0-0000-7000-8000-000000000001");

    @TempDir
    public Path folder;

    public final BlobStore store = new MemoryBlobStore();
    /** How far the clock of the training queue is ahead. */
    volatile Duration ahead = Duration.ZERO;

    public final MemoryWorkQueue trainings =
            new MemoryWorkQueue(() -> Instant.now().plus(ahead));
    public final MemoryWorkQueue poison = new MemoryWorkQueue();
    public final Outcomes outcomes = new Outcomes();
    final Gate gate = new Gate(store);
    public ModelService service;

    @BeforeEach
    void open() throws IOException {
        TrainingFiles.put(store);
        service = ModelService.builder(store)
                .inputs(gate)
                .trainings(trainings, poison)
                .cacheFolder(folder.resolve("cache"))
                .actor("test")
                .build();
    }

    @AfterEach
    void close() throws IOException {
        service.close();
        try (Stream<Path> left = Files.exists(work()) ? Files.list(work()) : Stream.of()) {
            assertThat(left).as("local files left behind").isEmpty();
        }
    }

    ModelRecord train(ModelId model) throws IOException {
        try (ModelWorker worker = worker("w1").start()) {
            poll(() -> service.registry().get(model).status().isFinal());
            return service.registry().get(model);
        }
    }

    ModelWorker.Builder worker(String name) {
        return hurried(service).name(name);
    }

    /** A worker of any service on the store, with the times of these tests. */
    ModelWorker.Builder hurried(ModelService any) {
        return any.worker()
                .folder(work())
                .pollInterval(Duration.ofMillis(20))
                .cancelCheckInterval(Duration.ofMillis(200))
                .backoff(Duration.ofMillis(300))
                .transferRetryDelay(Duration.ofMillis(1))
                .listener(outcomes);
    }

    Path work() {
        return folder.resolve("work");
    }

    Claims claims() {
        return new Claims(BlobRecords.in(store, "records"), InstantSource.system());
    }

    List<String> models() throws IOException {
        return store.list("models/", "", 100).stream().map(BlobInfo::key).toList();
    }

    /** The first model of the default alias. */
    Optional<ModelId> defaultModel() throws IOException {
        return service.registry().alias(Alias.DEFAULT).flatMap(Alias::firstModel);
    }

    static ModelStatistics statistics(ModelRecord model) {
        return ModelStatistics.parse(model.statistics().orElseThrow());
    }

    static boolean poll(IOSupplier<Boolean> condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.get()) {
            if (System.nanoTime() - start > LONG.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }
}
