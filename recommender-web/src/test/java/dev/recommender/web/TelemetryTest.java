package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.web.telemetry.MicrometerBinding;
import dev.recommender.web.telemetry.OpenTelemetryBinding;
import dev.recommender.web.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What a server tells of its work, by both libraries at once. */
@ResourceLock(Resources.SYSTEM_ERR)
class TelemetryTest extends ServerFixture {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("recommender.model");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

    @Override
    Telemetry telemetry() {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        Telemetry broken = new Telemetry() {
            @Override
            public Watch request(Incoming request) {
                return new Watch() {
                    @Override
                    public Optional<String> traceId() {
                        throw broken();
                    }
                };
            }

            @Override
            public Runnable scoring(ModelId model) {
                throw broken();
            }
        };
        return Telemetry.all(List.of(MicrometerBinding.prometheus(), broken, OpenTelemetryBinding.of(sdk)));
    }

    /** Without a stack, which would only fill the log. */
    private static RuntimeException broken() {
        return new RuntimeException("broken on purpose", null, false, false) {
            private static final long serialVersionUID = 1;
        };
    }

    /** What has ended. The next request of a connection is read when all is told of the one before. */
    private List<SpanData> spans() throws IOException {
        scrape();
        return spans.getFinishedSpanItems();
    }

    /** The samples of a scrape: a name with its tags, and a value. */
    private Map<String, Double> scrape() throws IOException {
        Result scraped = get("/metrics");
        assertThat(scraped.status()).isEqualTo(200);
        assertThat(scraped.header("Content-Type")).isEqualTo(MetricsRoutes.TYPE);
        return scraped.body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    @Test
    void requestsModelsAndTrainingsAreCounted() throws Exception {
        trained();
        for (int at = 0; at < 3; at++) {
            assertThat(post("/api/v1/recommend", "{}").status()).isEqualTo(200);
        }
        get("/api/v1/models/" + NOWHERE);

        Map<String, Double> samples = scrape();

        assertThat(samples)
                .containsEntry(
                        "recommender_requests_seconds_count{method=\"POST\",route=\"/api/v1/recommend\",status=\"200\"}",
                        3.0)
                .containsEntry(
                        "recommender_requests_seconds_count{method=\"GET\",route=\"/api/v1/models/{model}\",status=\"404\"}",
                        1.0)
                .containsEntry("recommender_requests_active", 1.0)
                .containsEntry("recommender_scorings_seconds_count", 3.0)
                .containsEntry("recommender_models_open", 1.0)
                .containsEntry("recommender_trainings_started_total", 1.0)
                .containsEntry("recommender_trainings_seconds_count{outcome=\"completed\"}", 1.0)
                .containsKey("jvm_threads_live_threads");
    }

    /** Ids, unknown addresses and invented methods make no series of their own. */
    @Test
    @Tag("slow")
    void whateverIsSentTheSeriesStayFew() throws Exception {
        int before = scrape().size();
        for (int at = 0; at < 50; at++) {
            String id = NOWHERE.substring(0, 34) + (10 + at);
            get("/api/v1/models/" + id);
            get("/api/v1/aliases/a" + at + "/popular");
            get("/api/v1/none/" + at);
            call("METHOD" + at, "/api/v1/models", "");
            delete("/api/models/" + id);
        }
        Map<String, Double> samples = scrape();

        int seriesOfAnAddress = 16;
        assertThat(samples.size() - before).isBetween(4 * seriesOfAnAddress, 6 * seriesOfAnAddress);
        assertThat(samples.keySet())
                .noneMatch(name -> name.contains(NOWHERE.substring(0, 20)) || name.contains("METHOD"));
        assertThat(samples)
                .containsEntry(
                        "recommender_requests_seconds_count{method=\"other\",route=\"none\",status=\"405\"}", 50.0)
                .containsEntry(
                        "recommender_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}", 50.0);
        assertThat(attributes("http.server.request.duration"))
                .noneMatch(text -> text.contains(NOWHERE.substring(0, 20)) || text.contains("METHOD"));
    }

    private List<String> attributes(String metric) {
        return metrics.collectAllMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .flatMap(data -> data.getHistogramData().getPoints().stream())
                .map(point -> point.getAttributes().toString())
                .toList();
    }

    @Test
    void aTraceLeadsFromTheRequestToTheScoringAndToTheTraining() throws Exception {
        Result requested = post(
                "/api/v1/models",
                "{\"usage\": \"" + TrainingFiles.GOOD + "\", \"parameters\": {\"supportThreshold\": 1}}");
        String id = requested.json().path("id").asText();
        work();
        post("/api/v1/models/" + id + "/recommend", "{}", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        String training = id.replace("-", "");

        List<SpanData> all = spans();
        SpanData train = only(all, "train");
        assertThat(train.getTraceId()).isEqualTo(training);
        assertThat(train.getAttributes().get(MODEL)).isEqualTo(id);
        assertThat(train.getAttributes().get(AttributeKey.stringKey("recommender.outcome")))
                .isEqualTo("completed");
        SpanData post = only(all, "POST /api/v1/models");
        assertThat(post.getLinks().get(0).getSpanContext().getTraceId()).isEqualTo(training);
        SpanData asked = only(all, "POST /api/v1/models/{model}/recommend");
        assertThat(asked.getTraceId()).isEqualTo(TRACE);
        assertThat(asked.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(asked.getAttributes().get(ROUTE)).isEqualTo("/api/v1/models/{model}/recommend");
        SpanData scored = only(all, "recommend");
        assertThat(scored.getParentSpanId()).isEqualTo(asked.getSpanId());
        assertThat(scored.getLinks().get(0).getSpanContext().getTraceId()).isEqualTo(training);
        assertThat(only(all, "open model").getLinks().get(0).getSpanContext().getTraceId())
                .isEqualTo(training);
    }

    /** Durations are seconds, and fall into buckets of such. */
    @Test
    void durationsAreHistogramsOfSeconds() throws Exception {
        trained();
        post("/api/v1/recommend", "{}");
        call("METHOD", "/api/v1/models", "");
        scrape();

        Map<String, MetricData> all =
                metrics.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, metric -> metric));
        assertThat(all)
                .containsOnlyKeys(
                        "http.server.request.duration",
                        "recommender.scoring.duration",
                        "recommender.load.duration",
                        "recommender.training.duration");
        all.values().forEach(metric -> {
            assertThat(metric.getUnit()).isEqualTo("s");
            metric.getHistogramData()
                    .getPoints()
                    .forEach(point -> assertThat(point.getBoundaries().get(0))
                            .as(metric.getName())
                            .isIn(0.0001, 0.005, 1.0));
        });
        assertThat(attributes("http.server.request.duration"))
                .anyMatch(text ->
                        text.contains("http.request.method=\"_OTHER\"") && text.contains("url.scheme=\"http\""));
    }

    /** Old clients train and ask by other addresses, and a neighbourhood asks several times. */
    @Test
    void everyAddressThatTrainsOrAsksIsTraced() throws Exception {
        Result requested = post("/api/models", "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\"}");
        String old = requested.json().path("id").asText();
        ModelId id = trained();
        get("/api/v1/models/" + id + "/neighborhood?item=i1");
        get("/api/models/" + id + "/recommend?itemId=i1");

        List<SpanData> all = spans();
        assertThat(only(all, "POST /api/models")
                        .getLinks()
                        .get(0)
                        .getSpanContext()
                        .getTraceId())
                .isEqualTo(old.replace("-", ""));
        for (String route : List.of("GET /api/v1/models/{model}/neighborhood", "GET /api/models/{model}/recommend")) {
            SpanData asked = only(all, route);
            assertThat(all)
                    .as(route)
                    .filteredOn(span -> span.getName().equals("recommend")
                            && span.getParentSpanId().equals(asked.getSpanId()))
                    .hasSize(1);
        }
    }

    @Test
    void aTrainingThatFailsIsAnError() throws Exception {
        ModelId id =
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).with("supportThreshold", 1));
        store.put(TrainingFiles.GOOD, BlobContent.of("no events\n"));
        work();

        SpanData train = only(spans(), "train");
        assertThat(train.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(train.getTraceId()).isEqualTo(id.toString().replace("-", ""));
        assertThat(scrape()).containsEntry("recommender_trainings_seconds_count{outcome=\"failed\"}", 1.0);
    }

    /** Within a span of an agent, which measures the request itself. */
    @Test
    void aRequestThatAnAgentHasBegunIsMeasuredOnce() {
        SpanContext agent =
                SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());
        Telemetry telemetry = telemetry();
        Telemetry.Incoming incoming = new Telemetry.Incoming("GET", "http", name -> Optional.empty());

        try (Scope scope = Span.wrap(agent).makeCurrent()) {
            assertThat(scope).isNotNull();
            telemetry.request(incoming).end(200);
            assertThat(Span.current().getSpanContext()).isEqualTo(agent);
        }
        assertThat(attributes("http.server.request.duration")).isEmpty();
        assertThat(only(spans.getFinishedSpanItems(), "GET").getParentSpanId()).isEqualTo(agent.getSpanId());

        telemetry.request(incoming).end(200);
        assertThat(attributes("http.server.request.duration")).hasSize(1);
    }

    private static SpanData only(List<SpanData> spans, String name) {
        List<SpanData> found =
                spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @Test
    void anAnswerSaysUnderWhichIdItsRequestIsLogged() throws Exception {
        String given = "shop-7.front_2";
        assertThat(get("/api/v1/models", "X-Request-Id", given).header("X-Request-Id"))
                .isEqualTo(given);
        assertThat(get("/api/v1/models", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                        .header("X-Request-Id"))
                .isEqualTo(TRACE);
        for (String odd : List.of("two words", "\"", "x".repeat(65), "status=200;")) {
            assertThat(get("/api/v1/models", "X-Request-Id", odd).header("X-Request-Id"))
                    .matches("[0-9a-f]{32}");
        }
        assertThat(get("/api/v1/none").header("X-Request-Id")).matches("[0-9a-f]{32}");
        assertThat(logged(() -> delete("/api/v1/models/" + NOWHERE, "X-Request-Id", given)))
                .contains("status=404 location=- touched=\"\" request=" + given + "\n");
    }

    /** Does something. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static String logged(Step step) throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            step.run();
        } finally {
            System.setErr(before);
        }
        return logged.toString(StandardCharsets.UTF_8);
    }
}
