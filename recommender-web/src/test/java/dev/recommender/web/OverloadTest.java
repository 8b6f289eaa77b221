package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A server of one request at a time. */
class OverloadTest extends ServerFixture {
    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.maxRequests(1);
    }

    /** A body that does not end keeps its request under way. */
    @Test
    void aBusyServerRefusesRequestsAndSaysThatItLives() throws IOException {
        try (Socket slow = new Socket("127.0.0.1", server.uri().getPort())) {
            OutputStream out = slow.getOutputStream();
            out.write(("POST /api/v1/models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            Result refused = get("/api/v1/models");
            while (refused.status() == 200) {
                refused = get("/api/v1/models");
            }

            problem(refused, 503, "overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(get("/health/live").status()).isEqualTo(200);
        }
    }
}
