package dev.recommender.csv;

import dev.recommender.FileLayout.Span;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.Optional;

/** The spans of the times and weights that were read. Used by one thread. */
final class Values {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long blankTimes;

    void add(long time, double weight, boolean timed) {
        if (time != UsageEvents.NO_TIME) {
            first = Math.min(first, time);
            last = Math.max(last, time);
        } else if (timed) {
            blankTimes++;
        }
        if (weight < least) {
            least = weight;
        }
        if (weight > greatest) {
            greatest = weight;
        }
    }

    Optional<Span<Instant>> times() {
        return first > last
                ? Optional.empty()
                : Optional.of(new Span<>(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last)));
    }

    Optional<Span<Double>> weights() {
        return least > greatest ? Optional.empty() : Optional.of(new Span<>(least, greatest));
    }

    long blankTimes() {
        return blankTimes;
    }
}
