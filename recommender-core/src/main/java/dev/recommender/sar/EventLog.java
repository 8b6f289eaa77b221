package dev.recommender.sar;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.TrainingException;
import dev.recommender.UsageEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Usage events as columns: user number, item number, time, weight. Grows by packed blocks, so that nothing is ever
 * copied to make room, and is read back block by block, each of which can be dropped once it is used up. A log of one
 * thread takes over the blocks of others as they are, with the numbers that their ids have here.
 */
final class EventLog implements UsageEvents.Sink {
    /** Grouping addresses events by int. */
    static final int MAX_EVENTS = Integer.MAX_VALUE - 64;

    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();
    private final EventWeights weights;
    private final boolean weighted;
    private final boolean timed;
    private final Predicate<CharSequence> known;
    private final Budget budget;
    private final Work work;
    private final List<@Nullable Block> blocks = new ArrayList<>();
    private final EventBlock last = new EventBlock();
    private long size;
    private long bytes;
    private long idBytes;
    private long newest = UsageEvents.NO_TIME;
    private EventType lastType = EventType.CUSTOM;
    private double lastTypeWeight;

    /** An empty log that takes events of known items only. */
    EventLog(SarOptions options, Predicate<CharSequence> known, Budget budget, Work work) {
        this.weights = options.eventWeights();
        this.weighted = options.weighted();
        this.timed = options.timed();
        this.known = known;
        this.budget = budget;
        this.work = work;
        this.lastTypeWeight = weights.weightOf(lastType);
    }

    @Override
    public boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight) {
        requireNotBlank("user", user);
        requireNotBlank("item", item);
        if (!known.test(item)) {
            return false;
        }
        float kept = (float) weightOf(type, weight);
        if (!Float.isFinite(kept)) {
            throw new TrainingException("an event of user \"" + user + "\" with item \"" + item + "\" has a weight"
                    + " beyond what a model can hold (" + Float.MAX_VALUE + "); use smaller weights");
        }
        newest = Math.max(newest, epochMillis);
        last.add(users.numberOf(user), items.numberOf(item), timed ? epochMillis : UsageEvents.NO_TIME, kept);
        size++;
        if (last.full()) {
            work.check();
            seal();
        }
        return true;
    }

    IdTable users() {
        return users;
    }

    IdTable items() {
        return items;
    }

    /** Events held; at most {@link #MAX_EVENTS}. */
    int size() {
        return (int) size;
    }

    /** The heap that the events take, in bytes, without their ids. */
    long bytes() {
        return bytes;
    }

    /** The time of the newest event; {@link UsageEvents#NO_TIME} if none has one. */
    long newest() {
        return newest;
    }

    /** Moves all events of another log here; the other log is empty afterwards. */
    void absorb(EventLog other) {
        other.seal();
        size += other.size;
        if (size > MAX_EVENTS) {
            throw new TrainingException("more than " + MAX_EVENTS + " events; train on fewer");
        }
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        for (Block block : other.blocks) {
            blocks.add(new Block(Objects.requireNonNull(block).events, userNumbers, itemNumbers));
        }
        newest = Math.max(newest, other.newest);
        bytes += other.bytes;
        other.blocks.clear();
        other.size = 0;
        other.bytes = 0;
    }

    /** How many blocks the events of absorbed logs are in. */
    int blocks() {
        return blocks.size();
    }

    /** One block. */
    Block block(int number) {
        return Objects.requireNonNull(blocks.get(number));
    }

    /** Lets go of a block. */
    void drop(int number) {
        blocks.set(number, null);
    }

    private void seal() {
        if (last.size() > 0) {
            EventBlock.Packed packed = last.pack(0, last.size());
            long idsNow = users.bytes() + items.bytes();
            budget.book(packed.size(), packed.bytes() + idsNow - idBytes);
            idBytes = idsNow;
            bytes += packed.bytes();
            blocks.add(new Block(packed, new int[0], new int[0]));
            last.clear();
        }
    }

    private static void requireNotBlank(String field, CharSequence id) {
        if (id.length() == 0
                || (Character.isWhitespace(id.charAt(0)) && id.toString().isBlank())) {
            throw new TrainingException("an event's " + field + " is blank; leave such events out");
        }
    }

    private double weightOf(EventType type, double weight) {
        if (!weighted) {
            return 1;
        }
        if (!Double.isNaN(weight)) {
            return weight;
        }
        if (!type.equals(lastType)) {
            lastType = type;
            lastTypeWeight = weights.weightOf(type);
        }
        return lastTypeWeight;
    }

    /** Events of one log, with the numbers that another log gives to its users and items. */
    static final class Block {
        final EventBlock.Packed events;
        /** The number of each user. */
        final int[] users;
        /** The number of each item. */
        final int[] items;

        private Block(EventBlock.Packed events, int[] users, int[] items) {
            this.events = events;
            this.users = users;
            this.items = items;
        }
    }
}
