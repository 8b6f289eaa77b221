package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PrimitiveIterator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Usage events in columns, sorted by user id, item id, time, type, weight. Users and items are numbered by ascending
 * id. So values computed from places in this table, random numbers included, do not depend on the order in which the
 * events came.
 */
final class Events {
    /** The part of an event that is in no part. */
    static final byte DROPPED = -1;

    static final byte TRAIN = 0;
    static final byte TEST = 1;
    /** The part of what held-out users are asked with. */
    static final byte GIVEN = 2;

    private final EventTable columns;
    private final int[] order;

    private Events(EventTable columns, int[] order) {
        this.columns = columns;
        this.order = order;
    }

    /**
     * Reads the sources; each event remembers the number of its source.
     *
     * @throws UncheckedIOException if a source cannot be read
     */
    static Events read(UsageEvents... sources) {
        return read(new EventTable(item -> true), sources);
    }

    /** As {@link #read}, of events whose items are in the catalog. */
    static Events readKnown(Catalog catalog, UsageEvents... sources) {
        return read(new EventTable(item -> catalog.item(item).isPresent()), sources);
    }

    private static Events read(EventTable columns, UsageEvents... sources) {
        try {
            for (UsageEvents source : sources) {
                columns.read(source);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Events(columns, columns.canonicalOrder());
    }

    int size() {
        return order.length;
    }

    /** Records that the sources rejected. */
    long rejected() {
        return columns.rejected();
    }

    String[] userIds() {
        return columns.userIds();
    }

    String[] itemIds() {
        return columns.itemIds();
    }

    int userCount() {
        return columns.userIds().length;
    }

    int itemCount() {
        return columns.itemIds().length;
    }

    int user(int place) {
        return columns.user(order[place]);
    }

    int item(int place) {
        return columns.item(order[place]);
    }

    /** The event's time, or {@link UsageEvents#NO_TIME}, which is before all times. */
    long time(int place) {
        return columns.time(order[place]);
    }

    /** Whether any event has a time. */
    boolean hasTimes() {
        return IntStream.range(0, order.length).anyMatch(place -> time(place) != UsageEvents.NO_TIME);
    }

    /** The first place of a user, or where the user's would be. */
    int firstPlace(int user) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (user(middle) < user) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** From when to when the events are, in words. */
    String span() {
        LongSummaryStatistics times = IntStream.range(0, order.length)
                .mapToLong(this::time)
                .filter(time -> time != UsageEvents.NO_TIME)
                .summaryStatistics();
        return times.getCount() == 0
                ? "none of the " + order.length + " events has a time"
                : "the events are from " + Instant.ofEpochMilli(times.getMin()) + " to "
                        + Instant.ofEpochMilli(times.getMax());
    }

    /** The event's own weight, or {@link UsageEvents#NO_WEIGHT}. */
    double ownWeight(int place) {
        return columns.weight(order[place]);
    }

    /** The event's own weight, or else that of its type. */
    double weight(int place, EventWeights weights) {
        double own = ownWeight(place);
        return Double.isNaN(own) ? weights.weightOf(type(place)) : own;
    }

    EventType type(int place) {
        return columns.type(order[place]);
    }

    /** The event as what a user is asked with. */
    Seed seed(int place) {
        long time = time(place);
        double weight = ownWeight(place);
        return new Seed(
                itemIds()[item(place)],
                type(place),
                Double.isNaN(weight) ? OptionalDouble.empty() : OptionalDouble.of(weight),
                time == UsageEvents.NO_TIME ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time)));
    }

    /** The source of each event. */
    byte[] sources() {
        byte[] sources = new byte[size()];
        for (int place = 0; place < sources.length; place++) {
            sources[place] = columns.source(order[place]);
        }
        return sources;
    }

    /** The events of one part, readable any number of times. */
    UsageEvents part(byte[] parts, int part) {
        return events(place -> parts[place] == part);
    }

    /** All events, readable any number of times. */
    UsageEvents all() {
        return events(place -> true);
    }

    private UsageEvents events(IntPredicate wanted) {
        Iterable<UsageEvent> events = () -> iterator(wanted);
        return UsageEvents.of(events);
    }

    private Iterator<UsageEvent> iterator(IntPredicate wanted) {
        String[] users = userIds();
        PrimitiveIterator.OfInt places =
                IntStream.range(0, size()).filter(wanted).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return places.hasNext();
            }

            @Override
            public UsageEvent next() {
                int place = places.nextInt();
                Seed seed = seed(place);
                return new UsageEvent(users[user(place)], seed.item(), seed.time(), seed.type(), seed.weight());
            }
        };
    }
}
