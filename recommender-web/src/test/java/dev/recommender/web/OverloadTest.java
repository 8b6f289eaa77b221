package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.service.ModelService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server of one request at a time. */
class OverloadTest extends ServerFixture {
    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.maxRequests(1);
    }

    /** A store whose calls hang must not hold up those who ask whether the server is ready, one thread each. */
    @Test
    void whileTheStoreHangsOneCallerWaitsAndOthersHearSo() throws Exception {
        HangingStore hanging = new HangingStore(store);
        try (ModelService slow = ModelService.builder(hanging)
                .cacheFolder(folder.resolve("slow"))
                .build()) {
            Route ready = new HealthRoutes(slow, new Draining())
                    .routes().stream()
                            .filter(route -> route.pattern().equals("/health/ready"))
                            .findFirst()
                            .orElseThrow();
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> status(ready));
            hanging.awaitCaller();
            assertThat(status(ready)).isEqualTo(503);
            assertThat(status(ready)).isEqualTo(503);
            hanging.goOn();
            assertThat(first.join()).isEqualTo(200);
            assertThat(status(ready)).isEqualTo(200);
        }
    }

    private static int status(Route ready) {
        try {
            return ready.action().reply(null).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A body that is asked for, and does not come, keeps its request under way. */
    @Test
    void aBusyServerRefusesRequestsAndSaysThatItLives() throws IOException {
        try (Socket slow = new Socket("127.0.0.1", server.uri().getPort())) {
            slow.getOutputStream()
                    .write(("POST /api/v1/models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine())
                    .startsWith("HTTP/1.1 100 ");

            Result refused = get("/api/v1/models");
            problem(refused, 503, "overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(get("/health/live").status()).isEqualTo(200);
        }
    }
}
