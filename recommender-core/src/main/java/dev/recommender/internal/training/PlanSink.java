package dev.recommender.internal.training;

import dev.recommender.EventType;
import dev.recommender.UsageEvents;
import dev.recommender.internal.events.ColumnRange;
import dev.recommender.internal.events.EventBlock;
import dev.recommender.internal.events.EventTimes;
import dev.recommender.internal.events.EventWeigher;
import dev.recommender.internal.events.PackedColumn;
import dev.recommender.internal.events.PackedEvents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Utf8;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Counts events by user and by item as they are read. Also keeps what a sample of the users took and when, or what all
 * users took while that is not much. The sample is used to estimate what a user's events have in common.
 *
 * <p>Events that repeat are counted as a training would hold them: equal ones are one if they are many among a block of
 * events. In a sample that has grown large, only the newest event of each user and item is kept, or one for each instant.
 */
public final class PlanSink implements UsageEvents.Sink {
    /** When a sample has grown to so many different events, half of its users are left out. */
    public static final int MAX_SAMPLE = 1 << 21;

    final IdTable users = new IdTable();
    final IdTable items = new IdTable();
    final EventTimes times;
    /** The events in the sample, all of them sealed once this has absorbed others. */
    final PackedEvents sample = new PackedEvents();
    /** How many events each user has, as they are held. */
    int[] eventsOfUser = new int[256];
    /** How many events each item has, as they are held. */
    int[] eventsOfItem = new int[256];
    /** All events. */
    long events;
    /** All events, as they are held. */
    long held;
    /** How often one of the events held happened. */
    private long mostRepeats = 1;

    /** How often users were left out: one user in two to the power of this is in the sample. */
    int halvings;
    /** The events in the sample. */
    private long sampled;

    private byte[] levelOfUser = new byte[256];
    private final EventBlock block = new EventBlock();
    private final ColumnRange timeRange = new ColumnRange();
    private final ColumnRange weights = new ColumnRange();
    private final boolean timed;
    private final EventWeigher weigher;
    private final Predicate<CharSequence> known;
    private final TrainingThreads work;
    private final boolean everyInstant;

    /** Counts nothing yet. */
    PlanSink(RowOptions options, long now, Predicate<CharSequence> known, TrainingThreads work) {
        this.times = new EventTimes(
                now,
                options.referenceTime().isPresent()
                        ? OptionalLong.of(options.referenceTime().get().toEpochMilli())
                        : OptionalLong.empty());
        this.timed = options.events().timed();
        this.everyInstant = options.events().everyInstant();
        this.weigher = new EventWeigher(options.events());
        this.known = known;
        this.work = work;
    }

    @Override
    public boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight) {
        if (!known.test(item)) {
            return false;
        }
        int usersBefore = users.size();
        int userNumber = users.numberOf(user);
        int itemNumber = items.numberOf(item);
        if (userNumber == eventsOfUser.length) {
            eventsOfUser = Arrays.copyOf(eventsOfUser, userNumber * 2);
            levelOfUser = Arrays.copyOf(levelOfUser, userNumber * 2);
        }
        if (itemNumber == eventsOfItem.length) {
            eventsOfItem = Arrays.copyOf(eventsOfItem, itemNumber * 2);
        }
        if (userNumber == usersBefore) {
            levelOfUser[userNumber] = (byte) Integer.numberOfTrailingZeros(Utf8.hash(user));
        }
        events++;
        times.add(epochMillis);
        long time = timed ? epochMillis : UsageEvents.NO_TIME;
        float kept = weigher.weightOf(type, weight);
        timeRange.add(time);
        weights.add(Float.floatToRawIntBits(kept));
        block.add(userNumber, itemNumber, time, kept);
        if (block.full()) {
            drain();
        }
        if (events % EventBlock.CAPACITY == 0) {
            work.check();
        }
        return true;
    }

    /** Counts the events of the block, as they would be held. */
    private void drain() {
        block.combine();
        held += block.size();
        for (int at = 0; at < block.size(); at++) {
            int user = block.user(at);
            mostRepeats = Math.max(mostRepeats, block.repeats(at));
            eventsOfUser[user]++;
            eventsOfItem[block.item(at)]++;
            if (levelOfUser[user] >= halvings) {
                sample(user, block.item(at), block.time(at));
            }
        }
        block.clear();
    }

    /** Takes over what other sinks have counted and sampled. The other sinks are not used any more. */
    void absorb(List<PlanSink> others) {
        others.forEach(PlanSink::drain);
        for (PlanSink other : others) {
            halvings = Math.max(halvings, other.halvings);
        }
        others.forEach(other -> other.halve(halvings));
        if (sampled(others) >= MAX_SAMPLE) {
            others.forEach(PlanSink::compact);
        }
        while (sampled(others) >= MAX_SAMPLE) {
            halvings++;
            others.forEach(other -> other.halve(halvings));
        }
        others.forEach(this::absorb);
    }

    private static long sampled(List<PlanSink> sinks) {
        return sinks.stream().mapToLong(sink -> sink.sampled).sum();
    }

    /** The most bytes that each event takes in a log. */
    int bytesPerEvent() {
        int itemsWithEvents = 0;
        while (itemsWithEvents < Math.min(items.size(), eventsOfItem.length) && eventsOfItem[itemsWithEvents] > 0) {
            itemsWithEvents++;
        }
        return PackedColumn.width(users.size() - 1, 1)
                + PackedColumn.width(itemsWithEvents - 1, 1)
                + timeRange.width()
                + weights.width()
                + PackedColumn.width(2 * (mostRepeats - 1), 1);
    }

    private void absorb(PlanSink other) {
        other.sample.seal();
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        sample.absorb(other.sample, userNumbers, itemNumbers);
        timeRange.add(other.timeRange);
        weights.add(other.weights);
        times.absorb(other.times);
        eventsOfUser = Arrays.copyOf(eventsOfUser, Math.max(eventsOfUser.length, users.size()));
        eventsOfItem = Arrays.copyOf(eventsOfItem, Math.max(eventsOfItem.length, items.size()));
        for (int user = 0; user < userNumbers.length; user++) {
            eventsOfUser[userNumbers[user]] += other.eventsOfUser[user];
        }
        for (int item = 0; item < itemNumbers.length; item++) {
            eventsOfItem[itemNumbers[item]] += other.eventsOfItem[item];
        }
        events += other.events;
        held += other.held;
        mostRepeats = Math.max(mostRepeats, other.mostRepeats);
    }

    private void sample(int user, int item, long time) {
        add(user, item, time);
        if (sampled == MAX_SAMPLE) {
            compact();
            while (sampled > MAX_SAMPLE / 2) {
                halve(halvings + 1);
            }
        }
    }

    private void add(int user, int item, long time) {
        if (sample.add(user, item, time, 1)) {
            sample.seal();
        }
        sampled++;
    }

    private void compact() {
        sample.seal();
        sample.keepDistinct(everyInstant);
        sampled = sample.held();
    }

    /** Leaves out users. One user with more than the sample has room for is left out, too. */
    private void halve(int level) {
        if (level == halvings) {
            return;
        }
        halvings = level;
        sample.seal();
        int blocks = sample.blocks();
        EventBlock scratch = new EventBlock();
        sampled = 0;
        for (int number = 0; number < blocks; number++) {
            sample.block(number).events.unpack(scratch, EventBlock.ALL);
            sample.drop(number);
            for (int at = 0; at < scratch.size(); at++) {
                if (levelOfUser[scratch.user(at)] >= level) {
                    add(scratch.user(at), scratch.item(at), scratch.time(at));
                }
            }
        }
        sample.removeDropped();
    }
}
