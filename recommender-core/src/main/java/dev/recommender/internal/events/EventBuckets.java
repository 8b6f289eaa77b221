package dev.recommender.internal.events;

import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Events dealt out to buckets of consecutive users, by index. One bucket's events are few enough to be unpacked and put
 * in the order of users at once, in memory that a cache can hold. Several threads can work on buckets, and buckets can
 * be dropped one by one.
 *
 * <p>A user with more events than a bucket should have is alone in a bucket of several {@linkplain HeavyUsers pieces}.
 * Each piece has all events of some of the user's items. So what is unpacked at once does not grow with the user.
 */
public final class EventBuckets {
    private static final int EVENTS_PER_BUCKET = 1 << 18;
    private static final int MAX_BUCKETS = 1 << 10;

    /** Few events, too, are in so many buckets that all threads have a share of them. */
    private static final int WANTED_BUCKETS = 1 << 4;

    private static final int LEAST_PER_BUCKET = 1 << 14;

    private final int[] eventStart;
    private final int[] firstUser;
    private final HeavyUsers heavy;
    private final EventBlock.@Nullable Packed[][] parts;

    private EventBuckets(int[] eventStart, int[] firstUser, HeavyUsers heavy, int blocks) {
        this.eventStart = eventStart;
        this.firstUser = firstUser;
        this.heavy = heavy;
        this.parts = new EventBlock.Packed[blocks][];
    }

    /**
     * Deals out events block by block. Drops each block after that.
     *
     * @param indexOfUser the index of each user by number
     * @param classes the class of each item by number, from 0 to {@link HeavyUsers#CLASSES} − 1; events of items of one
     *     class are never apart. Empty if no user's events are to be divided
     */
    public static EventBuckets of(PackedEvents events, int[] indexOfUser, char[] classes, TrainingThreads work) {
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
        int[] firstUsers = firstUsers(eventStart);
        HeavyUsers heavy =
                HeavyUsers.of(events, indexOfUser, classes, eventStart, firstUsers, limit(eventStart[users]), work);
        EventBuckets buckets = new EventBuckets(eventStart, firstUsers, heavy, events.blocks());
        char[] bucketOfUser = new char[users];
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            Arrays.fill(bucketOfUser, buckets.first(bucket), buckets.last(bucket), (char) bucket);
        }
        work.runQuietly(
                events.blocks(), () -> new EventBlock[] {new EventBlock(), new EventBlock()}, (number, scratch) -> {
                    buckets.deal(
                            number, events.block(number), indexOfUser, bucketOfUser, classes, scratch[0], scratch[1]);
                    events.drop(number);
                });
        return buckets;
    }

    /** The class of each item of a table, by number. */
    public static char[] classes(IdTable items) {
        return HeavyUsers.classes(items);
    }

    /** How many of so many events should be unpacked at once. */
    public static int limit(long events) {
        return (int) Math.max(EVENTS_PER_BUCKET, Math.min(events, EventColumns.MAX_EVENTS) / (MAX_BUCKETS / 2));
    }

    /**
     * The most events that are unpacked at once to go through one user's events.
     *
     * @param events all events
     * @param largestUser the most of one user
     * @param largestClass the most of one user's items of one class
     */
    public static long largestPiece(long events, long largestUser, long largestClass) {
        return Math.min(largestUser, Math.max(limit(events), largestClass));
    }

    private static int perBucket(int events) {
        return Math.min(limit(events), Math.max(LEAST_PER_BUCKET, events / WANTED_BUCKETS));
    }

    /** Buckets of about equally many events. All events of a user are in one bucket. */
    private static int[] firstUsers(int[] eventStart) {
        int users = eventStart.length - 1;
        int limit = perBucket(eventStart[users]);
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
            char[] classes,
            EventBlock scratch,
            EventBlock sorted) {
        block.events.unpack(scratch, EventBlock.ALL);
        int[] slots = new int[scratch.size()];
        int[] next = new int[heavy.slots() + 1];
        for (int at = 0; at < scratch.size(); at++) {
            int bucket = bucketOfUser[indexOfUser[block.users[scratch.user(at)]]];
            slots[at] = heavy.pieces(bucket) == 1
                    ? heavy.slot(bucket)
                    : heavy.slot(bucket, classes[block.items[scratch.item(at)]]);
            next[slots[at] + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] start = next.clone();
        sorted.resize(scratch.size());
        for (int at = 0; at < scratch.size(); at++) {
            int user = indexOfUser[block.users[scratch.user(at)]];
            int item = block.items[scratch.item(at)];
            sorted.set(next[slots[at]]++, scratch, at, user, item);
        }
        EventBlock.Packed[] dealt = new EventBlock.Packed[heavy.slots()];
        Arrays.setAll(dealt, slot -> sorted.pack(start[slot], start[slot + 1]));
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

    /** The most events that are unpacked at once to go through one user's events. */
    int largestPiece() {
        int largest = 0;
        for (int bucket = 0; bucket < count(); bucket++) {
            for (int user = first(bucket); user < last(bucket); user++) {
                int own = eventStart[user + 1] - eventStart[user];
                largest = Math.max(largest, pieces(bucket) == 1 ? own : 0);
            }
            for (int piece = 0; pieces(bucket) > 1 && piece < pieces(bucket); piece++) {
                largest = Math.max(largest, heavy.size(bucket, piece));
            }
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

    /** In how many pieces a bucket is unpacked; more than one only if it has a single user. */
    int pieces(int bucket) {
        return heavy.pieces(bucket);
    }

    /** Drops a bucket, which is not unpacked again. */
    void drop(int bucket) {
        int slot = heavy.slot(bucket);
        for (EventBlock.@Nullable Packed[] block : parts) {
            Arrays.fill(block, slot, slot + pieces(bucket), null);
        }
    }

    /** The events of one bucket, in the order of users; used by one thread, for one bucket after the other. */
    public final class Unpacked {
        private static final int[] ONCE = new int[0];

        public int[] items = new int[0];
        public long[] times = new long[0];
        float[] weights = new float[0];
        /** How often each event happened; empty if each happened once. */
        int[] repeats = ONCE;

        private final EventBlock scratch = new EventBlock();
        private int[] next = new int[0];
        private int origin;
        private int pieceSize;
        private boolean piecewise;

        /** Unpacks a bucket that is in one piece: users and items, or all columns. */
        public void fill(int bucket, int columns) {
            fill(bucket, 0, columns);
        }

        /** Unpacks a piece of a bucket: users and items, or all columns. */
        void fill(int bucket, int piece, int columns) {
            piecewise = pieces(bucket) > 1;
            origin = eventStart[first(bucket)];
            pieceSize = piecewise ? heavy.size(bucket, piece) : eventStart[last(bucket)] - origin;
            ensure(pieceSize, columns);
            repeats = ONCE;
            next = Arrays.copyOfRange(eventStart, first(bucket), last(bucket));
            for (EventBlock.@Nullable Packed[] block : parts) {
                EventBlock.Packed part = Objects.requireNonNull(block[heavy.slot(bucket) + piece]);
                part.unpack(scratch, columns);
                for (int at = 0; at < scratch.size(); at++) {
                    int place = next[scratch.user(at) - first(bucket)]++ - origin;
                    items[place] = scratch.item(at);
                    if (columns == EventBlock.ALL) {
                        times[place] = scratch.time(at);
                        weights[place] = scratch.weight(at);
                        repeat(place, scratch.repeats(at));
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
            return piecewise ? pieceSize : eventStart[user + 1] - origin;
        }

        private void repeat(int place, long times) {
            if (repeats.length == 0) {
                if (times == 1) {
                    return;
                }
                repeats = new int[pieceSize];
                Arrays.fill(repeats, 1);
            }
            repeats[place] = (int) times;
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
