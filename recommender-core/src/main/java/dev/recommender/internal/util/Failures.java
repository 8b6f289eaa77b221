package dev.recommender.internal.util;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Failures as text. */
public final class Failures {
    private Failures() {}

    /** The failure and its causes in one line, for messages to operators. */
    public static String describe(Throwable failure) {
        Set<String> parts = new LinkedHashSet<>();
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            parts.add(at.getClass().getSimpleName() + (at.getMessage() == null ? "" : ": " + at.getMessage()));
        }
        return String.join("; caused by ", parts);
    }
}
