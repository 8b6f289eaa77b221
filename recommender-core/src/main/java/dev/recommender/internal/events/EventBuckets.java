package dev.recommender.internal.events;

import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Events dealt out to buckets of consecutive users, by index. One bucket's events are few enough to be unpacked and put
 * in the order of users at once, in memory that a cache can hold. Several threads can work on buckets, and buckets can
 * be dropped one by one.
 */
public final class EventBuckets {
    private static final int EVENTS_PER_BUCKET = 1 << 18;
    private static final int MAX_BUCKETS = 1 << 10;

    private final int[] eventStart;
    private final int[] firstUser;
    private final EventBlock.@Nullable Packed[][] parts;

    private EventBuckets(int[] eventStart, int[] firstUser, int blocks) {
        this.eventStart = eventStart;
        this.firstUser = firstUser;
        this.parts = new EventBlock.Packed[blocks][];
    }

    /**
     * Deals out events block by block. Drops each block after that.
     *
     * @param indexOfUser the index of each user by number
     */
    public static EventBuckets of(PackedEvents events, int[] indexOfUser, TrainingThreads work) {
        int users = indexOfUser.length;
        AtomicIntegerArray counts = new AtomicIntegerArray(users);
        work.runQuietly(events.blocks(), EventBlock::new, (number, scratch) -> {
            PackedEvents.Block block = events.block(number);
            block.events.unpack(scratch, EventBlock.USERS);
            for (int at = 0; at < scratch.size(); at++) {
                counts.getAndIncrement(indexOfUser[block.users[scratch.user(at)]]);
            }
        });
        int[] eventStart = new int[users + 1];
        for (int user = 0; user < users; user++) {
            eventStart[user + 1] = eventStart[user] + counts.get(user);
        }
        EventBuckets buckets = new EventBuckets(eventStart, firstUsers(eventStart), events.blocks());
        char[] bucketOfUser = new char[users];
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            Arrays.fill(bucketOfUser, buckets.first(bucket), buckets.last(bucket), (char) bucket);
        }
        work.runQuietly(
                events.blocks(), () -> new EventBlock[] {new EventBlock(), new EventBlock()}, (number, scratch) -> {
                    buckets.deal(number, events.block(number), indexOfUser, bucketOfUser, scratch[0], scratch[1]);
                    events.drop(number);
                });
        return buckets;
    }

    /** Buckets of about equally many events. All events of a user are in one bucket. */
    private static int[] firstUsers(int[] eventStart) {
        int users = eventStart.length - 1;
        int limit = Math.max(EVENTS_PER_BUCKET, eventStart[users] / (MAX_BUCKETS / 2));
        int[] first = new int[MAX_BUCKETS + 2];
        int buckets = 0;
        for (int user = 0; user < users; user++) {
            if (user > first[buckets] && eventStart[user + 1] - eventStart[first[buckets]] > limit) {
                first[++buckets] = user;
            }
        }
        first[++buckets] = users;
        return Arrays.copyOf(first, buckets + 1);
    }

    private void deal(
            int number,
            PackedEvents.Block block,
            int[] indexOfUser,
            char[] bucketOfUser,
            EventBlock scratch,
            EventBlock sorted) {
        block.events.unpack(scratch, EventBlock.ALL);
        int[] next = new int[count() + 1];
        for (int at = 0; at < scratch.size(); at++) {
            next[bucketOfUser[indexOfUser[block.users[scratch.user(at)]]] + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] start = next.clone();
        sorted.resize(scratch.size());
        for (int at = 0; at < scratch.size(); at++) {
            int user = indexOfUser[block.users[scratch.user(at)]];
            int item = block.items[scratch.item(at)];
            sorted.set(next[bucketOfUser[user]]++, scratch, at, user, item);
        }
        EventBlock.Packed[] dealt = new EventBlock.Packed[count()];
        Arrays.setAll(dealt, bucket -> sorted.pack(start[bucket], start[bucket + 1]));
        parts[number] = dealt;
    }

    /** How many events there are in all. */
    int events() {
        return eventStart[eventStart.length - 1];
    }

    /** How many events the user with the most has. */
    int largestUser() {
        int largest = 0;
        for (int user = 1; user < eventStart.length; user++) {
            largest = Math.max(largest, eventStart[user] - eventStart[user - 1]);
        }
        return largest;
    }

    public int count() {
        return firstUser.length - 1;
    }

    /** The first user of a bucket. */
    public int first(int bucket) {
        return firstUser[bucket];
    }

    /** The user after the last one of a bucket. */
    public int last(int bucket) {
        return firstUser[bucket + 1];
    }

    /** Drops a bucket, which is not unpacked again. */
    void drop(int bucket) {
        for (EventBlock.@Nullable Packed[] block : parts) {
            block[bucket] = null;
        }
    }

    /** The events of one bucket, in the order of users; used by one thread, for one bucket after the other. */
    public final class Unpacked {
        public int[] items = new int[0];
        public long[] times = new long[0];
        float[] weights = new float[0];
        private final EventBlock scratch = new EventBlock();
        private int[] next = new int[0];
        private int origin;

        /** Unpacks a bucket: users and items, or all columns. */
        public void fill(int bucket, int columns) {
            origin = eventStart[first(bucket)];
            ensure(eventStart[last(bucket)] - origin, columns);
            next = Arrays.copyOfRange(eventStart, first(bucket), last(bucket));
            for (EventBlock.@Nullable Packed[] block : parts) {
                EventBlock.Packed part = Objects.requireNonNull(block[bucket]);
                part.unpack(scratch, columns);
                for (int at = 0; at < scratch.size(); at++) {
                    int place = next[scratch.user(at) - first(bucket)]++ - origin;
                    items[place] = scratch.item(at);
                    if (columns == EventBlock.ALL) {
                        times[place] = scratch.time(at);
                        weights[place] = scratch.weight(at);
                    }
                }
            }
        }

        /** Where a user's events start. */
        public int start(int user) {
            return eventStart[user] - origin;
        }

        /** Where a user's events end, exclusive. */
        public int end(int user) {
            return eventStart[user + 1] - origin;
        }

        private void ensure(int length, int columns) {
            if (items.length < length) {
                items = new int[length];
            }
            if (columns == EventBlock.ALL && times.length < length) {
                times = new long[length];
                weights = new float[length];
            }
        }
    }
}
