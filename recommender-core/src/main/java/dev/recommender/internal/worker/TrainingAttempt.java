package dev.recommender.internal.worker;

import dev.recommender.InvalidParametersException;
import dev.recommender.SavedModel;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.worker.Heartbeat.Ending;
import dev.recommender.internal.worker.TrainingJob.Trained;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.IOSupplier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at training a model that this worker has claimed, from its start in the registry to its end. The trained model
 * is stored under a fresh name, and one change of the registry's record makes it visible. Nothing is visible of an attempt
 * before that change, and of several attempts only one can make it.
 */
final class TrainingAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingAttempt.class);

    private static final String LOST_WISH = "The search was asked to finish, but the attempt of that time was lost;"
            + " this one has begun anew, with the whole budget.";

    private final WorkerStores stores;
    private final WorkerOptions options;
    private final ModelRecord record;
    private final ModelId model;
    private final String token;
    private final int number;
    private final Delivery delivery;
    private final Heartbeat heart;
    private final Retry uncancelled;
    private Optional<ModelFile> stored = Optional.empty();

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
        this.uncancelled = new Retry(options.transferRetryDelay(), TrainingMonitor.none(), this::storeFailed);
        this.heart = new Heartbeat(model, token, delivery, stores, options);
    }

    /** Ends the attempt and gives its message back, unless it is about to complete. */
    void stop() {
        heart.end(Ending.STOPPED);
    }

    /** Runs, and records the end in the registry, the claim and the message. */
    void run() throws IOException {
        long start = System.nanoTime();
        LOG.info("training of model {}, attempt {}: STARTED", model, number);
        options.listener().report(to -> to.trainingStarted(model, number));
        TrainingOutcome outcome = work().get();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        LOG.info("training of model {}, attempt {}: {} after {} ms", model, number, outcome, time.toMillis());
        options.listener().report(to -> to.trainingEnded(model, outcome, time));
    }

    /** Does the work; returns what remains to be done when it has ended in some way. */
    private IOSupplier<TrainingOutcome> work() {
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
        } catch (Throwable e) {
            // A lack of memory, for instance, is a failed attempt, and the worker lives on.
            Optional<Ending> ending = heart.ending();
            return ending.isPresent() ? () -> ended(ending.get()) : () -> failed(e);
        } finally {
            heart.close();
        }
    }

    private void train() throws IOException {
        if (!record.isRequested()) {
            throw new FailedTrainingException(
                    record.changes().get(0).what() + ", which was cut short",
                    "; do it again",
                    ModelStatistics.none(""),
                    null);
        }
        ModelRecord begun = stores.ledger().start(model, "started");
        heart.begin(begun);
        List<String> lost = lost(begun);
        lost.forEach(note -> LOG.warn("training of model {}, attempt {}: {}", model, number, note));
        TrainingRequest request = request();
        Retry retry = new Retry(options.transferRetryDelay(), heart, failure -> {
            storeFailed(failure);
            heart.progress("the store fails, trying again: " + Failures.describe(failure), 0);
        });
        try (WorkFolder folder = WorkFolder.in(options.folder())) {
            Trained trained = new TrainingJob(
                            request, stores.inputs(), folder.path(), heart, heart::finishing, retry, options.threads())
                    .run();
            heart.progress(Progress.UPLOADING, 0);
            ModelFile file = retry.call(() -> stores.files().store(model, trained.model()));
            stored = Optional.of(file);
            heart.disarm();
            complete(
                    file,
                    trained.statistics().notes(joined(lost, trained.statistics().notes())));
            adopt(file, trained.model());
        }
    }

    /** What was asked of an earlier attempt and went with it, in words; nothing if this attempt knows it. */
    private static List<String> lost(ModelRecord model) {
        boolean asked =
                model.changes().stream().anyMatch(change -> change.what().equals(ModelRecord.FINISHES));
        return asked && !model.isToFinish() ? List.of(LOST_WISH) : List.of();
    }

    private static List<String> joined(List<String> first, List<String> others) {
        return Stream.concat(first.stream(), others.stream()).toList();
    }

    private void storeFailed(IOException failure) {
        LOG.warn("training of model {}: the store fails, trying again: {}", model, Failures.describe(failure));
        options.storeFailed(failure);
    }

    private TrainingRequest request() {
        try {
            return TrainingRequest.parse(record.request());
        } catch (InvalidParametersException e) {
            throw new FailedTrainingException(
                    "the request cannot be read", ": " + e.getMessage(), ModelStatistics.none(""), e);
        }
    }

    /** Makes the model visible. A call whose reply was lost may have done so already; then the record has our file. */
    private void complete(ModelFile file, ModelStatistics statistics) throws IOException {
        uncancelled.run(() -> {
            try {
                stores.ledger().complete(model, file, statistics.toJson(), "completed");
            } catch (IllegalTransitionException e) {
                if (!stores.registry().get(model).file().equals(Optional.of(file))) {
                    throw e;
                }
            }
        });
    }

    /** Leaves the model's file where the provider of this machine finds it, so that it is not downloaded. */
    private void adopt(ModelFile file, SavedModel saved) {
        try {
            stores.provider().adopt(model, file, saved.file());
        } catch (IOException e) {
            LOG.warn("model {} will be downloaded when it is opened here: {}", model, Failures.describe(e));
        }
    }

    /** Settles the model. If that fails repeatedly, claim and message stay for a worker to finish with. */
    private TrainingOutcome completed() throws IOException {
        try {
            uncancelled.run(() -> stores.settleStored(model));
        } catch (IOException e) {
            LOG.warn("model {} is completed, but not settled yet: {}", model, Failures.describe(e));
            options.storeFailed(e);
            delivery.abandon(options.backoff().pauseAfter(number));
            return TrainingOutcome.COMPLETED;
        }
        delivery.complete();
        return TrainingOutcome.COMPLETED;
    }

    private TrainingOutcome failed(FailedTrainingException failure) throws IOException {
        // The message of the model says why. It may quote the files, and nobody forgets users in logs.
        LOG.warn("training of model {}, attempt {}, failed: {}; its message says why", model, number, failure.what());
        boolean failed = stores.fail(model, String.valueOf(failure.getMessage()), Optional.of(failure.statistics()));
        return finished(failed ? TrainingOutcome.FAILED : TrainingOutcome.CANCELLED);
    }

    private TrainingOutcome failed(Throwable failure) throws IOException {
        LOG.warn("training of model {}, attempt {} of {}, failed", model, number, options.maxAttempts(), failure);
        String error = Failures.describe(failure);
        if (!stores.claims().fail(model, token, error)) {
            return ended(Ending.LOST);
        }
        if (number >= options.maxAttempts()) {
            boolean failed = stores.giveUp(model, number, error);
            return finished(failed ? TrainingOutcome.GIVEN_UP : TrainingOutcome.CANCELLED);
        }
        try {
            stores.ledger().report(model, "attempt " + number + " of " + options.maxAttempts() + " failed: " + error);
        } catch (UnknownModelException | IllegalTransitionException e) {
            return finished(TrainingOutcome.CANCELLED);
        }
        delivery.abandon(options.backoff().pauseAfter(number));
        return TrainingOutcome.RETRIED;
    }

    private TrainingOutcome ended(Ending ending) throws IOException {
        switch (ending) {
            case DELETED, CANCELLED -> {
                return finished(TrainingOutcome.CANCELLED);
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

    /**
     * Finishes with a model that is final or gone. It may be completed although this attempt has failed: by another worker,
     * or by this attempt itself, if what failed was the reply to that.
     *
     * @param outcome of this attempt, if it has not completed the model
     */
    private TrainingOutcome finished(TrainingOutcome outcome) throws IOException {
        Optional<ModelRecord> found = uncancelled.call(() -> stores.finish(model));
        if (found.isPresent() && !found.get().isReadable()) {
            // The message waits for a worker that can read the record.
            delivery.abandon(options.backoff().pauseAfter(number));
            return TrainingOutcome.RETRIED;
        }
        delivery.complete();
        boolean ours = stored.isPresent() && found.flatMap(ModelRecord::file).equals(stored);
        return ours ? TrainingOutcome.COMPLETED : outcome;
    }
}
