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
 */
public record Forgotten(List<Replacement> replaced, Map<ModelId, String> unread, List<String> unknown) {
    public Forgotten {
        replaced = List.copyOf(replaced);
        unknown = List.copyOf(unknown);
        unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
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
