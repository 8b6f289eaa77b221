package dev.recommender.registry;

import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import java.util.Collection;
import java.util.Set;

/**
 * JSON is no training request as a whole. What of it could be read is kept, so that what is wrong with that can be told at the
 * same time: {@code dev.recommender.service.ModelService.violations} does.
 */
public final class InvalidRequestException extends InvalidParametersException {
    private static final long serialVersionUID = 1;

    private final transient TrainingRequest readable;
    private final transient Set<String> unread;

    InvalidRequestException(Collection<Violation> violations, TrainingRequest readable, Set<String> unread) {
        super(violations);
        this.readable = readable;
        this.unread = Set.copyOf(unread);
    }

    /** What could be read. All other fields are at their defaults; {@code usage}, which has none, is the text {@code usage}. */
    public TrainingRequest readable() {
        return readable;
    }

    /**
     * The fields of the request that may be meant otherwise than {@link #readable} has them, such as {@code catalog}: they are
     * missing, of a wrong form, or misspelt.
     */
    public Set<String> unread() {
        return unread;
    }
}
