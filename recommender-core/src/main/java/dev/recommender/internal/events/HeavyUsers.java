package dev.recommender.internal.events;

import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Into which pieces the buckets of {@link EventBuckets} are divided: mostly one, or several if a bucket's only user has
 * too many events. The pieces have consecutive numbers, the slots. Which piece an event is in depends on the class of
 * its item, and classes on the items' ids. Immutable once made; shared between threads.
 */
final class HeavyUsers {
    /** How many classes of items there are. */
    static final int CLASSES = 1 << 12;

    private static final int[] NO_SIZES = new int[0];

    private final int[] firstSlot;
    private final char[][] pieceOfClass;
    private final int[][] sizes;

    private HeavyUsers(int[] firstSlot, char[][] pieceOfClass, int[][] sizes) {
        this.firstSlot = firstSlot;
        this.pieceOfClass = pieceOfClass;
        this.sizes = sizes;
    }

    /** The class of each item, by number. */
    static char[] classes(IdTable items) {
        char[] classes = new char[items.size()];
        for (int item = 0; item < classes.length; item++) {
            classes[item] = (char) (items.hash(item) & CLASSES - 1);
        }
        return classes;
    }

    /** Counts the events of the users that have more than the limit, and divides them. */
    static HeavyUsers of(
            PackedEvents events,
            int[] indexOfUser,
            char[] classes,
            int[] eventStart,
            int[] firstUser,
            int limit,
            TrainingThreads work) {
        int buckets = firstUser.length - 1;
        List<Integer> heavy = new ArrayList<>();
        for (int bucket = 0; classes.length > 0 && bucket < buckets; bucket++) {
            if (eventStart[firstUser[bucket + 1]] - eventStart[firstUser[bucket]] > limit) {
                heavy.add(bucket);
            }
        }
        AtomicIntegerArray counts = new AtomicIntegerArray(heavy.size() * CLASSES);
        if (!heavy.isEmpty()) {
            int[] ordinalOfUser = new int[indexOfUser.length];
            Arrays.fill(ordinalOfUser, -1);
            for (int ordinal = 0; ordinal < heavy.size(); ordinal++) {
                ordinalOfUser[firstUser[heavy.get(ordinal)]] = ordinal;
            }
            work.runQuietly(events.blocks(), EventBlock::new, (number, scratch) -> {
                PackedEvents.Block block = events.block(number);
                block.events.unpack(scratch, EventBlock.USERS_AND_ITEMS);
                for (int at = 0; at < scratch.size(); at++) {
                    int ordinal = ordinalOfUser[indexOfUser[block.users[scratch.user(at)]]];
                    if (ordinal >= 0) {
                        counts.getAndIncrement(ordinal * CLASSES + classes[block.items[scratch.item(at)]]);
                    }
                }
            });
        }
        int[] firstSlot = new int[buckets + 1];
        char[][] pieceOfClass = new char[buckets][];
        int[][] sizes = new int[buckets][];
        for (int bucket = 0; bucket < buckets; bucket++) {
            int ordinal = heavy.indexOf(bucket);
            sizes[bucket] = NO_SIZES;
            if (ordinal >= 0) {
                pieceOfClass[bucket] = new char[CLASSES];
                sizes[bucket] = divide(counts, ordinal * CLASSES, limit, pieceOfClass[bucket]);
            }
            firstSlot[bucket + 1] = firstSlot[bucket] + Math.max(1, sizes[bucket].length);
        }
        return new HeavyUsers(firstSlot, pieceOfClass, sizes);
    }

    /** Fills pieces with classes up to the limit, one after the other; returns how many events each has. */
    private static int[] divide(AtomicIntegerArray counts, int from, int limit, char[] pieceOfClass) {
        int[] sizes = new int[CLASSES];
        int piece = 0;
        for (int number = 0; number < CLASSES; number++) {
            int count = counts.get(from + number);
            if (sizes[piece] > 0 && (long) sizes[piece] + count > limit) {
                piece++;
            }
            pieceOfClass[number] = (char) piece;
            sizes[piece] += count;
        }
        return Arrays.copyOf(sizes, piece + 1);
    }

    /** How many slots there are. */
    int slots() {
        return firstSlot[firstSlot.length - 1];
    }

    /** In how many pieces a bucket is. */
    int pieces(int bucket) {
        return firstSlot[bucket + 1] - firstSlot[bucket];
    }

    /** The first slot of a bucket. */
    int slot(int bucket) {
        return firstSlot[bucket];
    }

    /** The slot of a bucket in several pieces for items of a class. */
    int slot(int bucket, int classOfItem) {
        return firstSlot[bucket] + pieceOfClass[bucket][classOfItem];
    }

    /** How many events a piece of a bucket in several pieces has. */
    int size(int bucket, int piece) {
        return sizes[bucket][piece];
    }
}
