package dev.recommender.internal.serving;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ProviderListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Records what a provider reports. */
final class ProviderEvents implements ProviderListener {
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private final AtomicLong hits = new AtomicLong();

    /** How many hits there were. */
    long hits() {
        return hits.get();
    }

    /** What else there was, in order. */
    List<String> events() {
        return List.copyOf(events);
    }

    long count(String event) {
        return events().stream().filter(event::equals).count();
    }

    long countOf(String kind) {
        return events().stream().filter(event -> event.startsWith(kind + " ")).count();
    }

    @Override
    public void hit(ModelId model) {
        if (!events.contains("loaded " + model)) {
            events.add("hit before load " + model);
        }
        hits.incrementAndGet();
    }

    @Override
    public void loaded(ModelId model, Duration duration, long bytes) {
        events.add("loaded " + model + (duration.isNegative() || bytes < 1 ? " wrongly" : ""));
    }

    @Override
    public void loadFailed(ModelId model, Throwable failure) {
        events.add("failed " + model);
    }

    @Override
    public void evicted(ModelId model) {
        events.add("evicted " + model);
    }

    @Override
    public void closed(ModelId model) {
        events.add("closed " + model);
    }

    @Override
    public void rerouted(String alias, List<ModelId> models) {
        events.add("rerouted " + alias + " to "
                + models.stream().map(ModelId::toString).collect(Collectors.joining(" ")));
    }

    @Override
    public void rerouteFailed(String alias, Throwable failure) {
        events.add("not rerouted " + alias);
    }
}
