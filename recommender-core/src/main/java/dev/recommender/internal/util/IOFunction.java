package dev.recommender.internal.util;

import java.io.IOException;

/** Makes a value of another, or fails to. */
@FunctionalInterface
public interface IOFunction<A, T> {
    T apply(A argument) throws IOException;
}
