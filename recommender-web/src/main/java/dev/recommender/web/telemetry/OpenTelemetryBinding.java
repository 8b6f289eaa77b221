package dev.recommender.web.telemetry;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.WorkerListener;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spans and metrics by OpenTelemetry: a span for each request, in the trace that its field {@code traceparent} names; in it one for
 * each question that a model answers, and for each model that is opened.
 *
 * <p>The trace of a training has the digits of the model's id as its own id. So spans of questions link to the training that made
 * their model, and the request for a training links to it, in whichever process it runs, without anything being stored. Names of
 * attributes are those of the semantic conventions. Metrics have methods, patterns of routes, statuses and outcomes as attributes, and
 * never ids. Where an agent has begun a span for a request, it measures the request, too, so its duration is not recorded here.
 * Shared between threads.
 */
public final class OpenTelemetryBinding implements Telemetry {
    private static final String NAME = "dev.recommender";
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("recommender.model");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("recommender.outcome");
    private static final AttributeKey<Long> BYTES = AttributeKey.longKey("recommender.model.bytes");
    private static final int SERVER_ERROR = 500;
    private static final double NANOS = 1e9;
    /** Those of the semantic conventions, in seconds; without advice OpenTelemetry takes some for milliseconds, from 5 on. */
    private static final List<Double> BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    /** From a tenth of a millisecond to a second. */
    private static final List<Double> SCORING_BUCKETS =
            List.of(0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0);
    /** From a second to a day. */
    private static final List<Double> LONG_BUCKETS =
            List.of(1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 86_400.0);
    /** How the semantic conventions call a method that they do not know, and a span of one. */
    private static final String OTHER = "_OTHER";

    private static final String OTHER_SPAN = "HTTP";
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final TextMapGetter<Incoming> FIELDS = new Fields();

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    private final DoubleHistogram requests;
    private final DoubleHistogram scorings;
    private final DoubleHistogram loads;
    private final DoubleHistogram trainings;

    private OpenTelemetryBinding(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer(NAME);
        Meter meter = telemetry.getMeter(NAME);
        this.requests = histogram(meter, "http.server.request.duration", "Requests that were answered", BUCKETS);
        this.scorings = histogram(
                meter, "recommender.scoring.duration", "Questions that models have answered", SCORING_BUCKETS);
        this.loads = histogram(meter, "recommender.load.duration", "Models that were opened", BUCKETS);
        this.trainings = histogram(
                meter, "recommender.training.duration", "Attempts at trainings that have ended", LONG_BUCKETS);
    }

    private static DoubleHistogram histogram(Meter meter, String name, String description, List<Double> buckets) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    /** Uses this instance, which stays the caller's. */
    public static OpenTelemetryBinding of(OpenTelemetry telemetry) {
        return new OpenTelemetryBinding(telemetry);
    }

    /**
     * Uses the instance of the process, which an agent or the application has set up before. Without one nothing is recorded; one
     * that is set up later is not used.
     */
    public static OpenTelemetryBinding global() {
        return new OpenTelemetryBinding(GlobalOpenTelemetry.getOrNoop());
    }

    /** The trace of a model's training, as others link to it. */
    private static SpanContext trainingOf(ModelId model) {
        String digits = model.toString().replace("-", "");
        return SpanContext.createFromRemoteParent(
                digits.substring(0, TRACE_DIGITS),
                digits.substring(TRACE_DIGITS - SPAN_DIGITS),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    private static final class Fields implements TextMapGetter<Incoming> {
        @Override
        public @Nullable String get(@Nullable Incoming request, String name) {
            return request == null ? null : request.header().apply(name).orElse(null);
        }
    }

    @Override
    public Watch request(Incoming request) {
        // An agent may have begun a span for the same request.
        Context current = Context.current();
        boolean isBegun = Span.fromContext(current).getSpanContext().isValid();
        boolean isOther = request.method().equals(Incoming.OTHER);
        Attributes attributes = Attributes.of(METHOD, isOther ? OTHER : request.method(), SCHEME, request.scheme());
        String name = isOther ? OTHER_SPAN : request.method();
        Span span = tracer.spanBuilder(name)
                .setParent(
                        isBegun
                                ? current
                                : telemetry
                                        .getPropagators()
                                        .getTextMapPropagator()
                                        .extract(current, request, FIELDS))
                .setSpanKind(isBegun ? SpanKind.INTERNAL : SpanKind.SERVER)
                .setAllAttributes(attributes)
                .startSpan();
        return new RequestSpan(name, attributes, span, isBegun);
    }

    /** A request's span, which is the thread's current one until it ends. */
    private final class RequestSpan implements Watch {
        private final String name;
        private final Span span;
        private final boolean isMeasured;
        private final Scope scope;
        private final long start = System.nanoTime();
        private Attributes attributes;

        @SuppressWarnings("MustBeClosedChecker") // closed by end
        RequestSpan(String name, Attributes attributes, Span span, boolean isMeasured) {
            this.name = name;
            this.attributes = attributes;
            this.span = span;
            this.isMeasured = isMeasured;
            this.scope = span.makeCurrent();
        }

        @Override
        public void route(String pattern) {
            attributes = attributes.toBuilder().put(ROUTE, pattern).build();
            span.updateName(name + " " + pattern);
            span.setAttribute(ROUTE, pattern);
        }

        @Override
        public Optional<String> traceId() {
            SpanContext context = span.getSpanContext();
            return context.isValid() ? Optional.of(context.getTraceId()) : Optional.empty();
        }

        @Override
        public void end(int status) {
            // A context that stayed would be that of all later requests of the thread.
            try (scope) {
                AttributesBuilder ended = attributes.toBuilder().put(STATUS, (long) status);
                if (status >= SERVER_ERROR) {
                    ended.put(ERROR, Integer.toString(status));
                    span.setStatus(StatusCode.ERROR);
                }
                Attributes all = ended.build();
                span.setAllAttributes(all);
                if (!isMeasured) {
                    requests.record(seconds(start), all);
                }
            } finally {
                span.end();
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / NANOS;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed by what is returned
    public Runnable scoring(ModelId model) {
        long start = System.nanoTime();
        Span span = tracer.spanBuilder("recommend")
                .addLink(trainingOf(model))
                .setAttribute(MODEL, model.toString())
                .startSpan();
        Scope scope = span.makeCurrent();
        return () -> {
            try (scope) {
                scorings.record(seconds(start));
            } finally {
                span.end();
            }
        };
    }

    @Override
    public void trainingRequested(ModelId model) {
        Span.current().addLink(trainingOf(model)).setAttribute(MODEL, model.toString());
    }

    @Override
    public ProviderListener serving() {
        return new ProviderListener() {
            @Override
            public void loaded(ModelId model, Duration duration, long bytes) {
                loads.record(duration.toNanos() / NANOS);
                Instant end = Instant.now();
                tracer.spanBuilder("open model")
                        .setStartTimestamp(end.minus(duration))
                        .addLink(trainingOf(model))
                        .setAttribute(MODEL, model.toString())
                        .setAttribute(BYTES, bytes)
                        .startSpan()
                        .end(end);
            }

            @Override
            public void loadFailed(ModelId model, Throwable failure) {
                tracer.spanBuilder("open model")
                        .addLink(trainingOf(model))
                        .setAttribute(MODEL, model.toString())
                        .startSpan()
                        .setStatus(StatusCode.ERROR)
                        .recordException(failure)
                        .end();
            }
        };
    }

    @Override
    public WorkerListener working() {
        return new WorkerListener() {
            @Override
            public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
                String name = outcome.name().toLowerCase(Locale.ROOT);
                trainings.record(time.toNanos() / NANOS, Attributes.of(OUTCOME, name));
                Instant end = Instant.now();
                Span span = tracer.spanBuilder("train")
                        .setParent(Context.root().with(Span.wrap(trainingOf(model))))
                        .setStartTimestamp(end.minus(time))
                        .setAttribute(MODEL, model.toString())
                        .setAttribute(OUTCOME, name)
                        .startSpan();
                boolean isFailure = outcome == TrainingOutcome.FAILED
                        || outcome == TrainingOutcome.RETRIED
                        || outcome == TrainingOutcome.GIVEN_UP;
                if (isFailure) {
                    span.setStatus(StatusCode.ERROR, name);
                }
                span.end(end);
            }
        };
    }
}
