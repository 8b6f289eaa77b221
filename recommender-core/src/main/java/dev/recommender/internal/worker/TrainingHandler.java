package dev.recommender.internal.worker;

import dev.recommender.internal.worker.Claims.ClaimResult;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a training message asks for, and has it done. One message at a time. */
public final class TrainingHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingHandler.class);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final WorkerStores stores;
    private final WorkerOptions options;
    private final Object lock = new Object();
    private @Nullable TrainingAttempt current;
    private boolean stopping;

    public TrainingHandler(WorkerStores stores, WorkerOptions options) {
        this.stores = stores;
        this.options = options;
    }

    /** Ends the training in progress, if there is one, and gives its message back. */
    public void stop() {
        synchronized (lock) {
            stopping = true;
            if (current != null) {
                current.stop();
            }
        }
    }

    public void handle(Delivery delivery) throws IOException {
        Optional<ModelId> model = ModelMessage.read(delivery.body());
        if (model.isEmpty()) {
            LOG.warn("a training message names no model, and goes to the poison queue");
            stores.poisonedTrainings().send(delivery.body());
            delivery.complete();
            return;
        }
        Optional<ModelRecord> record = stores.registry().find(model.get());
        if (record.isPresent() && !record.get().isReadable()) {
            LOG.warn(
                    "model {} waits for a worker that can read its record: {}",
                    model.get(),
                    record.get().message());
            delivery.abandon(options.backoff().pauseAfter(delivery.attempt()));
            return;
        }
        if (record.isEmpty() || record.get().status().isFinal()) {
            finish(model.get());
            delivery.complete();
            return;
        }
        String token = UUID.randomUUID().toString();
        ClaimResult claim = stores.claims().take(model.get(), token, options.visibility(), options.maxAttempts());
        switch (claim.outcome()) {
            case TAKEN -> attempt(record.get(), token, claim.attempts(), delivery);
            case HELD -> delivery.abandon(within(claim.left()));
            case EXHAUSTED -> {
                String error = claim.error().isEmpty() ? "the worker was lost" : claim.error();
                stores.giveUp(model.get(), claim.attempts(), error);
                stores.finish(model.get());
                delivery.complete();
            }
        }
    }

    private void attempt(ModelRecord record, String token, int number, Delivery delivery) throws IOException {
        TrainingAttempt attempt = new TrainingAttempt(stores, options, record, token, number, delivery);
        synchronized (lock) {
            current = attempt;
            if (stopping) {
                attempt.stop();
            }
        }
        try {
            attempt.run();
        } finally {
            synchronized (lock) {
                current = null;
            }
        }
    }

    /** Finishes what a worker that died, or lost its stores, between completing a model and its message has left. */
    private void finish(ModelId model) throws IOException {
        if (stores.claims().exists(model)) {
            stores.finish(model);
        }
    }

    private static Duration within(Duration left) {
        Duration wait = left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
        return wait.compareTo(WorkQueue.MAX_DELAY) > 0 ? WorkQueue.MAX_DELAY : wait;
    }
}
