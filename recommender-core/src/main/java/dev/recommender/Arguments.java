package dev.recommender;

import java.util.Locale;

/** Checks of what callers pass in; each message repeats the name and the value. */
final class Arguments {
    private Arguments() {}

    static String requireId(String name, String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank: \"" + id + "\"");
        }
        return id;
    }

    static double requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite: " + value);
        }
        return value;
    }

    static int requireAtLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be at least %d: %d", name, minimum, value));
        }
        return value;
    }

    static double requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1: " + value);
        }
        return value;
    }
}
