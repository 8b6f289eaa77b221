package dev.recommender.internal.registry;

import dev.recommender.registry.Alias;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelId;
import java.util.Locale;
import java.util.Optional;

/**
 * The keys of the registry's records. A model's key begins with the difference between the largest time and its id's
 * time, so that ascending keys are descending times.
 */
public final class RegistryKeys {
    static final String MODELS = "registry/models/";
    static final String ALIASES = "registry/alias-";

    private static final int TIME_DIGITS = 12;
    private static final long LARGEST_TIME = (1L << 4 * TIME_DIGITS) - 1;

    private RegistryKeys() {}

    public static String of(ModelId id) {
        long time = ModelIds.millisOf(id);
        return MODELS + String.format(Locale.ROOT, "%012x", LARGEST_TIME - time) + "-" + id;
    }

    /** The model of a key that {@link #of} made; empty if it did not make it. */
    static Optional<ModelId> modelOf(String key) {
        try {
            ModelId id = ModelId.parse(key.substring(Math.min(key.length(), MODELS.length() + TIME_DIGITS + 1)));
            return Optional.of(id).filter(model -> of(model).equals(key));
        } catch (InvalidModelIdException e) {
            return Optional.empty();
        }
    }

    static String ofAlias(String name) {
        return ALIASES + Alias.requireName(name);
    }

    /** The name of a key that {@link #ofAlias} made; empty if it did not make it. */
    static Optional<String> aliasOf(String key) {
        try {
            return Optional.of(Alias.requireName(key.substring(ALIASES.length())));
        } catch (InvalidAliasException e) {
            return Optional.empty();
        }
    }
}
