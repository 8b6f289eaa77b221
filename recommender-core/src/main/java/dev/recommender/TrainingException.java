package dev.recommender;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model cannot be trained from what was given. */
public class TrainingException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private transient volatile @Nullable ParsingReport report;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What the reader of the usage events accepted and rejected, if the training failed after they were read. */
    public Optional<ParsingReport> report() {
        return Optional.ofNullable(report);
    }

    /**
     * Adds what was read of the usage events, unless it is there already, as {@link #initCause} adds a cause.
     *
     * @return this exception
     */
    public TrainingException initReport(ParsingReport read) {
        if (report == null) {
            report = read;
        }
        return this;
    }
}
