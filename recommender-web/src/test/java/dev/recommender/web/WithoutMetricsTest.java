package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.web.telemetry.MicrometerBinding;
import dev.recommender.web.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** A handler in an application's own server, whose metrics and values of the log are the application's. */
class WithoutMetricsTest extends ServerFixture {
    private static final class Own extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "the application's", callback);
            return true;
        }
    }

    /** Has a value in the log, and says afterwards whether it is there still. */
    private static final class Filter extends Handler.Wrapper {
        private volatile String after = "";

        Filter(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            MDC.put(RequestIds.LOGGED, "the filter's");
            try {
                return super.handle(request, response, callback);
            } finally {
                after = String.valueOf(MDC.get(RequestIds.LOGGED));
            }
        }
    }

    @Override
    Telemetry telemetry() {
        return MicrometerBinding.of(new SimpleMeterRegistry());
    }

    @Test
    void metricsOfAnApplicationAreItsOwn() throws Exception {
        Handler ours = RecommenderHandler.builder(service, store)
                .telemetry(telemetry())
                .build();
        Server own = new Server();
        ServerConnector connector = new ServerConnector(own);
        connector.setHost("127.0.0.1");
        own.addConnector(connector);
        Filter filter = new Filter(new Handler.Sequence(ours, new Own()));
        own.setHandler(filter);
        own.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort());
            assertThat(body(uri.resolve("/metrics"))).isEqualTo("the application's");
            assertThat(body(uri.resolve("/health/live"))).contains("up");
            assertThat(filter.after).isEqualTo("the filter's");
        } finally {
            own.stop();
        }
        assertThat(get("/metrics").status()).isEqualTo(404);
    }

    private static String body(URI uri) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
