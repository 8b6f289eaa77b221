package dev.recommender.internal.util;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Failures in words. */
public final class Failures {
    private Failures() {}

    /** The failure and what caused it, in one line for those who have to do something about it. */
    public static String told(Throwable failure) {
        Set<String> parts = new LinkedHashSet<>();
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            parts.add(at.getClass().getSimpleName() + (at.getMessage() == null ? "" : ": " + at.getMessage()));
        }
        return String.join("; caused by ", parts);
    }
}
