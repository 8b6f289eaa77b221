package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.web.telemetry.MicrometerBinding;
import dev.recommender.web.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handler in an application's own server, which exports its metrics itself. */
class OwnServerTest extends ServerFixture {
    private final Server own = new Server();
    private int port;

    /** What the application has. */
    private static final class Application extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "of the application", callback);
            return true;
        }
    }

    @Override
    Telemetry telemetry() {
        return MicrometerBinding.of(new SimpleMeterRegistry());
    }

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(own);
        connector.setHost("127.0.0.1");
        own.addConnector(connector);
        own.setHandler(new Handler.Sequence(
                RecommenderHandler.builder(service, store)
                        .telemetry(telemetry())
                        .build(),
                new Application()));
        own.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        own.stop();
    }

    private String ask(String address) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) LONG.toMillis());
            socket.getOutputStream()
                    .write(("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void withoutAnyOfItsOwnMetricsAreLeftToTheApplication() throws Exception {
        assertThat(ask("/metrics")).contains("of the application");
        assertThat(ask("/health/live")).contains("up").doesNotContain("of the application");
        assertThat(get("/metrics").status()).isEqualTo(404);
    }
}
