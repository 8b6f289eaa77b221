package dev.recommender.internal.events;

import dev.recommender.EventType;
import dev.recommender.TrainingException;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Usage events as columns: user number, item number, time, weight. Grows by packed blocks, so nothing is ever copied to
 * make room. Is read back block by block, and each block can be dropped once it is used up. A log of one thread takes
 * over the blocks of others as they are, with the numbers that their ids have here.
 */
public final class EventColumns implements UsageEvents.Sink {
    /** Grouping addresses the events held by int. */
    static final int MAX_EVENTS = Integer.MAX_VALUE - 64;

    /** Single precision would lose what is smaller beside larger ratings. */
    private static final float MOST_RATING = 1e6f;

    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();
    private final EventWeigher weigher;
    private final boolean timed;
    private final boolean rated;
    private final Predicate<CharSequence> known;
    private final MemoryBudget budget;
    private final TrainingThreads work;
    private final PackedEvents events = new PackedEvents();
    private final EventTimes times;
    private final TypeCounts types = new TypeCounts();
    private long size;
    private long ownWeights;
    private long booked;
    private long idBytes;

    /**
     * An empty log that takes events of known items only.
     *
     * @param now the present, in milliseconds since 1970
     */
    public EventColumns(
            EventOptions options, long now, Predicate<CharSequence> known, MemoryBudget budget, TrainingThreads work) {
        this.times = new EventTimes(now, options.referenceMillis());
        this.weigher = new EventWeigher(options);
        this.timed = options.timed();
        this.rated = options.averaged();
        this.known = known;
        this.budget = budget;
        this.work = work;
    }

    @Override
    public boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight) {
        requireNotBlank("user", user);
        requireNotBlank("item", item);
        if (!known.test(item)) {
            return false;
        }
        float kept = weigher.weightOf(type, weight);
        if (!Float.isFinite(kept)) {
            throw new TrainingException("an event of user \"" + user + "\" with item \"" + item + "\" has a weight"
                    + " beyond what a model can hold (" + Float.MAX_VALUE + "); use smaller weights");
        }
        if (rated && Math.abs(kept) > MOST_RATING) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "user \"%s\" gave item \"%s\" the rating %,.0f, which is beyond ±%,.0f; divide all ratings by the same"
                            + " number, or leave ratings out",
                    user,
                    item,
                    kept,
                    MOST_RATING));
        }
        times.add(epochMillis);
        types.add(type);
        ownWeights += Double.isNaN(weight) ? 0 : 1;
        size++;
        if (events.add(users.numberOf(user), items.numberOf(item), timed ? epochMillis : UsageEvents.NO_TIME, kept)) {
            work.check();
            seal();
        } else if (size % EventBlock.CAPACITY == 0) {
            work.check();
        }
        return true;
    }

    public IdTable users() {
        return users;
    }

    public IdTable items() {
        return items;
    }

    /** How many events were taken. */
    public long size() {
        return size;
    }

    /** Whether every event had a weight of its own, so that its type does not matter. */
    public boolean allWeighted() {
        return ownWeights == size;
    }

    /** The events, packed. */
    public PackedEvents events() {
        return events;
    }

    /** When the events happened. */
    public EventTimes times() {
        return times;
    }

    /** How many events there are of each type. */
    public TypeCounts types() {
        return types;
    }

    /** Moves all events of another log here; the other log is empty afterwards. */
    public void absorb(EventColumns other) {
        other.seal();
        if (events.held() + other.events.held() > MAX_EVENTS) {
            throw new TrainingException("more than " + MAX_EVENTS + " events; train on fewer");
        }
        size += other.size;
        ownWeights += other.ownWeights;
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        events.absorb(other.events, userNumbers, itemNumbers);
        times.absorb(other.times);
        types.absorb(other.types);
        other.size = 0;
        other.ownWeights = 0;
    }

    private void seal() {
        if (size > booked) {
            long idsNow = users.bytes() + items.bytes();
            budget.book(size - booked, events.seal() + idsNow - idBytes);
            booked = size;
            idBytes = idsNow;
        }
    }

    private static void requireNotBlank(String field, CharSequence id) {
        if (id.length() == 0
                || (Character.isWhitespace(id.charAt(0)) && id.toString().isBlank())) {
            throw new TrainingException("an event's " + field + " is blank; leave such events out");
        }
    }
}
