package dev.recommender.internal.events;

import dev.recommender.internal.util.WideNumber;

/**
 * By which powers of two a user's affinities are divided to be kept as floats: mostly by that of the largest one. An
 * affinity that this would take below the normal range of floats has an exponent of its own.
 */
public final class Exponents {
    /** Stands for the exponent of zero. */
    public static final long NONE = Long.MIN_VALUE;

    /** The least exponent of a user; smaller affinities have exponents of their own. */
    public static final int LEAST_OF_USER = -(1 << 30);

    /** No exponent of an affinity is lower. */
    public static final long LEAST = Long.MIN_VALUE / 2;

    private Exponents() {}

    /** The exponent of a finite number; {@link #NONE} of 0. */
    public static long of(double value) {
        return value == 0 ? NONE : WideNumber.exponentOf(value);
    }

    /**
     * The exponent of a user whose largest affinity and event count have these exponents; at least
     * {@link #LEAST_OF_USER}.
     */
    public static int ofUser(long largestAffinity, long largestEventCount) {
        return (int) Math.max(LEAST_OF_USER, own(largestAffinity, largestEventCount));
    }

    /** The exponent of a cell whose affinity and event count have these exponents: the user's, or its own. */
    public static long ofCell(long user, long affinity, long eventCount) {
        return differs(user, leading(affinity, eventCount)) ? own(affinity, eventCount) : user;
    }

    /** What decides whether a cell has an exponent of its own: that of its affinity, or, if that is 0, its event count. */
    static long leading(long affinity, long eventCount) {
        return affinity == NONE ? eventCount : affinity;
    }

    static boolean differs(long user, long leading) {
        return leading != NONE && leading - user < Float.MIN_EXPONENT;
    }

    /**
     * The exponent that an affinity and an event count are both divided by. It is that of the affinity, or of the event
     * count if the affinity is 0. It is raised where the event count would otherwise leave the range of floats.
     */
    private static long own(long affinity, long eventCount) {
        if (affinity == NONE) {
            return eventCount == NONE ? 0 : eventCount;
        }
        return eventCount == NONE ? affinity : Math.max(affinity, eventCount - (Float.MAX_EXPONENT - 1));
    }
}
