package dev.recommender.csv;

import dev.recommender.EventType;
import dev.recommender.FileLayout.Span;
import dev.recommender.UsageEvents;
import dev.recommender.internal.events.TypeCounts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The spans of the times and weights that were read, and how often each type was. Used by one thread. */
final class Values {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long blankTimes;
    private final TypeCounts types = new TypeCounts();

    void add(long time, double weight) {
        if (time != UsageEvents.NO_TIME) {
            first = Math.min(first, time);
            last = Math.max(last, time);
        } else {
            blankTimes++;
        }
        if (weight < least) {
            least = weight;
        }
        if (weight > greatest) {
            greatest = weight;
        }
    }

    void add(EventType type) {
        types.add(type);
    }

    /** How many events there are of each type, by its name; the types beyond some together. */
    Map<String, Long> types() {
        return types.byName();
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
