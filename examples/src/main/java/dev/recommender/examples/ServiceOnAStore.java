package dev.recommender.examples;

import dev.recommender.Query;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Models as a service: requested here, trained by a worker, answering wherever the store is. */
public final class ServiceOnAStore {
    private ServiceOnAStore() {}

    /** Runs on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("store");
        Shop.open().write(folder.resolve("shop"));

        // All state is in the store: any number of services and workers share it, in any number of processes.
        try (BlobStore store = FileBlobStore.open(folder);
                ModelService service = ModelService.on(store)) {
            ModelId id = service.requestTraining(TrainingRequest.of("shop/usage.csv")
                    .catalog("shop/catalog.csv")
                    .with("supportThreshold", 6));
            try (ModelWorker worker = service.startWorker()) { // usually another process
                ModelRecord model = service.await(id, Duration.ofMinutes(5));
                System.out.println(worker.name() + ": " + model.message());
            }

            service.registry().setAlias("champion", id);
            Query query = Query.user("c00042").count(5);
            Answer answer = service.recommend("champion", query);
            System.out.println(answer.model() + " recommends " + answer.items());
        }
    }
}
