package dev.recommender.internal.events;

import dev.recommender.UsageEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the pairs that are so much older than the newest of their user that they take an {@linkplain PairExponents
 * exponent of their own}: what memory these take is to be known beforehand. Differences of weights are not looked at.
 * Used by one thread.
 */
public final class LongAgo {
    /** Floats reach 126 half-lives far; weights differ, too. */
    private static final int HALF_LIVES = 100;

    private final double distance;
    private final boolean possible;
    private final long reference;
    private final int[] lastUser;
    private final long[] newest;
    private int user;

    /**
     * For events of such times.
     *
     * @param items how many items there are
     */
    public LongAgo(Optional<Duration> halfLife, EventTimes times, int items) {
        OptionalLong moment = times.reference();
        this.distance =
                halfLife.map(span -> (double) HALF_LIVES * span.toMillis()).orElse(Double.POSITIVE_INFINITY);
        this.reference = moment.orElse(0);
        this.possible = moment.isPresent()
                && times.first().isPresent()
                && (double) reference - times.first().getAsLong() > distance;
        this.lastUser = new int[possible ? items : 0];
        this.newest = new long[possible ? items : 0];
    }

    /** Whether there can be such pairs; if not, nothing need be counted. */
    public boolean possible() {
        return possible;
    }

    /** How many such pairs the next user has, all of whose events these are. */
    public int count(int[] items, long[] times, int start, int end) {
        user++;
        long last = Long.MIN_VALUE;
        for (int at = start; at < end; at++) {
            int item = items[at];
            long time = times[at] == UsageEvents.NO_TIME ? reference : Math.min(times[at], reference);
            newest[item] = lastUser[item] == user ? Math.max(newest[item], time) : time;
            lastUser[item] = user;
            last = Math.max(last, time);
        }
        int count = 0;
        for (int at = start; at < end; at++) {
            int item = items[at];
            if (lastUser[item] == user && (double) last - newest[item] > distance) {
                lastUser[item] = 0;
                count++;
            }
        }
        return count;
    }
}
