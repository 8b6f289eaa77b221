package dev.recommender.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives something that has to be read from, or asked of, a store.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface IOSupplier<T extends @Nullable Object> {
    /** Gives it. */
    T get() throws IOException;
}
