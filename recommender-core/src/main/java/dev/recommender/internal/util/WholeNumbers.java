package dev.recommender.internal.util;

import java.util.Optional;

/** Ids that are whole numbers, which tables with gaps write as decimal ones. */
public final class WholeNumbers {
    private static final String POINT_ZERO = ".0";

    private WholeNumbers() {}

    /** The same whole number with {@code .0} if it has none, and without if it has; empty if an id is something else. */
    public static Optional<String> otherwiseWritten(String id) {
        boolean decimal = id.endsWith(POINT_ZERO);
        String whole = decimal ? id.substring(0, id.length() - POINT_ZERO.length()) : id;
        if (whole.isEmpty() || !whole.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(decimal ? whole : whole + POINT_ZERO);
    }
}
