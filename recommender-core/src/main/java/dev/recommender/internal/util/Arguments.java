package dev.recommender.internal.util;

import java.time.Duration;
import java.time.Instant;

/** Checks of what callers pass in; each message repeats the name and the value. */
public final class Arguments {
    // Milliseconds since 1970 as a long. The least long stands for no time.
    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE + 1);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private Arguments() {}

    public static String requireId(String name, String id) {
        requireNonNull(name, id);
        if (id.isBlank()) {
            throw new RefusedValueException(name + " must not be blank: \"" + id + "\"", name, id, "must not be blank");
        }
        int half = unpairedSurrogate(id);
        if (half >= 0) {
            String place = " must be text, but has half of a surrogate pair as character " + (half + 1);
            throw new RefusedValueException(
                    name + place + String.format(": \\u%04x", (int) id.charAt(half)),
                    name,
                    "",
                    "must be text, without halves of surrogate pairs");
        }
        return id;
    }

    /** The place of a char that is half of a character, which no encoding has; −1 if there is none. */
    public static int unpairedSurrogate(CharSequence text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean paired = Character.isHighSurrogate(c)
                    ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                    : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
            if (Character.isSurrogate(c) && !paired) {
                return at;
            }
        }
        return -1;
    }

    public static <T> T requireNonNull(String name, T value) {
        if (value == null) {
            throw new NullPointerException(name + " must not be null");
        }
        return value;
    }

    public static double requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw refused(name, "must be finite", value);
        }
        return value;
    }

    /** Weights of the range of floats: no sum of products of two such numbers overflows. */
    public static double requireWeight(String name, double weight) {
        if (!(Math.abs(weight) <= Float.MAX_VALUE)) {
            throw refused(name, "must lie between -" + Float.MAX_VALUE + " and " + Float.MAX_VALUE, weight);
        }
        return weight;
    }

    public static Instant requireMillis(String name, Instant time) {
        requireNonNull(name, time);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw refused(
                    name,
                    "must lie between " + EARLIEST + " and " + LATEST
                            + ", which milliseconds can express; leave the time out instead",
                    time);
        }
        return time;
    }

    public static int requireAtLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw refused(name, "must be at least " + minimum, value);
        }
        return value;
    }

    public static long requireAtLeast(String name, long value, long minimum) {
        if (value < minimum) {
            throw refused(name, "must be at least " + minimum, value);
        }
        return value;
    }

    public static Duration requirePositive(String name, Duration value) {
        requireNonNull(name, value);
        if (value.isNegative() || value.isZero()) {
            throw refused(name, "must be positive", value);
        }
        return value;
    }

    /** A span of time that milliseconds can count. */
    public static Duration requirePositiveMillis(String name, Duration value) {
        requirePositive(name, value);
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw refused(name, "must be from a millisecond to 292 million years", value);
        }
        return value;
    }

    public static double requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw refused(name, "must be from 0 to 1", value);
        }
        return value;
    }

    private static RefusedValueException refused(String name, String allowed, Object value) {
        return new RefusedValueException(name + " " + allowed + ": " + value, name, value.toString(), allowed);
    }
}
