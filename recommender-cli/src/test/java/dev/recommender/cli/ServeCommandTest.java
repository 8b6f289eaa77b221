package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store served by one command, and keys made and revoked by another. */
@Tag("slow")
class ServeCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("serving at (\\S+), ");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private Path store;

    @BeforeEach
    void openStore() throws IOException {
        store = Files.createDirectory(folder.resolve("store"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** A command that runs, and what it has written so far. */
    private record Serving(CompletableFuture<Run> run, StringWriter out) {
        URI address() throws InterruptedException {
            while (true) {
                Matcher address = ADDRESS.matcher(out.toString());
                if (address.find()) {
                    return URI.create(address.group(1));
                }
                assertThat(run).as(out.toString()).isNotDone();
                Thread.sleep(10);
            }
        }
    }

    private Serving serve(Object... options) {
        Object[] words = new Object[options.length + 7];
        System.arraycopy(
                new Object[] {"serve", "--port", 0, "--store", store, "--cache", folder.resolve("cache")},
                0,
                words,
                0,
                7);
        System.arraycopy(options, 0, words, 7, options.length);
        StringWriter out = new StringWriter();
        return new Serving(CompletableFuture.supplyAsync(() -> Run.to(out, words), threads), out);
    }

    private Run end(Serving serving) {
        threads.shutdownNow();
        threads = Executors.newCachedThreadPool();
        return serving.run.join();
    }

    @Test
    void theDemoShopIsTrainedAndAnswers() throws Exception {
        Serving serving = serve("--demo");
        URI address = serving.address();
        JsonNode model =
                get(address.resolve("/api/v1/models"), "").path("models").get(0);
        assertThat(model.path("description").asText()).isEqualTo("The demo shop");
        String events = client.send(
                        HttpRequest.newBuilder(address.resolve(
                                        "/api/v1/models/" + model.path("id").asText() + "/events"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        assertThat(events).contains("\"status\":\"completed\"");

        JsonNode answer =
                get(address.resolve("/api/v1/models/" + model.path("id").asText() + "/popular?count=3"), "");
        assertThat(answer.path("items")).hasSize(3);
        assertThat(client.send(
                                HttpRequest.newBuilder(address.resolve("/metrics"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .contains("\nrecommender_scorings_seconds_count 1\n", "\njvm_threads_live_threads ");
        assertThat(get(address.resolve("/api/v1/files?prefix=demo/"), "")
                        .path("files")
                        .findValuesAsText("name"))
                .containsExactly("demo/catalog.csv", "demo/usage.csv");

        assertThat(end(serving).status()).isZero();
        assertThat(serving.out.toString()).contains("without keys, for this machine alone");
    }

    /** A process that is killed after it has put the files, and one that has no worker. */
    @Test
    void theDemoIsRequestedWhereThereAreFilesAndNoModel() throws Exception {
        Serving first = serve("--demo", "--no-worker");
        URI models = first.address().resolve("/api/v1/models");
        String id = get(models, "").path("models").get(0).path("id").asText();
        assertThat(first.out.toString()).contains("demo shop: model " + id + " waits for a worker elsewhere");
        assertThat(client.send(
                                HttpRequest.newBuilder(models.resolve("/api/v1/models/" + id))
                                        .DELETE()
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(204);
        assertThat(end(first).status()).isZero();

        String again = runDemo();
        String third = runDemo();

        String requested = again.replaceAll("(?s).*demo shop: model (\\S+) waits.*", "$1");
        assertThat(requested).isNotEqualTo(id).hasSize(36);
        assertThat(third).contains("demo shop: model " + requested + " waits");
    }

    private String runDemo() throws Exception {
        Serving serving = serve("--demo", "--no-worker");
        serving.address();
        assertThat(end(serving).status()).isZero();
        return serving.out.toString();
    }

    @Test
    void aNewStoreIsMadeAndSaid() throws Exception {
        store = folder.resolve("new store");
        Serving first = serve("--no-worker");
        assertThat(status(first.address().resolve("/api/v1/models"), "")).isEqualTo(200);
        assertThat(end(first).status()).isZero();
        Serving second = serve("--no-worker");
        second.address();
        assertThat(end(second).status()).isZero();

        assertThat(first.out.toString()).startsWith("made the folder " + store + " for a new store\nserving at ");
        assertThat(second.out.toString()).startsWith("serving at ");
    }

    @Test
    void keysAreMadeListedUsedAndRevoked() throws Exception {
        Run refused = Run.of("serve", "--store", store, "--host", "0.0.0.0", "--port", 0, "--no-worker");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--host \"0.0.0.0\": the store has no keys; make one with keys make --store " + store + "\n");
        String admin = make("administration", "boss");
        String shop = make("recommendations", "shop front");
        assertThat(Run.of("keys", "list", "--store", store).out())
                .contains("administration   boss", "recommendations  shop front")
                .doesNotContain(admin.substring(admin.indexOf('.') + 1));

        Serving serving = serve("--require-keys", "--no-worker");
        URI models = serving.address().resolve("/api/v1/models");
        assertThat(status(models, "")).isEqualTo(401);
        assertThat(status(models, shop)).isEqualTo(403);
        assertThat(status(models, admin)).isEqualTo(200);
        assertThat(end(serving).status()).isZero();

        String id = shop.substring(0, shop.indexOf('.'));
        assertThat(Run.of("keys", "revoke", id, "--store", store).out()).isEqualTo("revoked\n");
        assertThat(Run.of("keys", "list", "--store", store).out()).doesNotContain("shop front");
        assertThat(Run.of("keys", "revoke", id, "--store", store).status()).isEqualTo(2);
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThat(Run.of("serve", "--store", store, "--port", "70000").err())
                .contains("--port must be from 0 to 65535: 70000");
        assertThat(Run.of("serve", "--store", store, "--allow-origin", "*").err())
                .contains("--allow-origin must be a scheme and a host");
        assertThat(Run.of("serve", "--store", store, "--allow-pictures", "https://pictures.example/a")
                        .err())
                .contains("--allow-pictures must be a scheme and a host");
        assertThat(Run.of("serve", "--store", store, "--requests-per-second", "0")
                        .err())
                .contains("--requests-per-second must be at least 1: 0");
        assertThat(Run.of("serve", "--store", store, "--no-worker", "--worker-threads", "2")
                        .err())
                .contains("--worker-threads has no effect beside --no-worker");
        assertThat(Run.of("serve", "--store", store, "--no-page", "--allow-pictures", "https://pictures.example")
                        .err())
                .contains("--allow-pictures has no effect beside --no-page");
        assertThat(Run.of("serve", "--store", store, "--drain", "10").err())
                .contains("--drain must be ", "10s, 10m, 10h or 10d");
        assertThat(Run.of("serve", "--store", store, "--drain", "1h").err()).contains("--drain must be from 0");
        assertThat(Run.of("serve", "--store", folder.resolve("none/store")).err())
                .isEqualTo("error: --store " + folder.resolve("none/store") + ": its folder " + folder.resolve("none")
                        + ": no such file or folder; make it first\n");
        assertThat(Run.of("keys", "make", "--store", store, "--name", " ", "--access", "administration")
                        .err())
                .contains("--name must have 1 to 80 characters");
        assertThat(Run.of("keys", "--store", store).status()).isEqualTo(2);
    }

    private String make(String access, String name) {
        Run made = Run.of("keys", "make", "--store", store, "--access", access, "--name", name);
        assertThat(made.status()).as(made.err()).isZero();
        return made.out().strip();
    }

    private JsonNode get(URI address, String key) throws Exception {
        HttpResponse<String> response = send(address, key);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private int status(URI address, String key) throws Exception {
        return send(address, key).statusCode();
    }

    private HttpResponse<String> send(URI address, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return client.send(
                (key.isEmpty() ? request : request.header("x-api-key", key)).build(), BodyHandlers.ofString());
    }
}
