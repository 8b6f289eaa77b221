package dev.recommender.internal.registry;

import dev.recommender.internal.util.Json;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRecord.Change;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each change makes of a model's record. All changes are made by one actor, at the time of the clock. */
record ModelChanges(String actor, Clock clock) {
    private static final String TRIMMED = "... [trimmed]";
    private static final String MESSAGE = "message";

    ModelChanges {
        actor = ModelJson.wellFormed(TrainingLedger.requireActor(actor));
    }

    /**
     * A new model.
     *
     * @param created when its training was requested; absent if it is requested now
     */
    ModelRecord created(ModelId id, String description, String request, Optional<Instant> created, String what) {
        requireLength("description", description, TrainingRequest.MAX_DESCRIPTION);
        String text = ModelJson.wellFormed(description);
        String json = object("request", request, TrainingLedger.MAX_REQUEST);
        Instant now = ModelIds.timeOf(id);
        return new ModelRecord(
                id,
                text,
                created.orElse(now),
                ModelStatus.CREATED,
                "",
                json,
                Optional.empty(),
                Optional.empty(),
                List.of(new Change(now, actor, ModelStatus.CREATED, what)));
    }

    ModelRecord started(ModelRecord model, String message) {
        return changed(
                model, ModelStatus.IN_PROGRESS, message, model.statistics(), Optional.empty(), ModelRecord.STARTED);
    }

    ModelRecord reported(ModelRecord model, String message) {
        return changed(model, model.status(), message, model.statistics(), Optional.empty(), MESSAGE);
    }

    ModelRecord completed(ModelRecord model, ModelFile file, String statistics, String message) {
        Optional<String> json = Optional.of(object("statistics", statistics, ModelStatistics.MAX_LENGTH));
        return changed(model, ModelStatus.COMPLETED, message, json, Optional.of(file), "completed");
    }

    ModelRecord givingWay(ModelRecord model, ModelId to) {
        return changed(
                model, model.status(), model.message(), model.statistics(), model.file(), ModelRecord.GIVES_WAY + to);
    }

    ModelRecord finishing(ModelRecord model) {
        return changed(model, model.status(), model.message(), model.statistics(), model.file(), ModelRecord.FINISHES);
    }

    ModelRecord failed(ModelRecord model, String message, Optional<String> statistics) {
        Optional<String> json = statistics.map(text -> object("statistics", text, ModelStatistics.MAX_LENGTH));
        return changed(model, ModelStatus.FAILED, message, json, Optional.empty(), "failed");
    }

    private ModelRecord changed(
            ModelRecord model,
            ModelStatus status,
            String message,
            Optional<String> statistics,
            Optional<ModelFile> file,
            String what) {
        return new ModelRecord(
                model.id(),
                model.description(),
                model.created(),
                status,
                trimmed(message),
                model.request(),
                statistics,
                file,
                with(model.changes(), new Change(clock.instant(), actor, status, what)));
    }

    /** Adds a change; a message takes the place of the one before it, if the same actor wrote both. */
    private static List<Change> with(List<Change> changes, Change change) {
        List<Change> all = new ArrayList<>(changes);
        if (!all.isEmpty() && change.what().equals(MESSAGE)) {
            Change last = all.get(all.size() - 1);
            if (last.what().equals(MESSAGE) && last.by().equals(change.by())) {
                all.remove(all.size() - 1);
            }
        }
        all.add(change);
        if (all.size() > ModelRecord.MAX_CHANGES) {
            all.remove(1);
        }
        return all;
    }

    private static String trimmed(String message) {
        if (message.length() <= ModelRecord.MAX_MESSAGE) {
            return ModelJson.wellFormed(message);
        }
        boolean split = Character.isHighSurrogate(message.charAt(ModelRecord.MAX_MESSAGE - 1));
        return ModelJson.wellFormed(message.substring(0, ModelRecord.MAX_MESSAGE - (split ? 1 : 0))) + TRIMMED;
    }

    private static String object(String name, String json, int most) {
        requireLength(name, json, most);
        return ModelJson.wellFormed(Json.write(ModelJson.object(name, json)));
    }

    private static void requireLength(String name, String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    name + " must have at most " + most + " characters, but has " + text.length());
        }
    }
}
