package dev.recommender.examples;

import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import dev.recommender.web.RecommenderHandler;
import dev.recommender.web.RecommenderServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models over HTTP, from within an application. */
public final class ServeModels {
    private ServeModels() {}

    /** Serves an empty store in a temporary folder, and asks whether it is ready. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("store");
        try (BlobStore store = FileBlobStore.open(folder);
                ModelService service = ModelService.on(store)) {
            RecommenderHandler handler = RecommenderHandler.builder(service, store)
                    .requestsPerSecond(500)
                    .build();
            try (RecommenderServer server =
                    RecommenderServer.builder(handler).port(0).start()) {
                URI ready = server.uri().resolve("/health/ready");
                System.out.println(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString())
                        .body());
            }
        }
    }
}
