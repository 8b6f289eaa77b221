package dev.recommender.internal.events;

/**
 * The grouped events: what each user took and how much (the affinities), and which items occurred together (the
 * co-occurrence units). Each unit may be cut to its newest items. Both are compressed sparse rows over final indexes,
 * which depend on the events alone:
 *
 * <ul>
 *   <li>users by id, in the order of code points;
 *   <li>items by popularity (the number of units that hold them) descending, then by id. So index order is the order of
 *       popularity, popular rows lie together, and ties of scores resolve to the more popular item.
 * </ul>
 *
 * <p>Sums of doubles depend on their order. So the events of one user and item are added by time, then by weight,
 * regardless of the order in which they came.
 */
public final class Interactions {
    /** Marks an entry of a unit that starts a moment, where order counts: the item's index with this bit. */
    public static final int STARTS_MOMENT = Integer.MIN_VALUE;

    /** User numbers of the log by user index. */
    public final int[] userOrder;
    /** Item numbers of the log by item index. */
    public final int[] itemOrder;
    /** Where each user's pairs start, users + 1 entries. */
    public final int[] userStart;
    /** The distinct items of each user, ascending. */
    public final int[] pairItem;
    /** The affinity of each pair, divided by two to the power of the user's or the pair's own exponent. */
    public final float[] pairAffinity;
    /**
     * The exponent of each user's largest affinity. Affinities of long ago are tiny, far below the range of floats, but
     * only their proportions within a user matter.
     */
    public final int[] userExponent;
    /** The exponents of pairs whose affinities are far below the largest of their user. */
    public final PairExponents pairExponents;
    /**
     * The affinity that each pair would have if each event weighed 1, divided in the same way; empty unless scores are
     * on the rating scale.
     */
    public final float[] pairEventCount;
    /** The time of each pair's newest event; empty unless the model keeps only the newest of a user's history. */
    public final long[] pairTime;
    /** Where each unit's items start, units + 1 entries; the users' own rows where the unit is the user. */
    public final int[] unitStart;
    /**
     * The distinct items of each unit, ascending. Where order counts, the distinct items of each moment of each unit,
     * ascending, moment by moment; each moment's first has the bit {@link #STARTS_MOMENT}.
     */
    public final int[] unitItem;
    /** The number of units that hold each item. */
    public final int[] frequency;
    /** How many items have events; the catalog may have more. */
    public final int itemsWithEvents;
    /** How many units had more items than one may have, and were cut to the newest. */
    public final int cutUnits;
    /** When the events happened, and the moment that affinities are decayed to. */
    public final Timing timing;
    /** The sizes of all of it, and the most similarities that can result from it. */
    public final Sizes sizes;

    public Interactions(
            int[] userOrder,
            int[] itemOrder,
            int[] userStart,
            int[] pairItem,
            float[] pairAffinity,
            int[] userExponent,
            PairExponents pairExponents,
            float[] pairEventCount,
            long[] pairTime,
            int[] unitStart,
            int[] unitItem,
            int[] frequency,
            int itemsWithEvents,
            int cutUnits,
            Timing timing,
            Sizes sizes) {
        this.userOrder = userOrder;
        this.itemOrder = itemOrder;
        this.userStart = userStart;
        this.pairItem = pairItem;
        this.pairAffinity = pairAffinity;
        this.userExponent = userExponent;
        this.pairExponents = pairExponents;
        this.pairEventCount = pairEventCount;
        this.pairTime = pairTime;
        this.unitStart = unitStart;
        this.unitItem = unitItem;
        this.frequency = frequency;
        this.itemsWithEvents = itemsWithEvents;
        this.cutUnits = cutUnits;
        this.timing = timing;
        this.sizes = sizes;
    }

    /** How many items so many units or more hold; they are the first. */
    public int heldBy(int units) {
        int held = 0;
        while (held < frequency.length && frequency[held] >= units) {
            held++;
        }
        return held;
    }

    /** The exponent that a pair of a user is divided by. */
    public long exponent(int user, int pair) {
        return pairExponents.of(pair, userExponent[user]);
    }

    public int users() {
        return userOrder.length;
    }

    public int items() {
        return itemOrder.length;
    }

    public int units() {
        return unitStart.length - 1;
    }

    public int pairs() {
        return userStart[userStart.length - 1];
    }
}
