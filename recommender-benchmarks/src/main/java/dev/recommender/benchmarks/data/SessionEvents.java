package dev.recommender.benchmarks.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sessions of clicks in which order matters. What is clicked next depends on the item before: mostly it is one of the few
 * that follow this item, sometimes it is the same item again or the one before it, sometimes any item by popularity. Users
 * are sessions.
 *
 * <p>An item's followers are other items by popularity. That b follows a does not make a follow b. So an item's neighbours in
 * either direction mislead a model that does not know the direction.
 */
public final class SessionEvents {
    private static final long START = 1_767_225_600;
    private static final int DAYS = 30;
    private static final int FOLLOWERS = 5;

    /** How often, in percent, a click is on the item before it again, on the one before that, or on any item. */
    private static final int AGAIN = 8;

    private static final int BACK = 8;
    private static final int ANYWHERE = 20;

    /** In percent: whether a session goes on after a click. */
    private static final int GOES_ON = 82;

    private static final int LONGEST = 100;

    private SessionEvents() {}

    /**
     * Draws sessions; the same arguments always give the same. Each has at least two clicks, about seven on average, between
     * two seconds and four minutes apart.
     *
     * @param sessions how many; at least 1
     * @param items how many there are; at least 10
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public static SyntheticEvents generate(int sessions, int items, long seed) {
        if (sessions < 1 || items < 10) {
            throw new IllegalArgumentException(
                    "sessions must be at least 1 and items at least 10: " + sessions + ", " + items);
        }
        AliasTable popularity = new AliasTable(Shape.GOWALLA.popularity(items));
        int[][] followers = followers(items, popularity, new SplittableRandom(seed));
        Growing events = new Growing();
        for (int session = 0; session < sessions; session++) {
            SplittableRandom random = new SplittableRandom(seed ^ (session + 1) * 0x9E3779B97F4A7C15L);
            long time = START + random.nextLong(DAYS * 86_400L);
            int before = popularity.draw(random);
            int item = popularity.draw(random);
            int clicks = 0;
            do {
                events.add(session, item, time);
                int next = next(item, before, followers, popularity, random);
                before = item;
                item = next;
                time += 2 + random.nextInt(239);
                clicks++;
            } while (clicks < 2 || clicks < LONGEST && random.nextInt(100) < GOES_ON);
        }
        return events.toEvents();
    }

    /** The same sessions with the clicks of each in random order, at the same times: order says nothing any more. */
    public static SyntheticEvents shuffled(SyntheticEvents events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] item = events.item().clone();
        for (int start = 0, end = 0; start < item.length; start = end) {
            while (end < item.length && events.user()[end] == events.user()[start]) {
                end++;
            }
            for (int at = end - 1; at > start; at--) {
                int other = start + random.nextInt(at - start + 1);
                int moved = item[at];
                item[at] = item[other];
                item[other] = moved;
            }
        }
        return new SyntheticEvents(
                events.user().clone(),
                item,
                events.weight().clone(),
                events.seconds().clone());
    }

    private static int[][] followers(int items, AliasTable popularity, SplittableRandom random) {
        int[][] followers = new int[items][FOLLOWERS];
        for (int item = 0; item < items; item++) {
            for (int at = 0; at < FOLLOWERS; at++) {
                int follower = popularity.draw(random);
                followers[item][at] = follower == item ? (item + 1) % items : follower;
            }
        }
        return followers;
    }

    private static int next(int item, int before, int[][] followers, AliasTable popularity, SplittableRandom random) {
        int percent = random.nextInt(100);
        if (percent < AGAIN) {
            return item;
        }
        if (percent < AGAIN + BACK) {
            return before;
        }
        if (percent < AGAIN + BACK + ANYWHERE) {
            return popularity.draw(random);
        }
        // The first follower half of the time, the second half of the rest, and so on.
        int rank = Math.min(FOLLOWERS - 1, Integer.numberOfTrailingZeros(random.nextInt() | 1 << FOLLOWERS));
        return followers[item][rank];
    }

    private static final class Growing {
        private int[] user = new int[1 << 12];
        private int[] item = new int[user.length];
        private long[] seconds = new long[user.length];
        private int size;

        void add(int session, int clicked, long time) {
            if (size == user.length) {
                user = Arrays.copyOf(user, 2 * size);
                item = Arrays.copyOf(item, 2 * size);
                seconds = Arrays.copyOf(seconds, 2 * size);
            }
            user[size] = session;
            item[size] = clicked;
            seconds[size++] = time;
        }

        SyntheticEvents toEvents() {
            float[] weight = new float[size];
            Arrays.fill(weight, 1);
            return new SyntheticEvents(
                    Arrays.copyOf(user, size), Arrays.copyOf(item, size), weight, Arrays.copyOf(seconds, size));
        }
    }
}
