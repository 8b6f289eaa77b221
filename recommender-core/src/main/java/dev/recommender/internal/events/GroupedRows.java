package dev.recommender.internal.events;

import java.util.Arrays;
import java.util.function.Supplier;

/** The rows of {@link Interactions}, which several threads write bucket by bucket, in places that are known beforehand. */
final class GroupedRows {
    private final EventBuckets buckets;
    private final EventOptions options;
    private final EventTimes times;
    private final int[] indexOfNumber;
    private final Supplier<UnitItems> unitItems;
    final int[] userStart;
    final int[] pairItem;
    final float[] pairAffinity;
    final int[] userExponent;
    final float[] pairEventCount;
    final long[] pairTime;
    private final boolean writeUnits;
    private final int[] firstUnit;
    private final int[] firstEntry;
    final int[] unitStart;
    final int[] unitItem;

    /**
     * Makes room.
     *
     * @param indexOfNumber the index of each item by number
     * @param unitItems makes the units of a user; called by many threads
     * @param pairsOfUser how many pairs each user has
     * @param unitsOfUser how many units each user has; empty if units are the users' own rows
     * @param entriesOfUser how many items the units of each user have; empty in the same case
     */
    GroupedRows(
            EventBuckets buckets,
            EventOptions options,
            EventTimes times,
            int[] indexOfNumber,
            Supplier<UnitItems> unitItems,
            int[] pairsOfUser,
            int[] unitsOfUser,
            int[] entriesOfUser) {
        this.buckets = buckets;
        this.options = options;
        this.times = times;
        this.indexOfNumber = indexOfNumber;
        this.unitItems = unitItems;
        int users = pairsOfUser.length;
        this.userStart = startsOf(pairsOfUser);
        int pairs = userStart[users];
        this.pairItem = new int[pairs];
        this.pairAffinity = new float[pairs];
        this.userExponent = new int[users];
        this.pairEventCount = new float[options.countsKept() ? pairs : 0];
        this.pairTime = new long[options.timesKept() ? pairs : 0];
        this.writeUnits = unitsOfUser.length > 0;
        this.firstUnit = startsOf(unitsOfUser);
        this.firstEntry = startsOf(entriesOfUser);
        this.unitStart = new int[firstUnit[firstUnit.length - 1] + 1];
        this.unitItem = new int[firstEntry[firstEntry.length - 1]];
        unitStart[unitStart.length - 1] = unitItem.length;
    }

    private static int[] startsOf(int[] counts) {
        int[] starts = new int[counts.length + 1];
        for (int at = 0; at < counts.length; at++) {
            starts[at + 1] = starts[at] + counts[at];
        }
        return starts;
    }

    /** Writes the rows of a bucket's users; one per thread. */
    final class Writer {
        private final EventBuckets.Unpacked events = buckets.new Unpacked();
        private final UnitItems units = GroupedRows.this.unitItems.get();
        private final DistinctTakes takes = new DistinctTakes(options.everyInstant());
        final PairExponents exponents = new PairExponents();
        final LaterEvents later = new LaterEvents();
        private final long reference;
        private final boolean laterEvents;
        private final PairSums sums;

        Writer(long reference) {
            this.reference = reference;
            this.laterEvents = times.afterReference() > 0;
            this.sums = new PairSums(
                    Decay.of(options.halfLife()),
                    times.first().orElse(reference),
                    reference,
                    options.countsKept() || options.averaged());
        }

        void write(int bucket) {
            boolean whole = buckets.pieces(bucket) == 1;
            takes.clear();
            sums.begin();
            for (int piece = 0; piece < buckets.pieces(bucket); piece++) {
                events.fill(bucket, piece, EventBlock.ALL);
                for (int user = buckets.first(bucket); user < buckets.last(bucket); user++) {
                    int start = events.start(user);
                    int end = events.end(user);
                    sums.add(events, start, end, indexOfNumber);
                    if (laterEvents) {
                        later.add(user, events, start, end, reference, indexOfNumber);
                    }
                    if (whole) {
                        writePairs(user);
                    }
                    if (writeUnits && whole) {
                        writeUnits(user, events.items, events.times, start, end);
                    } else if (writeUnits) {
                        takes.add(events.items, events.times, start, end);
                    }
                }
            }
            if (!whole) {
                writePairs(buckets.first(bucket));
                if (writeUnits) {
                    writeUnits(buckets.first(bucket), takes.items(), takes.times(), 0, takes.size());
                }
            }
        }

        private void writePairs(int user) {
            sums.end();
            userExponent[user] = options.averaged() ? 0 : sums.exponent();
            for (int pair = 0, at = userStart[user]; pair < sums.size(); pair++, at++) {
                pairItem[at] = sums.item(pair);
                pairAffinity[at] =
                        options.averaged() ? sums.affinity(pair) / sums.eventCount(pair) : sums.affinity(pair);
                if (pairEventCount.length > 0) {
                    pairEventCount[at] = sums.eventCount(pair);
                }
                if (pairTime.length > 0) {
                    pairTime[at] = sums.newest(pair);
                }
                if (!options.averaged() && sums.ownExponents() && sums.exponent(pair) != sums.exponent()) {
                    exponents.add(at, sums.exponent(pair));
                }
            }
            sums.begin();
        }

        private void writeUnits(int user, int[] eventItems, long[] eventTimes, int start, int end) {
            units.of(eventItems, eventTimes, start, end);
            int entry = firstEntry[user];
            for (int unit = 0, at = 0; unit < units.units(); unit++) {
                int from = entry;
                unitStart[firstUnit[user] + unit] = from;
                for (; at < units.end(unit); at++) {
                    if (units.startsMoment(at)) {
                        endMoment(from, entry);
                        from = entry;
                    }
                    unitItem[entry++] = indexOfNumber[units.items()[at]];
                }
                endMoment(from, entry);
            }
        }

        /** Orders the items of a moment, or of a unit without order. */
        private void endMoment(int from, int to) {
            Arrays.sort(unitItem, from, to);
            if (options.maxDistance().isPresent() && from < to) {
                unitItem[from] |= Interactions.STARTS_MOMENT;
            }
        }
    }
}
