package dev.recommender.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.web.Access;
import dev.recommender.web.ApiKeys;
import dev.recommender.web.RecommenderHandler;
import dev.recommender.web.RecommenderServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with keys, over a store on the heap with small files to train on, and a client of it. */
abstract class ClientFixture {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofMillis(5);

    @TempDir
    Path folder;

    final BlobStore store = new MemoryBlobStore();
    ModelService service;
    RecommenderServer server;
    String key;
    String shopKey;
    RecommenderClient client;

    @BeforeEach
    void open() throws IOException {
        TrainingFiles.put(store);
        service =
                ModelService.builder(store).cacheFolder(folder.resolve("cache")).build();
        ApiKeys keys = ApiKeys.in(store);
        key = keys.create("test", Access.ADMINISTRATION);
        shopKey = keys.create("shop", Access.RECOMMENDATIONS);
        RecommenderHandler handler = RecommenderHandler.builder(service, store)
                .keys(keys)
                .maxPartBytes(1000)
                .build();
        server = RecommenderServer.builder(handler).port(0).start();
        client =
                RecommenderClient.builder(server.uri()).key(key).partBytes(1000).build();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        service.close();
    }

    static TrainingRequest request() {
        return TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .with("supportThreshold", 1);
    }

    /** A worker that trains what is requested; the caller closes it. */
    ModelWorker worker() throws IOException {
        return service.worker()
                .folder(folder.resolve("work"))
                .pollInterval(Duration.ofMillis(20))
                .start();
    }

    /** A model that is completed. */
    ModelId trained() throws IOException {
        ModelId id = client.requestTraining(request());
        try (ModelWorker worker = worker()) {
            assertThat(await(id).file()).as(worker.name()).isPresent();
        }
        service.provider().refresh();
        return id;
    }

    /** Asks more often than the service does by itself: these trainings are short. */
    private ModelRecord await(ModelId id) throws IOException {
        long start = System.nanoTime();
        ModelRecord model = service.await(id, STEP);
        while (!model.status().isFinal() && System.nanoTime() - start < LONG.toNanos()) {
            model = service.await(id, STEP);
        }
        return model;
    }
}
