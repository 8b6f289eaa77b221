package dev.recommender.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was done to forget users in the models of a store.
 *
 * @param replaced the models that held one, each with the model that has taken its place; in the order of time
 * @param unread the models that could not be looked into, each with the reason: they may hold the users. Delete them, or
 *     repair what is wrong and forget again
 * @param unknown the users that no model held that could be looked into, in the order in which they were given
 * @param near by unknown users, those that a model holds by the same number with {@code .0}, or without: {@code 17850.0} for
 *     {@code 17850}. They are as they were
 */
public record Forgotten(
        List<Replacement> replaced, Map<ModelId, String> unread, List<String> unknown, Map<String, String> near) {
    public Forgotten {
        replaced = List.copyOf(replaced);
        unknown = List.copyOf(unknown);
        unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
        near = Collections.unmodifiableMap(new LinkedHashMap<>(near));
    }

    /**
     * A model in the place of another, which is deleted.
     *
     * @param model the deleted model
     * @param by the model without the users, and the same otherwise
     * @param aliases the aliases in which it has the deleted model's shares, now or in an earlier revision; by name
     */
    public record Replacement(ModelId model, ModelId by, List<String> aliases) {
        public Replacement {
            aliases = List.copyOf(aliases);
        }
    }
}
