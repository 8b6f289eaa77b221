package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.Query;
import dev.recommender.internal.util.Json;

/**
 * How a model of a service answers where the query leaves it open. A query can allow more than the defaults, and never
 * less: it can include seen items, and go without back-filling.
 *
 * @param includeSeen whether items of the user's history and the seeds may be recommended; default: false
 * @param backfill whether popular items fill a short list; default: true
 */
public record AnswerDefaults(boolean includeSeen, boolean backfill) {
    /** Seen items left out, short lists filled. */
    public static final AnswerDefaults STANDARD = new AnswerDefaults(false, true);

    /**
     * The defaults that a model was requested with; {@link #STANDARD} if the request has none. Reads nothing else of
     * the request, so it also reads the defaults of a request that a newer version wrote.
     */
    public static AnswerDefaults of(ModelRecord model) {
        try {
            JsonNode answers = Json.readObject(model.request()).path(TrainingRequestJson.ANSWERS);
            return new AnswerDefaults(
                    answers.path(TrainingRequestJson.INCLUDE_SEEN).asBoolean(STANDARD.includeSeen),
                    answers.path(TrainingRequestJson.BACKFILL).asBoolean(STANDARD.backfill));
        } catch (IllegalArgumentException e) {
            return STANDARD;
        }
    }

    /** The query with these defaults. */
    public Query apply(Query query) {
        Query changed = includeSeen ? query.includeSeen() : query;
        return backfill ? changed : changed.withoutBackfill();
    }
}
