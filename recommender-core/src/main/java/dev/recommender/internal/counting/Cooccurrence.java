package dev.recommender.internal.counting;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * Counts how many units each seed item shares with every later item. For each unit that holds the seed, the count of
 * each item of the unit after the seed goes up by one. Units are sorted and items are indexed by popularity. So every
 * pair is counted once, from its more popular item, and unpopular seeds have few counters.
 *
 * <p>Seeds are counted a block at a time. For all seeds of a block the units are read tile by tile, so the cache holds
 * the units for all but one of the seeds. Items are numbers of 16 bits where there are few enough. The counters are
 * dense, one per seed and item. A seed with much to count finds its non-zero counters by scanning all of them. A seed
 * with little to count is counted by itself and notes the counters that it touches. So rows of a sparse catalog do not
 * pay for the whole width.
 *
 * <p>Cost: Σ d<sub>u</sub>² / 2 additions over all units u with d<sub>u</sub> items. Memory: 8 or 10 bytes per unit
 * entry. Each thread takes two mebibytes of counters, or one row of them where that is more, and 4 bytes per item.
 */
public final class Cooccurrence implements UnitCounts {
    /** Noting a counter costs as much as scanning about so many. */
    static final int SCANS_PER_NOTE = 4;

    /** The counters of a block of seeds, and the items of a tile of units, fit in a cache of the second or third level. */
    private static final int BLOCK_BYTES = 2 << 20;

    private static final int MAX_BLOCK = 16;
    private static final int TILE_ITEMS = 1 << 19;

    final int[] unitStart;
    final int[] unitItem;
    final char[] shortUnitItem;
    private final int[] tileEnd;
    final int[] postingStart;
    final int[] postingUnit;
    final int[] postingNext;
    private final long[] additions;
    final double[] unitWeight;
    final boolean counted;
    final TrainingThreads work;

    /**
     * Prepares counting. Where units have weights, plain counts are kept in addition to the weighted ones only if a
     * support threshold needs them.
     */
    public Cooccurrence(Interactions interactions, CountingOptions options, TrainingThreads work) {
        this.work = work;
        this.unitStart = interactions.unitStart;
        this.unitItem = interactions.unitItem;
        this.shortUnitItem = new char[fitShort(interactions.items()) ? unitItem.length : 0];
        for (int at = 0; at < shortUnitItem.length; at++) {
            shortUnitItem[at] = (char) unitItem[at];
        }
        this.tileEnd = tileEnds(unitStart);
        this.postingStart = new int[interactions.items() + 1];
        for (int item : unitItem) {
            postingStart[item + 1]++;
        }
        for (int item = 0; item < interactions.items(); item++) {
            postingStart[item + 1] += postingStart[item];
        }
        this.postingUnit = new int[unitItem.length];
        this.postingNext = new int[unitItem.length];
        this.additions = new long[interactions.items()];
        int[] next = postingStart.clone();
        for (int unit = 0; unit < interactions.units(); unit++) {
            if ((unit & 0xFFF) == 0) {
                work.check();
            }
            for (int at = unitStart[unit]; at < unitStart[unit + 1]; at++) {
                int item = unitItem[at];
                int posting = next[item]++;
                postingUnit[posting] = unit;
                postingNext[posting] = at + 1;
                additions[item] += unitStart[unit + 1] - at - 1;
            }
        }
        this.unitWeight = options.unitWeight().map(this::unitWeights).orElseGet(() -> new double[0]);
        this.counted = options.counted();
    }

    private static boolean fitShort(int items) {
        return items <= Character.MAX_VALUE + 1;
    }

    /**
     * The heap that counting by {@link Block} takes in addition to its input, in bytes, for so many entries of units and
     * so many threads.
     */
    public static long bytes(CountingOptions options, long entries, long units, int items, long threads) {
        return bytes(options, entries, units, items, threads, seedsPerBlock(options, items));
    }

    /** The same for counting by {@link CooccurrenceRow}. */
    public static long bytesOfRows(CountingOptions options, long entries, long units, int items, long threads) {
        return bytes(options, entries, units, items, threads, 1);
    }

    private static long bytes(
            CountingOptions options, long entries, long units, int items, long threads, int rowsPerThread) {
        long row = (long) counterBytes(options) * items;
        return entries * (fitShort(items) ? 10 : 8)
                + (options.weighted() ? 8 * units : 0)
                + 16L * items
                + threads * (rowsPerThread * row + 4L * items);
    }

    static int counterBytes(CountingOptions options) {
        return (options.counted() ? Integer.BYTES : 0) + (options.weighted() ? Double.BYTES : 0);
    }

    /** How many seeds are counted at a time. */
    public static int seedsPerBlock(CountingOptions options, int items) {
        return (int) Math.max(
                1, Math.min(MAX_BLOCK, BLOCK_BYTES / ((long) counterBytes(options) * Math.max(1, items))));
    }

    /** Where tiles of units end, each of about equally many items. */
    private static int[] tileEnds(int[] unitStart) {
        int units = unitStart.length - 1;
        int[] ends = new int[units];
        int tiles = 0;
        for (int unit = 0, start = 0; unit < units; unit++) {
            if (unitStart[unit + 1] - start >= TILE_ITEMS || unit == units - 1) {
                ends[tiles++] = unit + 1;
                start = unitStart[unit + 1];
            }
        }
        return Arrays.copyOf(ends, tiles);
    }

    private double[] unitWeights(IntToDoubleFunction weightOfSize) {
        double[] weights = new double[unitStart.length - 1];
        for (int unit = 0; unit < weights.length; unit++) {
            weights[unit] = weightOfSize.applyAsDouble(unitStart[unit + 1] - unitStart[unit]);
        }
        return weights;
    }

    boolean weighted() {
        return unitWeight.length > 0;
    }

    /** The counters of one thread, for so many seeds at a time. */
    public Block block(int seeds) {
        int width = postingStart.length - 1;
        return new Block(new int[seeds][counted ? width : 0], new double[seeds][weighted() ? width : 0]);
    }

    /** Counters of the caller's, for seeds to {@link Block#countWhole count} at a time. */
    Block block(int[][] counts, double[][] sums) {
        return new Block(counts, sums);
    }

    /** {@inheritDoc} 1 without weights, or without units. */
    @Override
    public double leastCount() {
        return Arrays.stream(unitWeight).min().orElse(1);
    }

    @Override
    public CooccurrenceRow row() {
        return new CooccurrenceRow(this);
    }

    /** {@inheritDoc} This is the seed's frequency, or the sum of its units' weights. */
    @Override
    public double own(int seed) {
        if (!weighted()) {
            return postingStart[seed + 1] - postingStart[seed];
        }
        double sum = 0;
        for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
            sum += unitWeight[postingUnit[posting]];
        }
        return sum;
    }

    @Override
    public int[] taskEnds(int tasks, int items) {
        return taskEnds(this::wholeRow, tasks, items);
    }

    /** The additions of a seed's whole row: the items of all units that hold it. */
    private long wholeRow(int seed) {
        long sum = 0;
        for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
            int unit = postingUnit[posting];
            sum += unitStart[unit + 1] - unitStart[unit];
        }
        return sum;
    }

    /** Where tasks of consecutive rows end, so that none costs more than its share and one row. */
    static int[] taskEnds(IntToLongFunction cost, int tasks, int items) {
        long[] costs = new long[items];
        Arrays.setAll(costs, cost);
        long all = Arrays.stream(costs).sum();
        int[] ends = new int[items];
        int count = 0;
        long taken = 0;
        for (int item = 0; item < items; item++) {
            taken += costs[item];
            if (taken >= (all + tasks - 1) / tasks || item == items - 1) {
                ends[count++] = item + 1;
                taken = 0;
            }
        }
        return Arrays.copyOf(ends, count);
    }

    /** Whether a seed has so little to count that it notes the counters it touches. */
    private boolean noting(int seed) {
        return additions[seed] * SCANS_PER_NOTE < postingStart.length - 1 - seed;
    }

    /**
     * The counters of a block of consecutive seeds, whose rows are asked for one after the other, each once. Used by one
     * thread, for one block after the other.
     */
    public final class Block {
        /** The items that occur with the seed of the row asked for last, ascending; as many as {@link #size} says. */
        public final int[] items = new int[postingStart.length];

        private final int[][] counts;
        private final double[][] sums;
        private final int[] next;
        private final boolean[] noting;
        private int first;
        private int row;
        private int size;

        private Block(int[][] counts, double[][] sums) {
            this.counts = counts;
            this.sums = sums;
            this.next = new int[counts.length];
            this.noting = new boolean[counts.length];
        }

        /** Goes on to the seeds of a range. The rows of the range before must have been asked for and cleared. */
        public void count(int firstSeed, int lastSeed) {
            for (int seed = firstSeed; seed < lastSeed; seed++) {
                noting[seed - firstSeed] = noting(seed);
            }
            countTiles(firstSeed, lastSeed);
        }

        /** Counts the seeds of a range without listing items; the counters of a seed must not hold anything. */
        void countWhole(int firstSeed, int lastSeed) {
            Arrays.fill(noting, false);
            countTiles(firstSeed, lastSeed);
        }

        private void countTiles(int firstSeed, int lastSeed) {
            first = firstSeed;
            for (int seed = first; seed < lastSeed; seed++) {
                next[seed - first] = postingStart[seed];
            }
            for (int end : tileEnd) {
                work.check();
                for (int seed = first; seed < lastSeed; seed++) {
                    if (!noting[seed - first]) {
                        countTile(seed, end);
                    }
                }
            }
        }

        private void countTile(int seed, int lastUnit) {
            int at = seed - first;
            int posting = next[at];
            for (; posting < postingStart[seed + 1] && postingUnit[posting] < lastUnit; posting++) {
                int unit = postingUnit[posting];
                if (counted) {
                    count(counts[at], postingNext[posting], unitStart[unit + 1]);
                }
                if (weighted()) {
                    add(sums[at], postingNext[posting], unitStart[unit + 1], unitWeight[unit]);
                }
            }
            next[at] = posting;
        }

        private void count(int[] counters, int from, int to) {
            char[] shorts = shortUnitItem;
            if (shorts.length > 0) {
                for (int at = from; at < to; at++) {
                    counters[shorts[at]]++;
                }
            } else {
                int[] ints = unitItem;
                for (int at = from; at < to; at++) {
                    counters[ints[at]]++;
                }
            }
        }

        private void add(double[] counters, int from, int to, double weight) {
            char[] shorts = shortUnitItem;
            if (shorts.length > 0) {
                for (int at = from; at < to; at++) {
                    counters[shorts[at]] += weight;
                }
            } else {
                int[] ints = unitItem;
                for (int at = from; at < to; at++) {
                    counters[ints[at]] += weight;
                }
            }
        }

        /** Lists the items that occur with a seed of the range. */
        public void select(int seed) {
            row = seed - first;
            size = 0;
            if (noting[row]) {
                countNoting(seed);
            } else if (counted) {
                list(counts[row], seed + 1);
            } else {
                list(sums[row], seed + 1);
            }
        }

        private void countNoting(int seed) {
            for (int posting = postingStart[seed]; posting < postingStart[seed + 1]; posting++) {
                if ((posting & 0xFF) == 0) {
                    work.check();
                }
                int unit = postingUnit[posting];
                for (int at = postingNext[posting]; at < unitStart[unit + 1]; at++) {
                    note(unitItem[at], unit);
                }
            }
            Arrays.sort(items, 0, size);
        }

        private void note(int item, int unit) {
            if (counted ? counts[row][item] == 0 : sums[row][item] == 0) {
                items[size++] = item;
            }
            if (counted) {
                counts[row][item]++;
            }
            if (weighted()) {
                sums[row][item] += unitWeight[unit];
            }
        }

        /** Has no branches, which the processor could not predict. */
        private void list(int[] counters, int from) {
            int found = 0;
            for (int item = from; item < counters.length; item++) {
                items[found] = item;
                found += -counters[item] >>> 31;
            }
            size = found;
        }

        private void list(double[] counters, int from) {
            int found = 0;
            for (int item = from; item < counters.length; item++) {
                items[found] = item;
                found += counters[item] != 0 ? 1 : 0;
            }
            size = found;
        }

        public int size() {
            return size;
        }

        /** Whether an item shares at least so many units with the seed. */
        public boolean supported(int item, int threshold) {
            return !counted || counts[row][item] >= threshold;
        }

        /** The count, or the sum of weights where units are weighted. */
        public double cooccurrence(int item) {
            return weighted() ? sums[row][item] : counts[row][item];
        }

        /** Clears the row that was asked for last. */
        public void clear() {
            for (int at = 0; at < size && counted; at++) {
                counts[row][items[at]] = 0;
            }
            for (int at = 0; at < size && weighted(); at++) {
                sums[row][items[at]] = 0;
            }
            size = 0;
        }
    }
}
