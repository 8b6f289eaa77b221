package dev.recommender.internal.events;

import dev.recommender.EventType;
import dev.recommender.TrainingException;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.function.Predicate;

/**
 * Usage events as columns: user number, item number, time, weight. Grows by packed blocks, so nothing is ever copied to
 * make room. Is read back block by block, and each block can be dropped once it is used up. A log of one thread takes
 * over the blocks of others as they are, with the numbers that their ids have here.
 */
public final class EventColumns implements UsageEvents.Sink {
    /** Grouping addresses events by int. */
    static final int MAX_EVENTS = Integer.MAX_VALUE - 64;

    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();
    private final EventWeigher weigher;
    private final boolean timed;
    private final Predicate<CharSequence> known;
    private final MemoryBudget budget;
    private final TrainingThreads work;
    private final PackedEvents events = new PackedEvents();
    private long size;
    private long idBytes;
    private long newest = UsageEvents.NO_TIME;

    /** An empty log that takes events of known items only. */
    public EventColumns(
            EventOptions options, Predicate<CharSequence> known, MemoryBudget budget, TrainingThreads work) {
        this.weigher = new EventWeigher(options);
        this.timed = options.timed();
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
        newest = Math.max(newest, epochMillis);
        size++;
        if (events.add(users.numberOf(user), items.numberOf(item), timed ? epochMillis : UsageEvents.NO_TIME, kept)) {
            work.check();
            seal();
        }
        return true;
    }

    public IdTable users() {
        return users;
    }

    public IdTable items() {
        return items;
    }

    /** Events held; at most {@link #MAX_EVENTS}. */
    public int size() {
        return (int) size;
    }

    /** The events, packed. */
    public PackedEvents events() {
        return events;
    }

    /** The time of the newest event; {@link UsageEvents#NO_TIME} if none has one. */
    public long newest() {
        return newest;
    }

    /** Moves all events of another log here; the other log is empty afterwards. */
    public void absorb(EventColumns other) {
        other.seal();
        size += other.size;
        if (size > MAX_EVENTS) {
            throw new TrainingException("more than " + MAX_EVENTS + " events; train on fewer");
        }
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        events.absorb(other.events, userNumbers, itemNumbers);
        newest = Math.max(newest, other.newest);
        other.size = 0;
    }

    private void seal() {
        int more = events.unsealed();
        if (more > 0) {
            long idsNow = users.bytes() + items.bytes();
            budget.book(more, events.seal() + idsNow - idBytes);
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
