package dev.recommender.evaluation;

import dev.recommender.UsageEvents;
import dev.recommender.internal.util.IntSort;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What a {@link Split} does with the events that it keeps. */
interface SplitRule {
    /** How many parts there are: two, unless a rule divides otherwise. */
    default int partCount() {
        return 2;
    }

    /** Whether the rule makes no sense for groups of items. */
    default boolean perUserOnly() {
        return true;
    }

    /** Whether the third part is what users are asked with, rather than a part of its own. */
    default boolean holdsUsersOut() {
        return false;
    }

    /** What the rule is, in words. */
    String description();

    /** What decides where no event has a time; empty if times do not matter. */
    default String untimedOrder() {
        return "";
    }

    /** The rule for these events, if it depends on them. */
    default SplitRule on(Events events) {
        return this;
    }

    /** Gives each place its part; may reorder the places. */
    void assign(Events events, Group group, int[] places, byte[] parts);

    /** Whose events are divided. */
    enum Group {
        USER,
        ITEM;

        int of(Events events, int place) {
            return this == USER ? events.user(place) : events.item(place);
        }

        int count(Events events) {
            return this == USER ? events.userCount() : events.itemCount();
        }
    }

    /** In which order a group's events are divided. */
    @FunctionalInterface
    interface EventOrder {
        int compare(Events events, int left, int right);
    }

    /** Receives a range of places. */
    @FunctionalInterface
    interface Range {
        void accept(int from, int to);
    }

    /** Events by time; equally late ones as if by lot. */
    static int byTimeThenLot(Events events, int left, int right) {
        int byTime = Long.compare(events.time(left), events.time(right));
        return byTime != 0 ? byTime : byLot(0, left, right);
    }

    static int byLot(long seed, int left, int right) {
        return Long.compare(SplitMix.at(seed, left), SplitMix.at(seed, right));
    }

    /** Sorts places by group, then by the order; visits group by group. */
    static void forEachGroup(Events events, Group group, EventOrder order, int[] places, Range range) {
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

    /** Gives the places from a first one on their parts. */
    static void fill(byte[] parts, int[] places, int from, int[] ends) {
        int start = 0;
        for (int part = 0; part < ends.length; part++) {
            for (int at = start; at < ends[part]; at++) {
                parts[places[from + at]] = (byte) part;
            }
            start = ends[part];
        }
    }

    /** The last event of each user is the test, unless it is the only one. */
    record LastEvent(EventOrder order, String description, String untimedOrder) implements SplitRule {
        static LastEvent byTime() {
            return new LastEvent(SplitRule::byTimeThenLot, "last event per user", "the event is drawn");
        }

        @Override
        public void assign(Events events, Group group, int[] places, byte[] parts) {
            forEachGroup(events, group, order, places, (from, to) -> {
                for (int at = from; at < to; at++) {
                    parts[places[at]] = (byte) (at == to - 1 && to - from > 1 ? 1 : 0);
                }
            });
        }
    }

    /** Events before a moment are for training. */
    record FixedDate(long limit, String description) implements SplitRule {
        @Override
        public void assign(Events events, Group group, int[] places, byte[] parts) {
            for (int place : places) {
                parts[place] = (byte) (events.time(place) < limit ? 0 : 1);
            }
        }
    }

    /**
     * A fixed date that the events determine: a part of those with a time is before it.
     *
     * @param otherwise the rule where no event has a time
     */
    record AtShare(double ratio, String description, SplitRule otherwise) implements SplitRule {
        @Override
        public SplitRule on(Events events) {
            long[] times = IntStream.range(0, events.size())
                    .mapToLong(events::time)
                    .filter(time -> time != UsageEvents.NO_TIME)
                    .sorted()
                    .toArray();
            if (times.length == 0) {
                return otherwise;
            }
            long limit = times[(int) Math.min(times.length - 1, Math.rint(ratio * times.length))];
            String shares = Shares.of(ratio).toString();
            return new FixedDate(
                    limit,
                    "fixed date " + Instant.ofEpochMilli(limit) + ", for " + shares + " of the events with a time");
        }

        @Override
        public void assign(Events events, Group group, int[] places, byte[] parts) {
            on(events).assign(events, group, places, parts);
        }
    }

    /** Each group's events in some order, divided by shares. */
    record Grouped(Shares shares, EventOrder order, String description, String untimedOrder) implements SplitRule {
        @Override
        public int partCount() {
            return shares.count();
        }

        @Override
        public boolean perUserOnly() {
            return false;
        }

        @Override
        public void assign(Events events, Group group, int[] places, byte[] parts) {
            forEachGroup(
                    events, group, order, places, (from, to) -> fill(parts, places, from, shares.rounded(to - from)));
        }
    }

    /** All events by lot, divided by shares. */
    record Drawn(Shares shares, long seed) implements SplitRule {
        @Override
        public int partCount() {
            return shares.count();
        }

        @Override
        public boolean perUserOnly() {
            return false;
        }

        @Override
        public String description() {
            return "random " + shares + ", seed " + seed;
        }

        @Override
        public void assign(Events events, Group group, int[] places, byte[] parts) {
            IntSort.sort(places, (left, right) -> byLot(seed, left, right));
            fill(parts, places, 0, shares.roundedDownIfSingle(places.length));
        }
    }

    /** In which order users are held out. */
    @FunctionalInterface
    interface UserOrder {
        int compare(long[] firstTimes, int left, int right);
    }

    /**
     * Some users are not trained on at all; their earlier events are given, their later ones the test.
     *
     * @param order which of them come first
     * @param which the same in words
     * @param untimedOrder what decides where no event has a time
     */
    record HeldOut(double share, double given, UserOrder order, String which, String untimedOrder)
            implements SplitRule {
        private static final String CAME_LAST = "those who came last";

        static HeldOut drawn(double share, double given, long seed) {
            return new HeldOut(
                    share,
                    given,
                    (firstTimes, left, right) -> byLot(seed, left, right),
                    "seed " + seed,
                    "what is given is drawn");
        }

        static HeldOut latest(double share, double given) {
            return new HeldOut(
                    share,
                    given,
                    (firstTimes, left, right) -> {
                        int byTime = Long.compare(firstTimes[right], firstTimes[left]);
                        return byTime != 0 ? byTime : byLot(0, left, right);
                    },
                    CAME_LAST,
                    "users and what is given are drawn");
        }

        @Override
        public int partCount() {
            return 3;
        }

        @Override
        public boolean holdsUsersOut() {
            return true;
        }

        /** Whether those are held out who came last. */
        boolean cameLast() {
            return which.equals(CAME_LAST);
        }

        @Override
        public String description() {
            return "users held out, " + Shares.of(1 - share) + ", with "
                    + (given == 1 ? "all but the last" : "the earlier " + Shares.of(given))
                    + " of their events given, " + which;
        }

        @Override
        public void assign(Events events, Group group, int[] places, byte[] parts) {
            int[] sizes = new int[events.userCount()];
            long[] firstTimes = new long[sizes.length];
            Arrays.fill(firstTimes, Long.MAX_VALUE);
            for (int place : places) {
                sizes[events.user(place)]++;
                firstTimes[events.user(place)] = Math.min(firstTimes[events.user(place)], events.time(place));
                parts[place] = 0;
            }
            int[] able = IntStream.range(0, sizes.length)
                    .filter(user -> sizes[user] > 1)
                    .toArray();
            IntSort.sort(able, (left, right) -> order.compare(firstTimes, left, right));
            boolean[] held = new boolean[sizes.length];
            Arrays.stream(able)
                    .limit(Math.max(1, (long) Math.rint(share * able.length)))
                    .forEach(user -> held[user] = true);
            forEachGroup(events, Group.USER, SplitRule::byTimeThenLot, places, (from, to) -> {
                if (held[events.user(places[from])]) {
                    int size = to - from;
                    int first = (int) Math.max(1, Math.min(size - 1, Math.rint(given * size)));
                    for (int at = from; at < to; at++) {
                        parts[places[at]] = (byte) (at - from < first ? 2 : 1);
                    }
                }
            });
        }
    }
}
