package dev.recommender.examples;

import dev.recommender.Query;
import dev.recommender.client.RecommenderClient;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import dev.recommender.web.RecommenderHandler;
import dev.recommender.web.RecommenderServer;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A service over HTTP with metrics, and an application that asks it. */
public final class AskAService {
    private AskAService() {}

    /** Serves an empty store in a temporary folder, and has a client train and ask there. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("store");
        Path shop = Files.createTempDirectory("shop");
        Shop.open().write(shop);
        try (BlobStore store = FileBlobStore.open(folder)) {
            serve(store, shop.resolve("usage.csv"));
        }
    }

    private static void serve(BlobStore store, Path usage) throws IOException {
        Telemetry telemetry = Telemetry.detect();
        try (ModelService service =
                ModelService.builder(store).listener(telemetry.serving()).build()) {
            RecommenderHandler handler = RecommenderHandler.builder(service, store)
                    .telemetry(telemetry)
                    .build();
            try (ModelWorker worker =
                            service.worker().listener(telemetry.working()).start();
                    RecommenderServer server =
                            RecommenderServer.builder(handler).port(0).start()) {
                System.out.println(server.uri() + " with worker " + worker.name());
                ask(server.uri(), usage);
            }
        }
    }

    private static void ask(URI service, Path usage) throws IOException {
        RecommenderClient client = RecommenderClient.builder(service).build(); // a key, if the service needs one
        client.upload("shop/usage.csv", usage); // in parts, if it is large; a part that fails is sent again
        ModelId id = client.requestTraining(TrainingRequest.of("shop/usage.csv").with("supportThreshold", 6));
        client.follow(id, model -> System.out.println(model.status() + " " + model.message()));
        client.setAlias("champion", id);

        Query query = Query.user("c00042").count(5);
        Answer answer = client.alias("champion").recommend(query);
        System.out.println(answer.model() + " recommends " + answer.items());
    }
}
