package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.time.Instant;

/**
 * From when to when events happened.
 *
 * @param first the time of the first event
 * @param last the time of the last event; not before the first
 */
public record TimeSpan(Instant first, Instant last) {
    public TimeSpan {
        Arguments.requireMillis("first", first);
        Arguments.requireMillis("last", last);
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("last must not be before first, " + first + ": " + last);
        }
    }

    /** Both times, for people. */
    @Override
    public String toString() {
        return first + " to " + last;
    }
}
