package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.internal.util.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@link ModelRegistry} knows of a model.
 *
 * @param id the model's id
 * @param description what the requester calls it; may be empty
 * @param created when it was requested; of a model that was made of another, when that one was
 * @param status how far it is
 * @param message the latest progress, result or error; at most {@value #MAX_MESSAGE} characters and a mark that it was cut
 * @param request what was requested, a JSON object: {@link TrainingRequest#parse} reads it, and it has all parameters, unless a
 *     tuning finds them. Of a published model it has {@code algorithm} and {@code parameters} alone
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

    /** What the first change of a model is that a worker is to train. */
    public static final String REQUESTED = "created";

    /** What the change is by which a worker begins to train a model, for the first time or again. */
    public static final String STARTED = "started";

    /** What the first change of a model begins with that takes the place of another, whose id follows. */
    public static final String REPLACES = "made of model ";

    /** What the change of a model in training is that asks its tuning to go on with the best so far. */
    public static final String FINISHES = "asked to finish";

    /** What a change of a completed model begins with that says which model is to take its place; the id follows. */
    public static final String GIVES_WAY = "gives way to model ";

    /** How many changes are kept. */
    public static final int MAX_CHANGES = 100;

    /**
     * The message of a phase: how much of it is done in percent, and what an iteration or a trial of it has reached, as far as that
     * is known.
     */
    private static final Pattern PROGRESS = Pattern.compile("(.*?)(?: ([0-9]{1,3}) %)?"
            + "(?:, iteration ([0-9]{1,9}), loss (\\S+))?(?:, trial ([0-9]{1,9})(?:, best (\\S+))?)?");

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

    /** Whether a worker trains it, rather than that it was published, or made of another model. */
    public boolean isRequested() {
        return !isReadable() || changes.get(0).what().equals(REQUESTED);
    }

    /** The model that this one was made of to take its place, because users are to be forgotten; empty for most models. */
    public Optional<ModelId> replaces() {
        String first = isReadable() ? changes.get(0).what() : "";
        return first.startsWith(REPLACES)
                ? Optional.of(ModelId.parse(first.substring(REPLACES.length())))
                : Optional.empty();
    }

    /** When it was made of another model, because users are to be forgotten; empty for most models. */
    public Optional<Instant> rewritten() {
        return replaces().map(model -> changes.get(0).when());
    }

    /** The model that is to take the place of this one, because users are to be forgotten; it may have failed since. */
    public Optional<ModelId> givesWayTo() {
        return changes.stream()
                .map(Change::what)
                .filter(what -> what.startsWith(GIVES_WAY))
                .reduce((earlier, later) -> later)
                .map(what -> ModelId.parse(what.substring(GIVES_WAY.length())));
    }

    /** What its training is at, in words; empty unless it is in progress. */
    public Optional<String> phase() {
        return status == ModelStatus.IN_PROGRESS ? progress(1).or(() -> Optional.of(message)) : Optional.empty();
    }

    /** How much of the {@link #phase} is done, from 0 to 1; empty if that is not known, or it is not in progress. */
    public OptionalDouble fraction() {
        return progress(2).stream()
                .mapToDouble(percent -> Integer.parseInt(percent) / 100.0)
                .findFirst();
    }

    /** How many iterations are done by an algorithm that learns by such; empty if that is not known, or it is not in progress. */
    public OptionalInt iteration() {
        return progress(3).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /** What the algorithm makes smaller, after the last {@link #iteration}; empty where that is, and if it is no number. */
    public OptionalDouble loss() {
        return number(4);
    }

    /** Which candidate a tuning is trying, from 1; empty if that is not known, or none is in progress. */
    public OptionalInt trial() {
        return progress(5).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /** What the best trial of a tuning has reached so far; empty if that is not known, or none is in progress. */
    public OptionalDouble best() {
        return number(6);
    }

    private OptionalDouble number(int group) {
        try {
            return progress(group).stream()
                    .mapToDouble(Double::parseDouble)
                    .filter(Double::isFinite)
                    .findFirst();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private Optional<String> progress(int group) {
        Matcher progress = PROGRESS.matcher(message);
        return status == ModelStatus.IN_PROGRESS && progress.matches()
                ? Optional.ofNullable(progress.group(group))
                : Optional.empty();
    }

    /**
     * Whether its tuning was asked to go on with the best so far. What was asked before the first attempt holds for all of them.
     * What was asked after an attempt had begun ends with it, also if it was lost already: the next one knows no best so far.
     */
    public boolean isToFinish() {
        boolean asked = false;
        for (Change change : changes) {
            if (change.what().equals(FINISHES)) {
                if (change.status() == ModelStatus.CREATED) {
                    return true;
                }
                asked = true;
            } else if (change.what().equals(STARTED)) {
                asked = false;
            }
        }
        return asked;
    }

    /** Whether the algorithm and the parameters are found by a tuning. */
    public boolean isTuned() {
        return object(request).path(TuningPlan.FIELD).isObject();
    }

    /** The algorithm that has trained it or is to; empty if that is not known, as it is until a tuning has ended. */
    public Optional<String> algorithm() {
        JsonNode from = isTuned() ? object(statistics.orElse("")) : object(request);
        return Optional.ofNullable(from.path("algorithm").textValue()).filter(name -> !name.isEmpty());
    }

    /** The parameters of its training; empty if they are not known, as they are until a tuning has ended. */
    public Parameters parameters() {
        JsonNode from = isTuned() ? object(statistics.orElse("")).path(TuningPlan.FIELD) : object(request);
        try {
            return Parameters.parse(from.path("parameters").toString());
        } catch (IllegalArgumentException | InvalidParametersException e) {
            return Parameters.empty();
        }
    }

    private static JsonNode object(String json) {
        try {
            return Json.readObject(json);
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
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
