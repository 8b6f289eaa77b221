package dev.recommender.internal.events;

import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Groups the events of a log into {@link Interactions}. Goes through all events twice, bucket by bucket. The first pass
 * counts what each user, unit and item has. The second pass writes the rows, whose places are then known, and releases
 * the events.
 */
public final class Grouping {
    private final IdTable users;
    private final IdTable items;
    private final int[] userOrder;
    private final int itemsWithEvents;
    private final EventOptions options;
    private final MemoryBudget budget;
    private final TrainingThreads work;
    private final EventBuckets buckets;
    private final long eventBytes;
    private final long idBytes;
    private final EventTimes times;
    private final int[] pairsOfUser;
    private final boolean ownUnits;
    private final int[] unitsOfUser;
    private final int[] entriesOfUser;
    private final int[] rankOfNumber;
    private long pairsLongAgo;

    private Grouping(
            EventColumns log, int itemsWithEvents, EventOptions options, MemoryBudget budget, TrainingThreads work) {
        this.users = log.users();
        this.items = log.items();
        this.itemsWithEvents = itemsWithEvents;
        this.options = options;
        this.budget = budget;
        this.work = work;
        this.times = log.times();
        this.eventBytes = log.events().bytes();
        this.idBytes = log.users().bytes() + log.items().bytes();
        this.userOrder = log.users().sorted(work::check);
        this.buckets = EventBuckets.of(log.events(), IntSort.inverse(userOrder), EventBuckets.classes(items), work);
        this.pairsOfUser = new int[userOrder.length];
        this.ownUnits = options.ownUnits();
        this.unitsOfUser = new int[ownUnits ? userOrder.length : 0];
        this.entriesOfUser = new int[ownUnits ? userOrder.length : 0];
        this.rankOfNumber =
                options.maxItemsPerUnit().isPresent() ? IntSort.inverse(items.sorted(work::check)) : new int[0];
    }

    /**
     * Groups the events of a log, which is empty afterwards; its tables of ids stay.
     *
     * @param itemsWithEvents how many of the log's items have events; they come first
     */
    public static Interactions group(
            EventColumns log, int itemsWithEvents, EventOptions options, MemoryBudget budget, TrainingThreads work) {
        return new Grouping(log, itemsWithEvents, options, budget, work).group();
    }

    private Interactions group() {
        List<Counter> counters = new CopyOnWriteArrayList<>();
        work.run(
                buckets.count(),
                () -> {
                    Counter counter = new Counter();
                    counters.add(counter);
                    return counter;
                },
                (bucket, counter) -> counter.count(bucket));
        int[] frequencyOfNumber = new int[items.size()];
        int cut = 0;
        UnitTally tally = new UnitTally();
        for (Counter counter : counters) {
            pairsLongAgo += counter.pairsLongAgo;
            Arrays.setAll(frequencyOfNumber, number -> frequencyOfNumber[number] + counter.frequency[number]);
            cut += counter.cut;
            tally.add(counter.tally);
        }
        int threshold = options.supportThreshold();
        double cells = tally.cells();
        Sizes sizes = sizes(entries()).withThreshold(frequencyOfNumber, threshold, cells);
        // Alternatives may be kept longer than the events, so they hold no more than they need.
        budget.require(
                sizes,
                new MemoryBudget.Alternatives(
                        tally.largest(),
                        other -> sizes.withThreshold(frequencyOfNumber, other, cells),
                        sizes(tally.entriesOfFew()).withThreshold(frequencyOfNumber, threshold, tally.cellsOfFew())));
        int[] itemOrder = byPopularity(frequencyOfNumber);
        int[] frequency = new int[itemOrder.length];
        Arrays.setAll(frequency, index -> frequencyOfNumber[itemOrder[index]]);

        boolean sameUnits = !options.everyInstant() && cut == 0;
        OptionalLong reference = times.reference();
        int[] none = new int[0];
        GroupedRows rows = new GroupedRows(
                buckets,
                options,
                times,
                IntSort.inverse(itemOrder),
                this::unitItems,
                pairsOfUser,
                sameUnits ? none : unitsOfUser,
                sameUnits ? none : entriesOfUser);
        List<GroupedRows.Writer> writers = new CopyOnWriteArrayList<>();
        work.run(
                buckets.count(),
                () -> {
                    GroupedRows.Writer writer = rows.new Writer(reference.orElse(0));
                    writers.add(writer);
                    return writer;
                },
                (bucket, writer) -> {
                    writer.write(bucket);
                    buckets.drop(bucket);
                    work.check();
                });
        return new Interactions(
                userOrder,
                itemOrder,
                rows.userStart,
                rows.pairItem,
                rows.pairAffinity,
                rows.userExponent,
                PairExponents.merged(
                        writers.stream().map(writer -> writer.exponents).toList()),
                rows.pairEventCount,
                rows.pairTime,
                sameUnits ? rows.userStart : rows.unitStart,
                sameUnits ? rows.pairItem : rows.unitItem,
                frequency,
                itemsWithEvents,
                cut,
                timing(reference, writers, itemOrder),
                sizes);
    }

    private Timing timing(OptionalLong reference, List<GroupedRows.Writer> writers, int[] itemOrder) {
        LaterEvents later = new LaterEvents();
        writers.forEach(writer -> later.addAll(writer.later));
        return new Timing(
                times.first(),
                times.last(),
                reference,
                times.afterReference(),
                later.texts(user -> users.text(userOrder[user]), item -> items.text(itemOrder[item])));
    }

    private long entries() {
        return sum(ownUnits ? entriesOfUser : pairsOfUser);
    }

    /** The sizes that do not depend on the support threshold. */
    private Sizes sizes(long entries) {
        return new Sizes(
                buckets.events(),
                eventBytes,
                idBytes,
                userOrder.length,
                items.size(),
                buckets.largestUser(),
                buckets.largestPiece(),
                sum(pairsOfUser),
                pairsLongAgo,
                ownUnits ? sum(unitsOfUser) : userOrder.length,
                entries,
                0,
                0);
    }

    private static long sum(int[] counts) {
        return Arrays.stream(counts).asLongStream().sum();
    }

    private int[] byPopularity(int[] frequency) {
        int[] order = new int[frequency.length];
        Arrays.setAll(order, number -> number);
        IntSort.sort(
                order,
                (left, right) -> {
                    int byFrequency = Integer.compare(frequency[right], frequency[left]);
                    return byFrequency != 0 ? byFrequency : items.compare(left, right);
                },
                work::check);
        return order;
    }

    private UnitItems unitItems() {
        return new UnitItems(options, rankOfNumber);
    }

    /** Counts the pairs and units of users, and the units that hold each item; one per thread. */
    private final class Counter {
        private final EventBuckets.Unpacked events = buckets.new Unpacked();
        private final UnitItems units = unitItems();
        private final DistinctTakes takes = new DistinctTakes(options.everyInstant());
        private final int[] frequency = new int[items.size()];
        private final int[] lastUser = new int[items.size()];
        private final UnitTally tally = new UnitTally();
        private final LongAgo longAgo = new LongAgo(options.halfLife(), times, items.size());
        private int cut;
        private long pairsLongAgo;

        void count(int bucket) {
            boolean whole = buckets.pieces(bucket) == 1;
            boolean timed = ownUnits || longAgo.possible();
            takes.clear();
            for (int piece = 0; piece < buckets.pieces(bucket); piece++) {
                events.fill(bucket, piece, timed ? EventBlock.ALL : EventBlock.USERS_AND_ITEMS);
                for (int user = buckets.first(bucket); user < buckets.last(bucket); user++) {
                    int start = events.start(user);
                    int end = events.end(user);
                    countPairs(user, start, end);
                    if (ownUnits && whole) {
                        countUnits(user, events.items, events.times, start, end);
                    } else if (ownUnits) {
                        takes.add(events.items, events.times, start, end);
                    }
                    if (longAgo.possible() && whole) {
                        pairsLongAgo += longAgo.count(events.items, events.times, start, end);
                    }
                }
            }
            if (!whole) {
                int user = buckets.first(bucket);
                if (ownUnits) {
                    countUnits(user, takes.items(), takes.times(), 0, takes.size());
                }
                pairsLongAgo += longAgo.possible() ? pairsOfUser[user] : 0;
            }
            for (int user = buckets.first(bucket); user < buckets.last(bucket) && !ownUnits; user++) {
                tally.add(pairsOfUser[user]);
            }
            work.check();
        }

        private void countPairs(int user, int start, int end) {
            int pairs = 0;
            for (int at = start; at < end; at++) {
                int item = events.items[at];
                if (lastUser[item] != user + 1) {
                    lastUser[item] = user + 1;
                    frequency[item] += ownUnits ? 0 : 1;
                    pairs++;
                }
            }
            pairsOfUser[user] += pairs;
        }

        private void countUnits(int user, int[] eventItems, long[] eventTimes, int start, int end) {
            units.of(eventItems, eventTimes, start, end);
            unitsOfUser[user] = units.units();
            entriesOfUser[user] = units.size();
            cut += units.cut();
            for (int unit = 0, from = 0; unit < units.units(); from = units.end(unit++)) {
                tally.add(units.distinct(unit), units.end(unit) - from, units.cells(unit));
            }
            for (int at = 0; at < units.size(); at++) {
                frequency[units.items()[at]] += units.repeated(at) ? 0 : 1;
            }
        }
    }
}
