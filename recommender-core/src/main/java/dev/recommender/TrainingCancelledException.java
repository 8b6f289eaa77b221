package dev.recommender;

/** A training was given up because its thread was interrupted or it was cancelled. Nothing of it is left behind. */
public class TrainingCancelledException extends TrainingException {
    private static final long serialVersionUID = 1;

    public TrainingCancelledException() {
        this("training was cancelled");
    }

    public TrainingCancelledException(String message) {
        super(message);
    }
}
