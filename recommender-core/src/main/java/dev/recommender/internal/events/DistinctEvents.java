package dev.recommender.internal.events;

import java.util.Arrays;

/**
 * A table of distinct users and items with the time of the newest event, or of distinct users, items and instants. Takes
 * one share of the events after the other, so that it can be small. Used by one thread.
 */
final class DistinctEvents {
    /** Into how many shares events are divided. */
    static final int SHARES = 16;

    private static final int FIRST = 1 << 12;

    private final boolean everyInstant;
    /** User and item of each slot, plus 1; 0 where empty. */
    private long[] pairs = new long[FIRST];

    private long[] times = new long[FIRST];
    private int size;

    DistinctEvents(boolean everyInstant) {
        this.everyInstant = everyInstant;
    }

    /** Takes the events. */
    @FunctionalInterface
    interface Sink {
        void event(int user, int item, long time);
    }

    /** Adds the events of a block that are of one share. */
    void addShare(EventBlock block, int share) {
        for (int at = 0; at < block.size(); at++) {
            long pair = (long) block.user(at) << 32 | block.item(at);
            long hash = hash(pair, block.time(at));
            if ((hash & SHARES - 1) == share) {
                add(pair, block.time(at), hash);
            }
        }
    }

    /** Gives all events to a sink; there are none afterwards. */
    void drainTo(Sink sink) {
        for (int slot = 0; slot < pairs.length; slot++) {
            if (pairs[slot] != 0) {
                long pair = pairs[slot] - 1;
                sink.event((int) (pair >>> 32), (int) pair, times[slot]);
            }
        }
        Arrays.fill(pairs, 0);
        size = 0;
    }

    private void add(long pair, long time, long hash) {
        int slot = (int) (hash >>> 32) & pairs.length - 1;
        while (pairs[slot] != 0 && (pairs[slot] != pair + 1 || everyInstant && times[slot] != time)) {
            slot = slot + 1 & pairs.length - 1;
        }
        if (pairs[slot] != 0) {
            times[slot] = Math.max(times[slot], time);
            return;
        }
        pairs[slot] = pair + 1;
        times[slot] = time;
        if (++size > pairs.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldPairs = pairs;
        long[] oldTimes = times;
        pairs = new long[2 * oldPairs.length];
        times = new long[pairs.length];
        size = 0;
        for (int slot = 0; slot < oldPairs.length; slot++) {
            if (oldPairs[slot] != 0) {
                long pair = oldPairs[slot] - 1;
                add(pair, oldTimes[slot], hash(pair, oldTimes[slot]));
            }
        }
    }

    private long hash(long pair, long time) {
        long hash = pair * 0x9E3779B97F4A7C15L + (everyInstant ? time * 0xBF58476D1CE4E5B9L : 0);
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }
}
