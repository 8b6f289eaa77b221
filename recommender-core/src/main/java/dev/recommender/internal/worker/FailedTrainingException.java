package dev.recommender.internal.worker;

import dev.recommender.TrainingException;
import dev.recommender.registry.ModelStatistics;
import org.jspecify.annotations.Nullable;

/** A training has failed for a reason that lies in its request or its files; another attempt would fail again. */
final class FailedTrainingException extends TrainingException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final transient ModelStatistics statistics;

    /**
     * Says what has failed and why.
     *
     * @param what for logs: what could not be done, without anything that stands in the files
     * @param why the rest of the message, which may quote them; may be empty
     */
    FailedTrainingException(String what, String why, ModelStatistics statistics, @Nullable Throwable cause) {
        super(what + why, cause);
        this.what = what;
        this.statistics = statistics;
    }

    /** What could not be done, without anything that stands in the files. */
    String what() {
        return what;
    }

    /** What was read until then. */
    ModelStatistics statistics() {
        return statistics;
    }
}
