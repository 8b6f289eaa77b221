package dev.recommender;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model comes from.
 *
 * @param libraryVersion the version of this library that trained it
 * @param parameters the effective training parameters by name, in a fixed order; unmodifiable
 * @param events usage events that went in
 * @param users distinct users
 * @param items items that the model knows
 * @param referenceTime the moment that affinities are decayed to; absent if no event had a time
 */
public record ModelMetadata(
        String libraryVersion,
        Map<String, String> parameters,
        long events,
        int users,
        int items,
        Optional<Instant> referenceTime) {
    public ModelMetadata {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
