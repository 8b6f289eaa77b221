package dev.recommender.web.telemetry;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.WorkerListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several, in their order. What one of them throws is logged, and the others are told all the same. Thread-safe as they are. */
final class CombinedTelemetry implements Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger(CombinedTelemetry.class);
    private static final Watch UNWATCHED = new Watch() {};

    private final List<Telemetry> parts;

    CombinedTelemetry(List<Telemetry> parts) {
        this.parts = parts.stream()
                .flatMap(part -> part instanceof CombinedTelemetry several ? several.parts.stream() : Stream.of(part))
                .toList();
    }

    @Override
    public Watch request(Incoming request) {
        return parts.isEmpty() ? UNWATCHED : new Watches(collect(part -> part.request(request)));
    }

    @Override
    public Runnable scoring(ModelId model) {
        if (parts.isEmpty()) {
            return () -> {};
        }
        List<Runnable> ends = collect(part -> part.scoring(model));
        return () -> tell(reversed(ends), Runnable::run);
    }

    @Override
    public void trainingRequested(ModelId model) {
        tell(parts, part -> part.trainingRequested(model));
    }

    @Override
    public ProviderListener serving() {
        return parts.isEmpty() ? ProviderListener.none() : new Serving(collect(Telemetry::serving));
    }

    @Override
    public WorkerListener working() {
        return parts.isEmpty() ? WorkerListener.none() : new Working(collect(Telemetry::working));
    }

    @Override
    public Optional<String> scrape() {
        return parts.stream().map(Telemetry::scrape).flatMap(Optional::stream).findFirst();
    }

    private <T> List<T> collect(Function<Telemetry, T> asked) {
        List<T> collected = new ArrayList<>(parts.size());
        tell(parts, part -> collected.add(asked.apply(part)));
        return collected;
    }

    /** What was begun last ends first, as contexts of threads require. */
    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list.size());
        for (int at = list.size() - 1; at >= 0; at--) {
            reversed.add(list.get(at));
        }
        return reversed;
    }

    private static <T> void tell(List<T> all, Consumer<T> event) {
        for (T one : all) {
            try {
                event.accept(one);
            } catch (Throwable e) {
                LOG.warn("{} failed", one.getClass().getName(), e);
            }
        }
    }

    private record Watches(List<Watch> all) implements Watch {
        @Override
        public void route(String pattern) {
            tell(all, watch -> watch.route(pattern));
        }

        @Override
        public Optional<String> traceId() {
            List<String> ids = new ArrayList<>(1);
            tell(all, watch -> watch.traceId().ifPresent(ids::add));
            return ids.stream().findFirst();
        }

        @Override
        public void end(int status) {
            tell(reversed(all), watch -> watch.end(status));
        }
    }

    private record Serving(List<ProviderListener> all) implements ProviderListener {
        @Override
        public void hit(ModelId model) {
            tell(all, to -> to.hit(model));
        }

        @Override
        public void loaded(ModelId model, Duration duration, long bytes) {
            tell(all, to -> to.loaded(model, duration, bytes));
        }

        @Override
        public void loadFailed(ModelId model, Throwable failure) {
            tell(all, to -> to.loadFailed(model, failure));
        }

        @Override
        public void evicted(ModelId model) {
            tell(all, to -> to.evicted(model));
        }

        @Override
        public void closed(ModelId model) {
            tell(all, to -> to.closed(model));
        }

        @Override
        public void rerouted(String alias, List<ModelId> models) {
            tell(all, to -> to.rerouted(alias, models));
        }

        @Override
        public void rerouteFailed(String alias, Throwable failure) {
            tell(all, to -> to.rerouteFailed(alias, failure));
        }
    }

    private record Working(List<WorkerListener> all) implements WorkerListener {
        @Override
        public void trainingStarted(ModelId model, int attempt) {
            tell(all, to -> to.trainingStarted(model, attempt));
        }

        @Override
        public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
            tell(all, to -> to.trainingEnded(model, outcome, time));
        }

        @Override
        public void modelDeleted(ModelId model, int files) {
            tell(all, to -> to.modelDeleted(model, files));
        }

        @Override
        public void swept(SweepReport report) {
            tell(all, to -> to.swept(report));
        }

        @Override
        public void storeFailed(IOException failure) {
            tell(all, to -> to.storeFailed(failure));
        }
    }
}
