package dev.recommender.internal.counting;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.tasks.TrainingThreads;

/**
 * Counts how closely items follow a seed. A unit in which an item comes d moments after the seed counts 1/d for it, by the
 * smallest such d, up to a largest distance. This is the sequential rule of Ludewig and Jannach (Evaluation of
 * session-based recommendation algorithms, 2018), with each pair counted once per unit.
 *
 * <p>Reciprocals are added as whole numbers, over a common multiple of all distances. So sums are exact, whatever their
 * order.
 *
 * <p>Cost: for each moment of each unit, its items times those of the next moments up to the distance. Memory: 8 bytes per
 * unit entry. Each thread takes 24 bytes per item.
 */
public final class Successions implements UnitCounts {
    /** The largest distance: sums over two billion units of the least common multiple of larger ones would not fit a long. */
    public static final int MAX_DISTANCE = 20;

    private final int[] unitStart;
    private final int[] unitItem;
    private final int[] postingStart;
    private final int[] postingUnit;
    private final int[] postingEntry;
    private final int[] units;
    private final long[] shares;
    private final TrainingThreads work;

    /**
     * Prepares counting.
     *
     * @param interactions with units in which order counts
     * @param maxDistance from 1 to {@link #MAX_DISTANCE}
     */
    public Successions(Interactions interactions, int maxDistance, TrainingThreads work) {
        this.unitStart = interactions.unitStart;
        this.unitItem = interactions.unitItem;
        this.units = interactions.frequency;
        this.shares = shares(maxDistance);
        this.work = work;
        this.postingStart = new int[interactions.items() + 1];
        for (int entry : unitItem) {
            postingStart[item(entry) + 1]++;
        }
        for (int item = 0; item < interactions.items(); item++) {
            postingStart[item + 1] += postingStart[item];
        }
        this.postingUnit = new int[unitItem.length];
        this.postingEntry = new int[unitItem.length];
        int[] next = postingStart.clone();
        for (int unit = 0; unit < interactions.units(); unit++) {
            if ((unit & 0xFFF) == 0) {
                work.check();
            }
            for (int at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
                int posting = next[item(unitItem[at])]++;
                postingUnit[posting] = unit;
                postingEntry[posting] = at;
            }
        }
    }

    /** What each distance counts: the reciprocals, times their least common denominator, which is that of distance 1. */
    private static long[] shares(int maxDistance) {
        long common = 1;
        for (int distance = 2; distance <= maxDistance; distance++) {
            common = common / gcd(common, distance) * distance;
        }
        long[] shares = new long[maxDistance + 1];
        for (int distance = 1; distance <= maxDistance; distance++) {
            shares[distance] = common / distance;
        }
        return shares;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static int item(int entry) {
        return entry & ~Interactions.STARTS_MOMENT;
    }

    /** The heap that counting takes in addition to its input, in bytes, for so many entries of units and so many threads. */
    public static long bytes(long entries, int items, long threads) {
        return 8 * entries + 8L * items + 24L * items * threads;
    }

    /** As if an item followed itself at once in each of its units. */
    @Override
    public double own(int seed) {
        return units[seed];
    }

    @Override
    public double leastCount() {
        return 1.0 / (shares.length - 1);
    }

    @Override
    public int[] taskEnds(int tasks, int items) {
        return Cooccurrence.taskEnds(item -> postingStart[item + 1] - postingStart[item], tasks, items);
    }

    @Override
    public CountRow row() {
        return new Row();
    }

    /** The items that follow one seed after the other. */
    private final class Row implements CountRow {
        private final int[] items = new int[postingStart.length];
        private final int[] counts = new int[items.length];
        private final long[] sums = new long[items.length];
        /** The last unit, counted from 1, in which each item followed the seed, and at which distance. */
        private final int[] lastUnit = new int[items.length];

        private final int[] nearest = new int[items.length];
        private int size;

        @Override
        public void count(int seed) {
            for (int at = 0; at < size; at++) {
                lastUnit[items[at]] = 0;
            }
            size = 0;
            for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
                if ((posting & 0xFF) == 0) {
                    work.check();
                }
                follow(seed, postingUnit[posting], postingEntry[posting]);
            }
        }

        /** Goes through the moments after an entry. Where the seed comes again, all that is later is nearer to that. */
        private void follow(int seed, int unit, int entry) {
            int distance = 0;
            boolean again = false;
            for (int at = entry + 1; at < unitStart[unit + 1]; at++) {
                if (unitItem[at] < 0 && (++distance == shares.length || again)) {
                    return;
                }
                int item = item(unitItem[at]);
                if (item == seed) {
                    again = true;
                } else if (distance > 0) {
                    note(item, unit + 1, distance);
                }
            }
        }

        private void note(int item, int unit, int distance) {
            if (lastUnit[item] != unit) {
                if (lastUnit[item] == 0) {
                    items[size++] = item;
                }
                lastUnit[item] = unit;
                nearest[item] = distance;
                counts[item]++;
                sums[item] += shares[distance];
            } else if (distance < nearest[item]) {
                sums[item] += shares[distance] - shares[nearest[item]];
                nearest[item] = distance;
            }
        }

        @Override
        public int[] items() {
            return items;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean supported(int item, int threshold) {
            return counts[item] >= threshold;
        }

        @Override
        public double take(int item) {
            double count = (double) sums[item] / shares[1];
            sums[item] = 0;
            counts[item] = 0;
            return count;
        }
    }
}
