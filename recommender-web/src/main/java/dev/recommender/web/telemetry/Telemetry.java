package dev.recommender.web.telemetry;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.WorkerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Is told what a server does, for metrics and traces. The parts for models and trainings are listeners of the service and of its
 * workers, which have to be given to them:
 *
 * <pre>{@code
 * Telemetry telemetry = Telemetry.detect();
 * ModelService service = ModelService.builder(store).listener(telemetry.serving()).build();
 * RecommenderHandler handler = RecommenderHandler.builder(service, store).telemetry(telemetry).build();
 * ModelWorker worker = service.worker().listener(telemetry.working()).start();
 * }</pre>
 *
 * <p>Called by many threads at the same time, so implementations must be thread-safe and quick, and return no null. What they throw
 * is logged, once a minute at most for what comes with requests, and otherwise ignored; errors of the virtual machine are thrown on.
 */
public interface Telemetry {
    /** Tells nothing to anybody. */
    static Telemetry none() {
        return new CombinedTelemetry(List.of());
    }

    /** Tells all of these. */
    static Telemetry all(List<Telemetry> parts) {
        return new CombinedTelemetry(parts);
    }

    /**
     * What the libraries on the class path allow: {@link MicrometerBinding#prometheus} if Micrometer's registry for Prometheus is
     * there, and {@link OpenTelemetryBinding#global} if the API of OpenTelemetry is. Looks for them with each call, so call it once,
     * after the application has set up OpenTelemetry, if it does. It sets up nothing by itself.
     */
    static Telemetry detect() {
        List<Telemetry> found = new ArrayList<>();
        if (isPresent("io.micrometer.prometheusmetrics.PrometheusMeterRegistry")) {
            found.add(MicrometerBinding.prometheus());
        }
        if (isPresent("io.opentelemetry.api.GlobalOpenTelemetry")) {
            found.add(OpenTelemetryBinding.global());
        }
        return all(found);
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, Telemetry.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * A request that has come.
     *
     * @param method one of HTTP, or {@link #OTHER}
     * @param scheme {@code http} or {@code https}
     * @param header finds a field of the header by its name
     */
    record Incoming(String method, String scheme, Function<String, Optional<String>> header) {
        /** Stands for every method that no address takes, so that clients cannot invent any number of them. */
        public static final String OTHER = "other";
    }

    /** A request that is being answered; called by the thread that answers it. */
    interface Watch {
        /** Says which address it is, as the pattern of a route: {@code /api/v1/models/{model}}, never with an id. */
        default void route(String pattern) {}

        /** The id of its trace, 32 hexadecimal digits; empty if it has none. */
        default Optional<String> traceId() {
            return Optional.empty();
        }

        /** Says that it has been answered with this status of HTTP. */
        default void end(int status) {}
    }

    /** A request has come. Called by the thread that answers it. */
    default Watch request(Incoming request) {
        return new Watch() {};
    }

    /**
     * A model is asked by the thread that calls this.
     *
     * @return is run by the same thread when the model has answered
     */
    default Runnable scoring(ModelId model) {
        return () -> {};
    }

    /** The request that this thread answers has led to a training. */
    default void trainingRequested(ModelId model) {}

    /** What is to be told of models that are opened. */
    default ProviderListener serving() {
        return ProviderListener.none();
    }

    /** What is to be told of trainings. */
    default WorkerListener working() {
        return WorkerListener.none();
    }

    /**
     * What makes all metrics as Prometheus reads them, in its text format 0.0.4; empty if there are none. Asked for once, when the
     * handler is built; without it the handler leaves {@code /metrics} to others. If what it returns throws, the status is 500.
     */
    default Optional<Supplier<String>> scraper() {
        return Optional.empty();
    }
}
