package dev.recommender.internal.worker;

import dev.recommender.TrainingException;
import dev.recommender.registry.ModelStatistics;
import org.jspecify.annotations.Nullable;

/** A training has failed for a reason that lies in its request or its files; another attempt would fail again. */
final class FailedTrainingException extends TrainingException {
    private static final long serialVersionUID = 1;

    private final transient ModelStatistics statistics;

    FailedTrainingException(String message, ModelStatistics statistics, @Nullable Throwable cause) {
        super(message, cause);
        this.statistics = statistics;
    }

    /** What was read until then. */
    ModelStatistics statistics() {
        return statistics;
    }
}
