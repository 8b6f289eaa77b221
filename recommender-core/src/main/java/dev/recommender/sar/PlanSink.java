package dev.recommender.sar;

import dev.recommender.EventType;
import dev.recommender.UsageEvents;
import dev.recommender.internal.events.ColumnRange;
import dev.recommender.internal.events.EventBlock;
import dev.recommender.internal.events.EventWeigher;
import dev.recommender.internal.events.PackedColumn;
import dev.recommender.internal.events.PackedEvents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Utf8;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Counts events by user and by item as they are read. Also keeps all events of a sample of the users, or of all users
 * while the events are few. The sample is used to estimate what a user's events have in common.
 */
final class PlanSink implements UsageEvents.Sink {
    /** When a sample has grown to so many events, half of its users are left out. */
    static final int MAX_SAMPLE = 1 << 21;

    final IdTable users = new IdTable();
    final IdTable items = new IdTable();
    /** The events in the sample, all of them sealed once this has absorbed others. */
    final PackedEvents sample = new PackedEvents();
    /** How many events each user has. */
    int[] eventsOfUser = new int[256];
    /** How many events each item has. */
    int[] eventsOfItem = new int[256];
    /** All events. */
    long events;
    /** How often users were left out: one user in two to the power of this is in the sample. */
    int halvings;
    /** The events in the sample. */
    int sampled;

    private byte[] levelOfUser = new byte[256];
    private final ColumnRange times = new ColumnRange();
    private final ColumnRange weights = new ColumnRange();
    private final boolean timed;
    private final EventWeigher weigher;
    private final Predicate<CharSequence> known;
    private final TrainingThreads work;

    PlanSink(SarOptions options, Predicate<CharSequence> known, TrainingThreads work) {
        this.timed = options.events().timed();
        this.weigher = new EventWeigher(options.events());
        this.known = known;
        this.work = work;
    }

    @Override
    public boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight) {
        if (!known.test(item)) {
            return false;
        }
        int userNumber = users.numberOf(user);
        int itemNumber = items.numberOf(item);
        if (userNumber == eventsOfUser.length) {
            eventsOfUser = Arrays.copyOf(eventsOfUser, userNumber * 2);
            levelOfUser = Arrays.copyOf(levelOfUser, userNumber * 2);
        }
        if (itemNumber == eventsOfItem.length) {
            eventsOfItem = Arrays.copyOf(eventsOfItem, itemNumber * 2);
        }
        if (eventsOfUser[userNumber]++ == 0) {
            levelOfUser[userNumber] = (byte) Integer.numberOfTrailingZeros(Utf8.hash(user));
        }
        eventsOfItem[itemNumber]++;
        events++;
        long time = timed ? epochMillis : UsageEvents.NO_TIME;
        times.add(time);
        weights.add(Float.floatToRawIntBits(weigher.weightOf(type, weight)));
        if (levelOfUser[userNumber] >= halvings) {
            sample(userNumber, itemNumber, time);
        }
        if ((events & 0xFFFF) == 0) {
            work.check();
        }
        return true;
    }

    /** Takes over what other sinks have counted and sampled. The other sinks are not used any more. */
    void absorb(List<PlanSink> others) {
        for (PlanSink other : others) {
            halvings = Math.max(halvings, other.halvings);
        }
        others.forEach(other -> other.halve(halvings));
        while (others.stream().mapToLong(other -> other.sampled).sum() >= MAX_SAMPLE) {
            halvings++;
            others.forEach(other -> other.halve(halvings));
        }
        others.forEach(this::absorb);
    }

    /** The most bytes that each event takes in a log. */
    int bytesPerEvent() {
        int itemsWithEvents = 0;
        while (itemsWithEvents < Math.min(items.size(), eventsOfItem.length) && eventsOfItem[itemsWithEvents] > 0) {
            itemsWithEvents++;
        }
        return PackedColumn.width(users.size() - 1, 1)
                + PackedColumn.width(itemsWithEvents - 1, 1)
                + times.width()
                + weights.width();
    }

    private void absorb(PlanSink other) {
        other.sample.seal();
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        sample.absorb(other.sample, userNumbers, itemNumbers);
        sampled += other.sampled;
        times.add(other.times);
        weights.add(other.weights);
        eventsOfUser = Arrays.copyOf(eventsOfUser, Math.max(eventsOfUser.length, users.size()));
        eventsOfItem = Arrays.copyOf(eventsOfItem, Math.max(eventsOfItem.length, items.size()));
        for (int user = 0; user < userNumbers.length; user++) {
            eventsOfUser[userNumbers[user]] += other.eventsOfUser[user];
        }
        for (int item = 0; item < itemNumbers.length; item++) {
            eventsOfItem[itemNumbers[item]] += other.eventsOfItem[item];
        }
        events += other.events;
    }

    private void sample(int user, int item, long time) {
        if (sample.add(user, item, time, 1)) {
            sample.seal();
        }
        sampled++;
        while (sampled == MAX_SAMPLE) {
            halve(halvings + 1);
        }
    }

    /** Leaves out users. One user with more events than the sample has room for is left out, too. */
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
                    sampled++;
                    if (sample.add(scratch.user(at), scratch.item(at), scratch.time(at), 1)) {
                        sample.seal();
                    }
                }
            }
        }
        sample.removeDropped();
    }
}
