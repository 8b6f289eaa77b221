package dev.recommender.internal.worker;

import dev.recommender.InvalidParametersException;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.worker.Heartbeat.Ending;
import dev.recommender.internal.worker.TrainingJob.Trained;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.service.compat.RetiredStatistics;
import dev.recommender.storage.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at training a model that this worker has claimed, from its start in the registry to whatever end. The trained
 * model is stored under a fresh name, and one change of the registry's record makes it visible: before it nothing is to be
 * seen of the attempt, and of several attempts only one can make it.
 */
final class TrainingAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingAttempt.class);

    private final WorkerStores stores;
    private final WorkerOptions options;
    private final ModelRecord record;
    private final ModelId model;
    private final String token;
    private final int number;
    private final Delivery delivery;
    private final Heartbeat heart;
    private final Retry patiently;

    /** Prepares an attempt; the calling thread is the one that is to run it. */
    TrainingAttempt(
            WorkerStores stores,
            WorkerOptions options,
            ModelRecord record,
            String token,
            int number,
            Delivery delivery) {
        this.stores = stores;
        this.options = options;
        this.record = record;
        this.model = record.id();
        this.token = token;
        this.number = number;
        this.delivery = delivery;
        this.patiently = new Retry(options.retryPause(), TrainingWatch.NONE);
        this.heart = new Heartbeat(model, token, delivery, stores, options);
    }

    /** Has the attempt given up and its message given back, unless it is about to end anyway. */
    void stop() {
        heart.end(Ending.STOPPED);
    }

    /** Runs to the end, which the registry, the claim and the message tell of. */
    void run() throws IOException {
        long start = System.nanoTime();
        options.tell(listener -> listener.trainingStarted(model, number));
        End end = work();
        TrainingOutcome outcome = end.settle();
        LOG.info("training of model {}, attempt {}: {}", model, number, outcome);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        options.tell(listener -> listener.trainingEnded(model, outcome, time));
    }

    /** What remains to be done when the work has ended in some way. */
    @FunctionalInterface
    private interface End {
        TrainingOutcome settle() throws IOException;
    }

    private End work() {
        try {
            heart.start();
            train();
            return this::completed;
        } catch (FailedTrainingException e) {
            return () -> failed(e);
        } catch (UnknownModelException e) {
            return () -> ended(Ending.DELETED);
        } catch (IllegalTransitionException e) {
            return () -> ended(Ending.CANCELLED);
        } catch (IOException | RuntimeException | Error e) {
            Optional<Ending> ending = heart.ending();
            return ending.isPresent() ? () -> ended(ending.get()) : () -> failed(e);
        } finally {
            heart.close();
        }
    }

    private void train() throws IOException {
        stores.registry().start(model, "Starting Model Training");
        TrainingRequest request = request();
        Retry retry = new Retry(options.retryPause(), heart);
        try (WorkFolder folder = WorkFolder.in(options.folder())) {
            Trained trained =
                    new TrainingJob(request, stores.inputs(), folder.path(), heart, retry, options.threads()).run();
            heart.step("Uploading the model");
            ModelFile file = retry.call(() -> stores.provider().store(model, trained.file()));
            heart.disarm();
            complete(file, trained.statistics());
        }
    }

    private TrainingRequest request() {
        try {
            return TrainingRequest.parse(record.parameters());
        } catch (InvalidParametersException e) {
            throw new FailedTrainingException(
                    "The request cannot be read: " + e.getMessage(), RetiredStatistics.nothing(), e);
        }
    }

    /** Makes the model visible. A call whose reply was lost may have done so already; then the record has our file. */
    private void complete(ModelFile file, RetiredStatistics statistics) throws IOException {
        patiently.run(() -> {
            try {
                stores.registry().complete(model, file, statistics.toJson(), "Model Training Completed Successfully");
            } catch (IllegalTransitionException e) {
                if (!stores.registry().get(model).file().equals(Optional.of(file))) {
                    throw e;
                }
            }
        });
    }

    /**
     * Sees to it that the first model to complete is the default, which the registry may have failed to do. If that fails
     * again and again, claim and message stay for a worker to finish with.
     */
    private TrainingOutcome completed() throws IOException {
        try {
            patiently.run(() -> stores.makeDefaultIfNone(model));
        } catch (IOException e) {
            LOG.warn("model {} is completed, but cannot be made the default yet: {}", model, Failures.told(e));
            options.failed(e);
            delivery.abandon(options.backoff(number));
            return TrainingOutcome.COMPLETED;
        }
        stores.forget(model);
        delivery.complete();
        return TrainingOutcome.COMPLETED;
    }

    private TrainingOutcome failed(FailedTrainingException failure) throws IOException {
        stores.fail(model, String.valueOf(failure.getMessage()), Optional.of(failure.statistics()));
        delivery.complete();
        return TrainingOutcome.FAILED;
    }

    private TrainingOutcome failed(Throwable failure) throws IOException {
        LOG.warn("training of model {}, attempt {} of {}, failed", model, number, options.maxAttempts(), failure);
        String error = Failures.told(failure);
        if (!stores.claims().fail(model, token, error)) {
            return ended(Ending.LOST);
        }
        if (number >= options.maxAttempts()) {
            stores.giveUp(model, number, error);
            delivery.complete();
            return TrainingOutcome.GIVEN_UP;
        }
        try {
            String told = "Training #" + number + " out of " + options.maxAttempts() + " failed with exception: ";
            stores.registry().report(model, told + error);
        } catch (UnknownModelException | IllegalTransitionException e) {
            return ended(Ending.CANCELLED);
        }
        delivery.abandon(options.backoff(number));
        return TrainingOutcome.RETRIED;
    }

    private TrainingOutcome ended(Ending ending) throws IOException {
        switch (ending) {
            case DELETED, CANCELLED -> {
                stores.forget(model);
                delivery.complete();
                return TrainingOutcome.CANCELLED;
            }
            case LOST -> {
                delivery.abandon(options.visibility());
                return TrainingOutcome.LOST;
            }
            case STOPPED -> {
                stores.claims().giveBack(model, token);
                delivery.abandon(Duration.ZERO);
                return TrainingOutcome.STOPPED;
            }
        }
        throw new IllegalStateException(ending.name());
    }
}
