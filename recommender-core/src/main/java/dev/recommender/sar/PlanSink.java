package dev.recommender.sar;

import dev.recommender.EventType;
import dev.recommender.UsageEvents;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Counts events as they are read: exactly by user and by item; and keeps all events of some users, every one as long as
 * they are few, so that what a user's events have in common can be told from a sample.
 */
final class PlanSink implements UsageEvents.Sink {
    /** When the sample has grown to so many events, half of its users are left out. */
    static final int MAX_SAMPLE = 1 << 21;

    final IdTable users = new IdTable();
    final IdTable items = new IdTable();
    /** The first events as a log would have them. */
    final EventBlock first = new EventBlock();
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

    int[] sampleUser = new int[1 << 10];
    int[] sampleItem = new int[1 << 10];
    long[] sampleTime = new long[1 << 10];
    private byte[] levelOfUser = new byte[256];
    private final SarOptions options;
    private final Predicate<CharSequence> known;
    private final Work work;

    PlanSink(SarOptions options, Predicate<CharSequence> known, Work work) {
        this.options = options;
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
        if (!first.full()) {
            float kept = Double.isNaN(weight) || !options.weighted() ? 1 : (float) weight;
            first.add(userNumber, itemNumber, options.timed() ? epochMillis : UsageEvents.NO_TIME, kept);
        }
        if (levelOfUser[userNumber] >= halvings) {
            sample(userNumber, itemNumber, epochMillis);
        }
        if ((events & 0xFFFF) == 0) {
            work.check();
        }
        return true;
    }

    /** Adds what another sink has counted and sampled. */
    void absorb(PlanSink other) {
        int[] userNumbers = users.addAll(other.users);
        int[] itemNumbers = items.addAll(other.items);
        eventsOfUser = Arrays.copyOf(eventsOfUser, Math.max(eventsOfUser.length, users.size()));
        eventsOfItem = Arrays.copyOf(eventsOfItem, Math.max(eventsOfItem.length, items.size()));
        levelOfUser = Arrays.copyOf(levelOfUser, eventsOfUser.length);
        for (int user = 0; user < userNumbers.length; user++) {
            eventsOfUser[userNumbers[user]] += other.eventsOfUser[user];
            levelOfUser[userNumbers[user]] = other.levelOfUser[user];
        }
        for (int item = 0; item < itemNumbers.length; item++) {
            eventsOfItem[itemNumbers[item]] += other.eventsOfItem[item];
        }
        events += other.events;
        while (halvings < other.halvings) {
            halve();
        }
        for (int at = 0; at < other.sampled; at++) {
            int user = userNumbers[other.sampleUser[at]];
            if (levelOfUser[user] >= halvings) {
                sample(user, itemNumbers[other.sampleItem[at]], other.sampleTime[at]);
            }
        }
        for (int at = 0; at < other.first.size() && !first.full(); at++) {
            first.add(
                    userNumbers[other.first.user(at)],
                    itemNumbers[other.first.item(at)],
                    other.first.time(at),
                    other.first.weight(at));
        }
    }

    private void sample(int user, int item, long time) {
        if (sampled == sampleUser.length) {
            int larger = Math.min(MAX_SAMPLE, sampled * 2);
            sampleUser = Arrays.copyOf(sampleUser, larger);
            sampleItem = Arrays.copyOf(sampleItem, larger);
            sampleTime = Arrays.copyOf(sampleTime, larger);
        }
        sampleUser[sampled] = user;
        sampleItem[sampled] = item;
        sampleTime[sampled++] = time;
        while (sampled == MAX_SAMPLE) {
            halve();
        }
    }

    /** Leaves out half of the users. One user with more events than the sample has room for is left out, too. */
    private void halve() {
        halvings++;
        int kept = 0;
        for (int at = 0; at < sampled; at++) {
            if (levelOfUser[sampleUser[at]] >= halvings) {
                sampleUser[kept] = sampleUser[at];
                sampleItem[kept] = sampleItem[at];
                sampleTime[kept++] = sampleTime[at];
            }
        }
        sampled = kept;
    }
}
