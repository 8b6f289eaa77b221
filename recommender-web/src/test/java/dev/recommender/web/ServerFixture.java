package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server on loopback, over a store on the heap with small files to train on. */
abstract class ServerFixture {
    static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofMillis(5);
    static final String NOWHERE = "0190a0b0-0000-7000-8000-000000000001";

    @TempDir
    Path folder;

    final BlobStore store = new MemoryBlobStore();
    final HttpClient client = HttpClient.newHttpClient();
    ModelService service;
    RecommenderHandler handler;
    RecommenderServer server;
    private Telemetry telemetry = Telemetry.none();

    /** Who is told what the server does; by default what is on the class path. */
    Telemetry telemetry() {
        return Telemetry.detect();
    }

    @BeforeEach
    void open() throws IOException {
        telemetry = telemetry();
        TrainingFiles.put(store);
        service = ModelService.builder(store)
                .cacheFolder(folder.resolve("cache"))
                .actor("test")
                .listener(telemetry.serving())
                .build();
        handler = options(RecommenderHandler.builder(service, store).telemetry(telemetry))
                .build();
        server = RecommenderServer.builder(handler).port(0).start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        service.close();
    }

    /** How requests are answered; by default without keys. */
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) throws IOException {
        return handler;
    }

    /** A model that is completed. */
    ModelId trained() throws IOException {
        return trained(TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .with("supportThreshold", 1));
    }

    ModelId trained(TrainingRequest request) throws IOException {
        ModelId id = service.requestTraining(request);
        work();
        ModelRecord model = service.registry().get(id);
        assertThat(model.status()).as(model.message()).isEqualTo(ModelStatus.COMPLETED);
        return id;
    }

    /** Does all trainings that were requested. */
    void work() throws IOException {
        try (ModelWorker worker = service.worker()
                .folder(folder.resolve("work"))
                .pollInterval(Duration.ofMillis(20))
                .listener(telemetry.working())
                .start()) {
            for (ModelRecord model : service.registry().list(1000)) {
                await(model.id());
            }
            assertThat(worker.name()).isNotEmpty();
        }
        service.provider().refresh();
    }

    /** Asks more often than the service does by itself: these trainings are short. */
    private void await(ModelId model) throws IOException {
        long start = System.nanoTime();
        while (!service.await(model, STEP).status().isFinal() && System.nanoTime() - start < LONG.toNanos()) {
            // It goes on.
        }
    }

    /** What came back. */
    record Result(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            return Bodies.read(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Result get(String path, String... headers) throws IOException {
        return call("GET", path, "", headers);
    }

    Result delete(String path, String... headers) throws IOException {
        return call("DELETE", path, "", headers);
    }

    /** Sends JSON. */
    Result post(String path, String body, String... headers) throws IOException {
        return call("POST", path, body, headers);
    }

    /** Sends JSON. */
    Result put(String path, String body, String... headers) throws IOException {
        return call("PUT", path, body, headers);
    }

    /**
     * Sends a request.
     *
     * @param headers names and values by turns
     */
    Result call(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(LONG);
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int at = 0; at < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        return send(request.build());
    }

    Result send(HttpRequest request) throws IOException {
        try {
            return new Result(client.send(request, BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends these bytes as they are, and returns all that comes back until the server closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout((int) LONG.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    URI uri(String path) {
        return server.uri().resolve(path);
    }

    /** Checks that a result is a problem of this kind, and returns it. */
    static JsonNode problem(Result result, int status, String type) {
        assertThat(result.status()).as(result.body()).isEqualTo(status);
        assertThat(result.header("Content-Type")).isEqualTo(Problem.TYPE);
        JsonNode problem = result.json();
        assertThat(problem.path("type").asText()).isEqualTo("urn:dev.recommender:problem:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotEmpty();
        return problem;
    }
}
