package dev.recommender.internal.util;

import java.io.IOException;

/** Gives a value, or fails to. */
@FunctionalInterface
public interface IOSupplier<T> {
    T get() throws IOException;
}
