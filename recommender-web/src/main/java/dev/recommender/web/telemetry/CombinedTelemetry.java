package dev.recommender.web.telemetry;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.WorkerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tells several, in their order. What one of them throws is logged, and the others are told all the same. Thread-safe as they are. */
final class CombinedTelemetry implements Telemetry {
    private static final Watch UNWATCHED = new Watch() {};

    private final List<Telemetry> parts;
    private final Complaints complaints;

    CombinedTelemetry(List<Telemetry> parts) {
        this(parts, System::nanoTime);
    }

    /** With a clock in nanoseconds. */
    CombinedTelemetry(List<Telemetry> parts, LongSupplier clock) {
        this.parts = parts.stream()
                .flatMap(part -> part instanceof CombinedTelemetry several ? several.parts.stream() : Stream.of(part))
                .toList();
        this.complaints = new Complaints(clock);
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
        return parts.isEmpty() ? ProviderListener.none() : ProviderListener.all(collect(Telemetry::serving));
    }

    @Override
    public WorkerListener working() {
        return parts.isEmpty() ? WorkerListener.none() : WorkerListener.all(collect(Telemetry::working));
    }

    @Override
    public Optional<Supplier<String>> scraper() {
        return collect(Telemetry::scraper).stream().flatMap(Optional::stream).findFirst();
    }

    /** What the parts return, without those that fail or return null. */
    private <T> List<T> collect(Function<Telemetry, T> asked) {
        List<T> collected = new ArrayList<>(parts.size());
        tell(parts, part -> collected.add(Objects.requireNonNull(asked.apply(part), "null was returned")));
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

    private <T> void tell(List<T> all, Consumer<T> event) {
        for (T one : all) {
            try {
                event.accept(one);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                complaints.add(one.getClass(), e);
            }
        }
    }

    private final class Watches implements Watch {
        private final List<Watch> all;

        Watches(List<Watch> all) {
            this.all = all;
        }

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
}
