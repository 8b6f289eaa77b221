package dev.recommender.evaluation;

import dev.recommender.UsageEvents;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.IntSort;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How to divide usage events into parts, usually one to train on and one to test with. Immutable and shared freely
 * between threads. The same split divides the same events in the same way on every machine, in whatever order they
 * come. Every event goes to exactly one part, except events that {@link #minimumEvents} leaves out.
 *
 * <p>Prefer a split by time: {@link #lastEventPerUser}, {@link #chronological} or {@link #fixedDate}. Random splits let
 * a model learn from what happened after the events that it is tested with.
 *
 * <p>Events without a time count as older than all others. Where no event has one, an evaluation's description of its split
 * says what decides instead.
 */
public final class Split {
    private static final long TIE_SEED = 0;

    private final Strategy strategy;
    private final Group group;
    private final boolean perUserOnly;
    private final int partCount;
    private final int minimumEvents;
    private final String description;
    /** What decides where no event has a time; empty if times do not matter. */
    private final String untimedOrder;

    private Split(
            Strategy strategy,
            Group group,
            boolean perUserOnly,
            int partCount,
            int minimumEvents,
            String description,
            String untimedOrder) {
        this.strategy = strategy;
        this.group = group;
        this.perUserOnly = perUserOnly;
        this.partCount = partCount;
        this.minimumEvents = minimumEvents;
        this.description = description;
        this.untimedOrder = untimedOrder;
    }

    /**
     * The latest event of each user is the test; which one, if several are equally late, is decided as if by lot.
     * Users with a single event have nothing to be tested with: their event stays in training.
     */
    public static Split lastEventPerUser() {
        return oneEventPerUser(
                (events, left, right) -> {
                    int byTime = Long.compare(events.time(left), events.time(right));
                    return byTime != 0 ? byTime : byLot(TIE_SEED, left, right);
                },
                "last event per user",
                "the event is drawn");
    }

    /**
     * One random event of each user is the test. Users with a single event have nothing to be tested with: their event
     * stays in training.
     */
    public static Split randomEventPerUser(long seed) {
        return oneEventPerUser(
                (events, left, right) -> byLot(seed, left, right), "random event per user, seed " + seed, "");
    }

    /**
     * Events before the moment, and events without a time, are for training; all others for the test.
     *
     * @throws IllegalArgumentException if the moment is more than 292 million years from 1970
     */
    public static Split fixedDate(Instant moment) {
        long limit = Arguments.requireMillis("moment", moment).toEpochMilli();
        return new Split(
                (events, group, places, parts) -> {
                    for (int place : places) {
                        parts[place] = (byte) (events.time(place) < limit ? 0 : 1);
                    }
                },
                Group.USER,
                true,
                2,
                1,
                "fixed date " + moment,
                "");
    }

    /**
     * The first events of each user are for training, the later ones for the test. Of n events, ratio × n are for
     * training, rounded to the nearest number, halves to the even one. So users with few events may have no test event.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split chronological(double ratio) {
        return chronological(Shares.of(ratio));
    }

    /** As {@link #chronological(double)}, with as many parts as ratios, which need not add up to 1. */
    public static Split chronological(List<Double> ratios) {
        return chronological(Shares.of(ratios));
    }

    /**
     * Random events of each user are for training, the others for the test. Rounds as {@link #chronological(double)}.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split stratified(double ratio, long seed) {
        return stratified(Shares.of(ratio), seed);
    }

    /** As {@link #stratified(double, long)}, with as many parts as ratios, which need not add up to 1. */
    public static Split stratified(List<Double> ratios, long seed) {
        return stratified(Shares.of(ratios), seed);
    }

    /**
     * Random events of all are for training, the others for the test. Of n events, ratio × n, rounded down, are for
     * training.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split random(double ratio, long seed) {
        return random(Shares.of(ratio), seed);
    }

    /** As {@link #random(double, long)}, with as many parts as ratios, which need not add up to 1. */
    public static Split random(List<Double> ratios, long seed) {
        return random(Shares.of(ratios), seed);
    }

    /**
     * Divides the events of each item instead of the events of each user, and applies {@link #minimumEvents} to items.
     *
     * @throws IllegalStateException if the split is one that is for users or dates only
     */
    public Split byItem() {
        if (perUserOnly) {
            throw new IllegalStateException(
                    "\"" + description + "\" cannot divide by item; use chronological or stratified");
        }
        return new Split(strategy, Group.ITEM, perUserOnly, partCount, minimumEvents, description, untimedOrder);
    }

    /**
     * Leaves out users with fewer events, or items if the split goes {@linkplain #byItem by item}. 1, which leaves out
     * nothing, by default.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Split minimumEvents(int count) {
        int checked = Arguments.requireAtLeast("minimumEvents", count, 1);
        return new Split(strategy, group, perUserOnly, partCount, checked, description, untimedOrder);
    }

    /**
     * Divides events. They are held in memory.
     *
     * @return the parts in their order, training first; each can be read any number of times
     * @throws java.io.UncheckedIOException if the events cannot be read
     */
    public List<UsageEvents> parts(UsageEvents usage) {
        Events events = Events.read(usage);
        byte[] parts = assign(events);
        return IntStream.range(0, partCount)
                .mapToObj(part -> events.part(parts, part))
                .toList();
    }

    @Override
    public String toString() {
        String by = group == Group.ITEM ? ", by item" : "";
        return description + by + (minimumEvents > 1 ? ", at least " + minimumEvents + " events" : "");
    }

    /** What the split does with these events: where none has a time, one by time goes by something else. */
    String describe(Events events) {
        boolean untimed = !untimedOrder.isEmpty()
                && IntStream.range(0, events.size()).allMatch(place -> events.time(place) == UsageEvents.NO_TIME);
        return this + (untimed ? "; no event has a time, so " + untimedOrder : "");
    }

    int partCount() {
        return partCount;
    }

    /** The part of each event, or {@link Events#DROPPED}. */
    byte[] assign(Events events) {
        byte[] parts = new byte[events.size()];
        Arrays.fill(parts, Events.DROPPED);
        int[] sizes = new int[group == Group.USER ? events.userCount() : events.itemCount()];
        for (int place = 0; place < events.size(); place++) {
            sizes[group.of(events, place)]++;
        }
        int[] kept = IntStream.range(0, events.size())
                .filter(place -> sizes[group.of(events, place)] >= minimumEvents)
                .toArray();
        strategy.assign(events, group, kept, parts);
        return parts;
    }

    private static Split oneEventPerUser(EventOrder lastIsTest, String description, String untimedOrder) {
        return new Split(
                (events, group, places, parts) -> forEachGroup(events, group, lastIsTest, places, (from, to) -> {
                    for (int at = from; at < to; at++) {
                        parts[places[at]] = (byte) (at == to - 1 && to - from > 1 ? 1 : 0);
                    }
                }),
                Group.USER,
                true,
                2,
                1,
                description,
                untimedOrder);
    }

    private static Split chronological(Shares shares) {
        EventOrder byTime = (events, left, right) -> Long.compare(events.time(left), events.time(right));
        return grouped(shares, byTime, "chronological " + shares, "ids decide");
    }

    private static Split stratified(Shares shares, long seed) {
        EventOrder atRandom = (events, left, right) -> byLot(seed, left, right);
        return grouped(shares, atRandom, "stratified " + shares + ", seed " + seed, "");
    }

    private static Split grouped(Shares shares, EventOrder order, String description, String untimedOrder) {
        return new Split(
                (events, group, places, parts) -> forEachGroup(
                        events,
                        group,
                        order,
                        places,
                        (from, to) -> fill(parts, places, from, shares.rounded(to - from))),
                Group.USER,
                false,
                shares.count(),
                1,
                description,
                untimedOrder);
    }

    private static Split random(Shares shares, long seed) {
        return new Split(
                (events, group, places, parts) -> {
                    IntSort.sort(places, (left, right) -> byLot(seed, left, right));
                    fill(parts, places, 0, shares.roundedDownIfSingle(places.length));
                },
                Group.USER,
                false,
                shares.count(),
                1,
                "random " + shares + ", seed " + seed,
                "");
    }

    private static void forEachGroup(Events events, Group group, EventOrder order, int[] places, Range range) {
        IntSort.sort(places, (left, right) -> {
            int byGroup = Integer.compare(group.of(events, left), group.of(events, right));
            return byGroup != 0 ? byGroup : order.compare(events, left, right);
        });
        int from = 0;
        for (int at = 1; at <= places.length; at++) {
            if (at == places.length || group.of(events, places[at]) != group.of(events, places[from])) {
                range.accept(from, at);
                from = at;
            }
        }
    }

    private static void fill(byte[] parts, int[] places, int from, int[] ends) {
        int start = 0;
        for (int part = 0; part < ends.length; part++) {
            for (int at = start; at < ends[part]; at++) {
                parts[places[from + at]] = (byte) part;
            }
            start = ends[part];
        }
    }

    private static int byLot(long seed, int left, int right) {
        return Long.compare(SplitMix.at(seed, left), SplitMix.at(seed, right));
    }

    private enum Group {
        USER,
        ITEM;

        int of(Events events, int place) {
            return this == USER ? events.user(place) : events.item(place);
        }
    }

    @FunctionalInterface
    private interface EventOrder {
        int compare(Events events, int left, int right);
    }

    @FunctionalInterface
    private interface Strategy {
        /** Gives each place its part; may reorder the places. */
        void assign(Events events, Group group, int[] places, byte[] parts);
    }

    @FunctionalInterface
    private interface Range {
        void accept(int from, int to);
    }
}
