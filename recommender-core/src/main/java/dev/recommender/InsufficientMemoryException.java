package dev.recommender;

/**
 * A training was not started, or was stopped, because it would need more memory than it may take. The message names the
 * memory that it needs, what causes the need, and the remedies. Nothing of the training is left behind.
 */
public class InsufficientMemoryException extends TrainingException {
    private static final long serialVersionUID = 1;

    private final long neededBytes;
    private final long budgetBytes;

    public InsufficientMemoryException(String message, long neededBytes, long budgetBytes) {
        super(message);
        this.neededBytes = neededBytes;
        this.budgetBytes = budgetBytes;
    }

    /** How many bytes the training is estimated to need. */
    public long neededBytes() {
        return neededBytes;
    }

    /** How many bytes it may take. */
    public long budgetBytes() {
        return budgetBytes;
    }
}
