package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server listens, whom it answers, and how it stops. */
class RecommenderServerTest extends ServerFixture {
    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.maxListeners(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void withoutKeysItAnswersNoOtherMachine(String host) {
        RecommenderServer.Builder builder = RecommenderServer.builder(
                        RecommenderHandler.builder(service, store).build())
                .host(host)
                .port(0);

        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(host)
                .hasMessageContaining("must have keys");
    }

    @Test
    void withKeysItAnswersOtherMachines() throws Exception {
        ApiKeys keys = ApiKeys.in(store);
        String key = keys.create("boss", Access.ADMINISTRATION);
        RecommenderHandler other =
                RecommenderHandler.builder(service, store).keys(keys).build();
        try (RecommenderServer everywhere =
                RecommenderServer.builder(other).host("0.0.0.0").port(0).start()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + everywhere.uri().getPort() + "/api/v1/models"))
                    .header(Gate.KEY, key)
                    .build();
            assertThat(send(request).status()).isEqualTo(200);
        }
    }

    /** Lines of the log have the thread, by which those of requests are told from a worker's. */
    @Test
    void requestsRunInThreadsWithNames() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        BlobStore watched = new ForwardingBlobStore(store) {
            @Override
            public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
                threads.add(Thread.currentThread().getName());
                return super.list(prefix, after, limit);
            }
        };
        try (RecommenderServer other = RecommenderServer.builder(
                        RecommenderHandler.builder(service, watched).build())
                .port(0)
                .start()) {
            HttpRequest request =
                    HttpRequest.newBuilder(other.uri().resolve("/api/v1/files")).build();
            assertThat(send(request).status()).isEqualTo(200);
        }
        assertThat(threads).isNotEmpty().allSatisfy(name -> assertThat(name).startsWith("recommender-web"));
    }

    @Test
    void aPortInUseIsNamed() {
        int taken = server.uri().getPort();
        RecommenderServer.Builder builder = RecommenderServer.builder(
                        RecommenderHandler.builder(service, store).build())
                .port(taken);

        assertThatThrownBy(builder::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen at 127.0.0.1:" + taken);
    }

    @Test
    void itIsHealthyAndReadyUntilItStops() throws Exception {
        assertThat(get("/health/live").json().path("status").asText()).isEqualTo("up");
        assertThat(get("/health/ready").status()).isEqualTo(200);

        handler.drain();

        Result ready = get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().path("status").asText()).isEqualTo("stopping");
        assertThat(ready.header("Connection")).isEqualTo("close");
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(get("/api/v1/models").status()).isEqualTo(200);
    }

    @Test
    void whatIsUnderWayIsFinishedBeforeItStops() throws Exception {
        ModelId id = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (InputStream events = listen(id)) {
            CompletableFuture<String> rest = CompletableFuture.supplyAsync(() -> {
                try {
                    return new String(events.readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    return "broken off: " + e;
                }
            });

            server.close();

            assertThat(rest.join()).doesNotContain("broken off").endsWith("}\n\n");
        }
        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
    }

    /** Jetty's own stop closes idle connections after a second, and fails a request that neither reads nor writes for as long. */
    @Test
    @Tag("slow")
    void whatTakesLongIsFinishedAsWell() throws Exception {
        HangingStore hanging = new HangingStore(store);
        try (ModelService slow = ModelService.builder(hanging)
                .cacheFolder(folder.resolve("slow"))
                .build()) {
            RecommenderServer other = RecommenderServer.builder(
                            RecommenderHandler.builder(slow, hanging).build())
                    .port(0)
                    .start();
            try (Socket idle = new Socket("127.0.0.1", other.uri().getPort())) {
                CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                        HttpRequest.newBuilder(other.uri().resolve("/health/ready"))
                                .build(),
                        BodyHandlers.ofString());
                hanging.awaitCaller();
                CompletableFuture<Void> stopped = stop(other);

                idle.setSoTimeout(1_500);
                assertThatThrownBy(() -> idle.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                hanging.goOn();

                assertThat(answer.join().statusCode()).isEqualTo(200);
                stopped.join();
                assertThat(idle.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    /** If the stop waited for them, it would give up and fail. */
    @Test
    void connectionsThatAreKeptOpenDoNotHoldUpTheStop() throws Exception {
        try (Socket unused = new Socket("127.0.0.1", server.uri().getPort());
                Socket used = new Socket("127.0.0.1", server.uri().getPort())) {
            used.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(used.getInputStream().read()).isEqualTo('H');

            server.close();

            assertThat(unused.getInputStream().read()).isEqualTo(-1);
            assertThat(new String(used.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("up");
        }
    }

    /** Else a client could keep a server from stopping in order. */
    @Test
    @Tag("slow")
    void aClientThatDoesNotReadDoesNotHoldUpTheStop() throws Exception {
        // More than the buffers between the two hold.
        String metrics = "# a line that nobody reads\n".repeat(2_000_000);
        Telemetry telemetry = new Telemetry() {
            @Override
            public Optional<Supplier<String>> scraper() {
                return Optional.of(() -> metrics);
            }
        };
        RecommenderServer other = RecommenderServer.builder(RecommenderHandler.builder(service, store)
                        .telemetry(telemetry)
                        .build())
                .port(0)
                .idleMillis((int) LONG.toMillis(), 200)
                .start();
        try (Socket deaf = new Socket("127.0.0.1", other.uri().getPort())) {
            deaf.getOutputStream().write(ask("/metrics"));
            assertThat(deaf.getInputStream().read()).isEqualTo('H');

            other.close();
        }
    }

    /** The one connection that there may be belongs to a client that has sent half a header. */
    @Test
    @Tag("slow")
    void connectionsThatAreSilentAreClosedAndMakeRoom() throws Exception {
        try (RecommenderServer small = RecommenderServer.builder(
                                RecommenderHandler.builder(service, store).build())
                        .port(0)
                        .maxConnections(1)
                        .idleMillis(200, 200)
                        .start();
                Socket silent = new Socket("127.0.0.1", small.uri().getPort())) {
            silent.getOutputStream().write(Arrays.copyOf(ask("/health/live"), 20));
            try (Socket waiting = new Socket("127.0.0.1", small.uri().getPort())) {
                waiting.getOutputStream().write(ask("/health/live"));

                assertThat(waiting.getInputStream().read()).isEqualTo('H');
                silent.setSoTimeout((int) LONG.toMillis());
                silent.getInputStream().readAllBytes();
            }
        }
    }

    private static byte[] ask(String address) {
        return ("GET " + address + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static CompletableFuture<Void> stop(RecommenderServer server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    @Tag("slow")
    void moreListenersThanAllowedAreSentAwayForAWhile() throws Exception {
        ModelId id = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (InputStream events = listen(id)) {
            Result second = get("/api/v1/models/" + id + "/events");

            problem(second, 503, "overloaded");
            assertThat(second.header("Retry-After")).isEqualTo("1");
            assertThat(get("/api/v1/models").status()).isEqualTo(200);
            service.delete(id);
            assertThat(events.readAllBytes()).isNotEmpty();
        }
    }

    private InputStream listen(ModelId id) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(uri("/api/v1/models/" + id + "/events"))
                                .build(),
                        BodyHandlers.ofInputStream())
                .body();
    }

    @Test
    @Tag("slow")
    void itAnswersByTls() throws Exception {
        Path keystore = KeystoreTest.made(folder);
        RecommenderHandler other = RecommenderHandler.builder(service, store).build();
        try (RecommenderServer secure =
                RecommenderServer.builder(other).port(0).tls(keystore, "secret").start()) {
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trusting(keystore)).build();
            var response = trusting.send(
                    HttpRequest.newBuilder(secure.uri().resolve("/api/v1/models"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(secure.uri().getScheme()).isEqualTo("https");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
        }
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, "secret".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        RecommenderServer.Builder builder = RecommenderServer.builder(handler);
        assertThatThrownBy(() -> builder.port(65_536)).hasMessageContaining("port must be from 0 to 65535");
        assertThatThrownBy(() -> builder.maxConnections(0)).hasMessageContaining("maxConnections");
        assertThatThrownBy(() -> builder.drain(Duration.ofHours(1))).hasMessageContaining("drain");
        RecommenderHandler.Builder options = RecommenderHandler.builder(service, store);
        assertThatThrownBy(() -> options.maxRequests(0)).hasMessageContaining("maxRequests must be at least 1: 0");
        assertThatThrownBy(() -> options.requestsPerSecond(0)).hasMessageContaining("requestsPerSecond");
        assertThatThrownBy(() -> options.allowOrigin("*")).hasMessageContaining("origin must be");
    }
}
