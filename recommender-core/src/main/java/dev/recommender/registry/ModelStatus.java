package dev.recommender.registry;

/** How far a model is: created, then in progress, then completed or failed, which are final. */
public enum ModelStatus {
    /** Requested; no worker has begun. */
    CREATED,
    /** A worker has begun; another one may begin again. */
    IN_PROGRESS,
    /** Trained; its file is stored. */
    COMPLETED,
    /** Given up or cancelled; there is no file. */
    FAILED;

    /** Whether it never changes again. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED;
    }

    /** Whether a model of this status may get the next one: only trained models complete, final ones stay as they are. */
    public boolean mayBecome(ModelStatus next) {
        return switch (next) {
            case CREATED -> false;
            case IN_PROGRESS, FAILED -> !isFinal();
            case COMPLETED -> this == IN_PROGRESS;
        };
    }
}
