package dev.recommender.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** The server's metrics, as Prometheus reads them. */
final class MetricsRoutes {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<String> scraper;

    MetricsRoutes(Supplier<String> scraper) {
        this.scraper = scraper;
    }

    List<Route> routes() {
        return List.of(Route.of(
                "GET",
                "/metrics",
                Access.METRICS,
                exchange -> Reply.of(200, TYPE, scraper.get().getBytes(StandardCharsets.UTF_8))));
    }
}
