package dev.recommender.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes something of something else, for which a store is asked.
 *
 * @param <A> what it is given
 * @param <T> what it gives
 */
@FunctionalInterface
public interface IOFunction<A extends @Nullable Object, T extends @Nullable Object> {
    /** Makes it. */
    T apply(A given) throws IOException;
}
