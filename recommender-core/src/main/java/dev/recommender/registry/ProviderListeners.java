package dev.recommender.registry;

import dev.recommender.internal.util.SafeListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells several listeners, in their order. Thread-safe as they are. */
final class ProviderListeners implements ProviderListener {
    private final List<SafeListener<ProviderListener>> all;

    ProviderListeners(List<ProviderListener> all) {
        this.all = all.stream().map(SafeListener::new).toList();
    }

    private void tell(Consumer<ProviderListener> event) {
        all.forEach(listener -> listener.report(event));
    }

    @Override
    public void hit(ModelId model) {
        tell(to -> to.hit(model));
    }

    @Override
    public void loaded(ModelId model, Duration duration, long bytes) {
        tell(to -> to.loaded(model, duration, bytes));
    }

    @Override
    public void loadFailed(ModelId model, Throwable failure) {
        tell(to -> to.loadFailed(model, failure));
    }

    @Override
    public void evicted(ModelId model) {
        tell(to -> to.evicted(model));
    }

    @Override
    public void closed(ModelId model) {
        tell(to -> to.closed(model));
    }

    @Override
    public void rerouted(String alias, List<ModelId> models) {
        tell(to -> to.rerouted(alias, models));
    }

    @Override
    public void rerouteFailed(String alias, Throwable failure) {
        tell(to -> to.rerouteFailed(alias, failure));
    }
}
