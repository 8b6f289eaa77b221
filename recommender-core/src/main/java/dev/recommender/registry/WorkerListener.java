package dev.recommender.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Is called with what a worker does, for metrics and logs. Called by the worker's threads, sometimes at the same time; should return
 * at once. What it throws is logged and otherwise ignored.
 */
public interface WorkerListener {
    /** A listener that does nothing. */
    static WorkerListener none() {
        return new WorkerListener() {};
    }

    /** A listener that tells all of these, in this order. What one of them throws is logged, and the others are told all the same. */
    static WorkerListener all(List<WorkerListener> listeners) {
        return new WorkerListeners(listeners);
    }

    /**
     * A training begins.
     *
     * @param attempt 1 for the first
     */
    default void trainingStarted(ModelId model, int attempt) {}

    /**
     * A training has ended in some way.
     *
     * @param time how long the attempt took
     */
    default void trainingEnded(ModelId model, TrainingOutcome outcome, Duration time) {}

    /**
     * The files of a deleted model were deleted.
     *
     * @param files how many files there were
     */
    default void modelDeleted(ModelId model, int files) {}

    /** A sweep has ended. */
    default void swept(SweepReport report) {}

    /** A store failed or could not be reached; the worker tries again after a pause. */
    default void storeFailed(IOException failure) {}

    /** How an attempt at a training ended. */
    enum TrainingOutcome {
        /** The model is completed. */
        COMPLETED,
        /** The model has failed, for a reason that another attempt would meet again. */
        FAILED,
        /** The attempt has failed; another one will be made. */
        RETRIED,
        /** The last attempt has failed, and so has the model; its message is in the poison queue. */
        GIVEN_UP,
        /** The model was cancelled or deleted during the training, or another worker completed it. */
        CANCELLED,
        /** The worker was stopped; its message is back in the queue. */
        STOPPED,
        /** Another worker has taken over. */
        LOST
    }

    /**
     * What a sweep found.
     *
     * @param requeued models for which a message was sent again
     * @param blobs blobs that were deleted because no model needs them
     */
    record SweepReport(int requeued, int blobs) {}
}
