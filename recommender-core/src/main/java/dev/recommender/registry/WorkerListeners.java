package dev.recommender.registry;

import dev.recommender.internal.util.SafeListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells several listeners, in their order. Thread-safe as they are. */
final class WorkerListeners implements WorkerListener {
    private final List<SafeListener<WorkerListener>> all;

    WorkerListeners(List<WorkerListener> all) {
        this.all = all.stream().map(SafeListener::new).toList();
    }

    private void tell(Consumer<WorkerListener> event) {
        all.forEach(listener -> listener.report(event));
    }

    @Override
    public void trainingStarted(ModelId model, int attempt) {
        tell(to -> to.trainingStarted(model, attempt));
    }

    @Override
    public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
        tell(to -> to.trainingEnded(model, outcome, time));
    }

    @Override
    public void modelDeleted(ModelId model, int files) {
        tell(to -> to.modelDeleted(model, files));
    }

    @Override
    public void swept(SweepReport report) {
        tell(to -> to.swept(report));
    }

    @Override
    public void storeFailed(IOException failure) {
        tell(to -> to.storeFailed(failure));
    }
}
