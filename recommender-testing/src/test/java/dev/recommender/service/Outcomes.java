package dev.recommender.service;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps how trainings ended. */
final class Outcomes implements WorkerListener {
    private final List<TrainingOutcome> all = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<TrainingOutcome> unseen = new LinkedBlockingQueue<>();

    @Override
    public void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {
        all.add(outcome);
        unseen.add(outcome);
    }

    List<TrainingOutcome> all() {
        return all;
    }

    /** The next outcome that was not returned yet; waits for it. */
    TrainingOutcome next() {
        try {
            return Objects.requireNonNull(unseen.poll(1, TimeUnit.MINUTES), "no training has ended");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
