package dev.recommender.web;

import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** What {@link WithoutLibrariesTest} runs in a class loader of its own. */
public final class ServerWithoutLibraries {
    private ServerWithoutLibraries() {}

    /** Starts a server with all telemetry that there is, asks it, and says what it has answered. */
    public static String ask(Path folder) throws IOException, InterruptedException {
        Telemetry telemetry = Telemetry.detect();
        BlobStore store = new MemoryBlobStore();
        try (ModelService service = ModelService.builder(store)
                .cacheFolder(folder.resolve("cache"))
                .listener(telemetry.serving())
                .build()) {
            RecommenderHandler handler = RecommenderHandler.builder(service, store)
                    .telemetry(telemetry)
                    .build();
            try (RecommenderServer server =
                    RecommenderServer.builder(handler).port(0).start()) {
                return "live " + status(server, "health/live") + ", popular " + status(server, "api/v1/popular")
                        + ", metrics " + status(server, "metrics");
            }
        }
    }

    private static int status(RecommenderServer server, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
