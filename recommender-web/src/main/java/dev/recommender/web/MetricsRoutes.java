package dev.recommender.web;

import dev.recommender.web.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The server's metrics, as Prometheus reads them. */
final class MetricsRoutes {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Telemetry telemetry;

    MetricsRoutes(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/metrics", Access.METRICS, exchange -> metrics()));
    }

    private Reply metrics() {
        String metrics = telemetry
                .scrape()
                .orElseThrow(() -> new WebFailure(
                        404,
                        "no-metrics",
                        "this server has no metrics; put micrometer-registry-prometheus on its class path"));
        return Reply.of(200, TYPE, metrics.getBytes(StandardCharsets.UTF_8));
    }
}
