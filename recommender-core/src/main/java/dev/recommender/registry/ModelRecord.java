package dev.recommender.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ModelRegistry} knows of a model.
 *
 * @param id the model's id
 * @param description what the requester calls it; may be empty
 * @param created when it was requested
 * @param status how far it is
 * @param message the latest progress, result or error; at most {@value #MAX_MESSAGE} characters and a mark that it was cut
 * @param request what was requested, a JSON object: {@link TrainingRequest#parse} reads it, and it has all parameters
 * @param statistics what its training counted and measured, a JSON object that {@link ModelStatistics#parse} reads; absent
 *     until it ends
 * @param file the trained model; present if and only if it is completed
 * @param changes who changed what and when, oldest first: each change of the status, and the latest of each series of
 *     messages. Of more than {@value #MAX_CHANGES} the first is kept and the newest. Empty if the record cannot be read
 */
public record ModelRecord(
        ModelId id,
        String description,
        Instant created,
        ModelStatus status,
        String message,
        String request,
        Optional<String> statistics,
        Optional<ModelFile> file,
        List<Change> changes) {
    /** The longest message that is kept whole. */
    public static final int MAX_MESSAGE = 10_000;

    /** How many changes are kept. */
    public static final int MAX_CHANGES = 100;

    public ModelRecord {
        changes = List.copyOf(changes);
    }

    /**
     * Whether the registry could read the model's record. One that is damaged or was written by a newer version shows as
     * failed, with a message that says so. Its real status is not known, so nothing may be deleted for it.
     */
    public boolean isReadable() {
        return !changes.isEmpty();
    }

    /**
     * A change of a model.
     *
     * @param when when it was made, by the clock of who made it
     * @param by who made it
     * @param status the status that it gave or left
     * @param what what was done
     */
    public record Change(Instant when, String by, ModelStatus status, String what) {}
}
