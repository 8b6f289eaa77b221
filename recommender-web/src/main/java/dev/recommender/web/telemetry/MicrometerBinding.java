package dev.recommender.web.telemetry;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.WorkerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Counts and times in a registry of Micrometer. Tags are the methods of HTTP, the patterns of routes, statuses and outcomes of
 * trainings, and never ids, so the number of series is bounded whatever is sent. Shared between threads.
 */
public final class MicrometerBinding implements Telemetry {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };
    private static final Duration[] SCORING_BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(200_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1)
    };
    private static final String UNKNOWN = "none";

    private final MeterRegistry registry;
    private final Optional<Supplier<String>> scraper;
    private final Meter.MeterProvider<Timer> requests;
    private final Meter.MeterProvider<Timer> trainings;
    private final Timer scorings;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    MicrometerBinding(MeterRegistry registry, Optional<Supplier<String>> scraper) {
        this.registry = registry;
        this.scraper = scraper;
        this.requests = Timer.builder("recommender.requests")
                .description("Requests that were answered, by method, pattern of the address and status")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
        this.trainings = Timer.builder("recommender.trainings")
                .description("Attempts at trainings that have ended, by how")
                .withRegistry(registry);
        this.scorings = Timer.builder("recommender.scorings")
                .description("Questions that models have answered")
                .serviceLevelObjectives(SCORING_BUCKETS)
                .register(registry);
        Gauge.builder("recommender.requests.active", active, AtomicInteger::get)
                .description("Requests that are being answered")
                .register(registry);
        Gauge.builder("recommender.models.open", open, AtomicInteger::get)
                .description("Models that are open")
                .register(registry);
    }

    /** Counts in this registry, which stays the caller's; what it exports is not the server's to answer. */
    public static MicrometerBinding of(MeterRegistry registry) {
        return new MicrometerBinding(registry, Optional.empty());
    }

    /** Counts in a registry of its own, which has the process's memory, threads and processors, too, and is answered at /metrics. */
    public static MicrometerBinding prometheus() {
        return PrometheusRegistry.open();
    }

    @Override
    public Watch request(Incoming request) {
        active.incrementAndGet();
        Timer.Sample sample = Timer.start(registry);
        return new Watch() {
            private String route = UNKNOWN;

            @Override
            public void route(String pattern) {
                route = pattern;
            }

            @Override
            public void end(int status) {
                active.decrementAndGet();
                Tags tags = Tags.of("method", request.method(), "route", route, "status", Integer.toString(status));
                sample.stop(requests.withTags(tags));
            }
        };
    }

    @Override
    public Runnable scoring(ModelId model) {
        Timer.Sample sample = Timer.start(registry);
        return () -> sample.stop(scorings);
    }

    @Override
    public Optional<Supplier<String>> scraper() {
        return scraper;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    @Override
    public ProviderListener serving() {
        Timer loads = Timer.builder("recommender.models.loads")
                .description("Models that were fetched, verified, opened and warmed")
                .register(registry);
        Counter failedLoads = counter("recommender.models.load.failures", "Models that could not be opened");
        Counter evicted =
                counter("recommender.models.evicted", "Models that made room for others, or were not asked for");
        Counter rerouted = counter("recommender.aliases.rerouted", "Changes of aliases that were followed");
        Counter failedReroutes =
                counter("recommender.aliases.failures", "Changes of aliases that could not be followed");
        return new ProviderListener() {
            @Override
            public void loaded(ModelId model, Duration duration, long bytes) {
                open.incrementAndGet();
                loads.record(duration);
            }

            @Override
            public void loadFailed(ModelId model, Throwable failure) {
                failedLoads.increment();
            }

            @Override
            public void evicted(ModelId model) {
                evicted.increment();
            }

            @Override
            public void closed(ModelId model) {
                open.decrementAndGet();
            }

            @Override
            public void rerouted(String alias, List<ModelId> models) {
                rerouted.increment();
            }

            @Override
            public void rerouteFailed(String alias, Throwable failure) {
                failedReroutes.increment();
            }
        };
    }

    @Override
    public WorkerListener working() {
        Counter started = counter("recommender.trainings.started", "Attempts at trainings that were begun");
        Counter deleted = counter("recommender.models.deleted", "Models whose files were deleted");
        Counter sweeps = counter("recommender.sweeps", "Sweeps that have ended");
        Counter requeued = counter("recommender.sweeps.requeued", "Lost messages that were sent again");
        Counter blobs = counter("recommender.sweeps.blobs", "Blobs that no model needed, and that were deleted");
        Counter storeFailures =
                counter("recommender.store.failures", "Calls of a worker to the store that have failed");
        return new WorkerListener() {
            @Override
            public void trainingStarted(ModelId model, int attempt) {
                started.increment();
            }

            @Override
            public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
                trainings
                        .withTags("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .record(time);
            }

            @Override
            public void modelDeleted(ModelId model, int files) {
                deleted.increment();
            }

            @Override
            public void swept(SweepReport report) {
                sweeps.increment();
                requeued.increment(report.requeued());
                blobs.increment(report.blobs());
            }

            @Override
            public void storeFailed(IOException failure) {
                storeFailures.increment();
            }
        };
    }
}
