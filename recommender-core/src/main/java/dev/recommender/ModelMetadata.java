package dev.recommender;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model comes from.
 *
 * @param algorithm the algorithm that trained it; empty if it was put together from elsewhere
 * @param parameters all parameters of the training, with which {@code dev.recommender.models.Models.trainer} trains such a
 *     model again, from the same events, the same catalog and the same choice of {@code keepUnknownItems}
 * @param libraryVersion the version of this library that made it
 * @param events usage events that went in; 0 if nobody said
 * @param users distinct users among them; 0 if nobody said
 * @param items items that the model knows
 * @param histories users whose histories the model holds: less than {@code users} if some were not kept or are forgotten
 * @param counts what else was counted, by name, such as {@code pairs}; unmodifiable
 * @param eventTimes from when to when the events happened; absent if no event had a time, or nobody said
 * @param referenceTime the moment that affinities are decayed to; absent if no event had a time
 * @param keepUnknownItems whether there was a catalog, and events of items that it lacks were trained on, as {@link
 *     TrainingInput#keepUnknownItems} asks for
 */
public record ModelMetadata(
        Optional<String> algorithm,
        Parameters parameters,
        String libraryVersion,
        long events,
        int users,
        int items,
        int histories,
        Map<String, Long> counts,
        Optional<TimeSpan> eventTimes,
        Optional<Instant> referenceTime,
        boolean keepUnknownItems) {
    public ModelMetadata {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
}
