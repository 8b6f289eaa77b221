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
 * Usage events as columns: user number, item number, time, weight. Grows by chunks, each as large as all before it up to
 * a limit, so that nothing is ever copied to make room, and is read back chunk by chunk, each of which can be dropped
 * once it is used up.
 */
final class EventLog implements UsageEvents.Sink {
    /** Grouping addresses events by int. */
    static final int MAX_EVENTS = Integer.MAX_VALUE - 64;

    private static final int LARGEST_CHUNK = 1 << 17;

    /** The first chunk is small, since a log may be of one small file among thousands. */
    private static final int FIRST_CHUNK = 1 << 7;

    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();
    private final EventWeights weights;
    private final boolean weighted;
    private final Predicate<CharSequence> known;
    private final Work work;
    private final List<@Nullable Chunk> chunks = new ArrayList<>();
    private Chunk last = new Chunk(FIRST_CHUNK);
    private long size;
    private EventType lastType = EventType.CUSTOM;
    private double lastTypeWeight;

    /** An empty log that takes events of known items only. */
    EventLog(SarOptions options, Predicate<CharSequence> known, Work work) {
        this.weights = options.eventWeights();
        this.weighted = options.weighted();
        this.known = known;
        this.work = work;
        this.lastTypeWeight = weights.weightOf(lastType);
        chunks.add(last);
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
        append(users.numberOf(user), items.numberOf(item), epochMillis, kept);
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

    /** Moves all events of another log here; the other log is empty afterwards. */
    void absorb(EventLog other) {
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        other.drain((user, item, time, weight) -> append(userNumbers[user], itemNumbers[item], time, weight));
    }

    /** Visits all events in the order they came in. */
    void forEach(Visitor visitor) {
        for (Chunk chunk : chunks) {
            work.check();
            Objects.requireNonNull(chunk).forEach(visitor);
        }
    }

    /** Visits all events and lets go of each chunk on the way. */
    void drain(Visitor visitor) {
        for (int at = 0; at < chunks.size(); at++) {
            work.check();
            Chunk chunk = Objects.requireNonNull(chunks.set(at, null));
            chunk.forEach(visitor);
        }
        chunks.clear();
        last = new Chunk(FIRST_CHUNK);
        chunks.add(last);
        size = 0;
    }

    private void append(int user, int item, long time, float weight) {
        if (last.full()) {
            if (size >= MAX_EVENTS - LARGEST_CHUNK) {
                throw new TrainingException("more than " + (MAX_EVENTS - LARGEST_CHUNK) + " events; train on fewer");
            }
            work.check();
            last = new Chunk((int) Math.min(LARGEST_CHUNK, size));
            chunks.add(last);
        }
        last.add(user, item, time, weight);
        size++;
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

    /** Receives events as numbers. */
    @FunctionalInterface
    interface Visitor {
        void event(int user, int item, long time, float weight);
    }

    private static final class Chunk {
        private final int[] users;
        private final int[] items;
        private final long[] times;
        private final float[] weights;
        private int size;

        Chunk(int capacity) {
            users = new int[capacity];
            items = new int[capacity];
            times = new long[capacity];
            weights = new float[capacity];
        }

        boolean full() {
            return size == users.length;
        }

        void add(int user, int item, long time, float weight) {
            users[size] = user;
            items[size] = item;
            times[size] = time;
            weights[size++] = weight;
        }

        void forEach(Visitor visitor) {
            for (int at = 0; at < size; at++) {
                visitor.event(users[at], items[at], times[at], weights[at]);
            }
        }
    }
}
