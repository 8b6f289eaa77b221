package dev.recommender.internal.worker;

import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The times of any number of events in bounded memory: all of them, or every second, every fourth and so on. */
final class SampledTimes {
    private static final int MOST = 1 << 22;

    private final int most;
    private long[] times = new long[1024];
    private int size;
    private long stride = 1;
    private long seen;

    SampledTimes() {
        this(MOST);
    }

    /**
     * Prepares.
     *
     * @param most how many times are kept; even
     */
    SampledTimes(int most) {
        this.most = most;
    }

    /** Adds the time of an event, if it has one; always true. */
    boolean add(long time) {
        if (time != UsageEvents.NO_TIME && seen++ % stride == 0) {
            if (size == most) {
                halve();
                if ((seen - 1) % stride != 0) {
                    return true;
                }
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, Math.min(most, 2 * size));
            }
            times[size++] = time;
        }
        return true;
    }

    private void halve() {
        for (int at = 0; 2 * at < size; at++) {
            times[at] = times[2 * at];
        }
        size = (size + 1) / 2;
        stride *= 2;
    }

    /** The moment before which this share of the events happened; empty if none has a time. */
    Optional<Instant> quantile(double share) {
        if (size == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(times, size);
        Arrays.sort(sorted);
        return Optional.of(Instant.ofEpochMilli(sorted[Math.min(size - 1, (int) (share * size))]));
    }
}
