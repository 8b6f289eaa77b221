package dev.recommender.csv;

import dev.recommender.EventType;
import dev.recommender.FileLayout.Span;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The spans of the times and weights that were read, and how often each type was. Used by one thread. */
final class Values {
    private static final int MAX_TYPES = 100;

    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long blankTimes;
    private final Map<EventType, Long> types = new HashMap<>();
    private EventType lastType = EventType.CUSTOM;
    private long ofLastType;
    private long ofOtherTypes;

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

    void add(EventType type) {
        if (!type.equals(lastType)) {
            countLastType();
            lastType = type;
        }
        ofLastType++;
    }

    private void countLastType() {
        if (ofLastType > 0) {
            if (types.size() < MAX_TYPES || types.containsKey(lastType)) {
                types.merge(lastType, ofLastType, Long::sum);
            } else {
                ofOtherTypes += ofLastType;
            }
            ofLastType = 0;
        }
    }

    /** How many events there are of each type, by its name; the types beyond some together. */
    Map<String, Long> types() {
        countLastType();
        Map<String, Long> named = new HashMap<>();
        types.forEach((type, count) -> named.put(type.name(), count));
        if (ofOtherTypes > 0) {
            named.merge("others", ofOtherTypes, Long::sum);
        }
        return named;
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
