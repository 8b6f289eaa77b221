package dev.recommender.internal.events;

import java.util.Arrays;

/**
 * Events as plain columns: being collected, or on their way from one {@linkplain Packed packed} form to another. Events
 * that are equal in everything can be held as one with the number of times that it happened.
 */
public final class EventBlock {
    /** Packed blocks have at most so many events. */
    public static final int CAPACITY = 1 << 16;

    /** How many columns to unpack for the users alone. */
    static final int USERS = 1;

    /** How many columns to unpack for users and items. */
    public static final int USERS_AND_ITEMS = 2;

    /** How many columns there are. */
    public static final int ALL = 4;

    private static final int FIRST = 1 << 7;
    private static final int USER = 0;
    private static final int ITEM = 1;
    private static final int TIME = 2;
    private static final int WEIGHT = 3;

    private static final long[] ONCE = new long[0];

    /** Equal events are put together if one in so many of a sample repeats another. */
    private static final int LEAST_REPEATED = 8;

    private static final int SAMPLE = 1 << 10;

    private final long[][] columns = new long[ALL][FIRST];
    /** How often each event happened; empty if each happened once. */
    private long[] repeats = ONCE;

    private int size;

    public int size() {
        return size;
    }

    public boolean full() {
        return size == CAPACITY;
    }

    public void clear() {
        size = 0;
        repeats = ONCE;
    }

    /** Adds an event to a block that is not full. */
    public void add(int user, int item, long time, float weight) {
        ensure(size + 1);
        columns[USER][size] = user;
        columns[ITEM][size] = item;
        columns[TIME][size] = time;
        columns[WEIGHT][size++] = Float.floatToRawIntBits(weight);
    }

    /** Puts equal events of a full block together, if many are equal. Others keep their order. */
    public void combine() {
        if (repeatedOfSample() < SAMPLE / LEAST_REPEATED) {
            return;
        }
        int[] places = new int[2 * CAPACITY];
        int kept = 0;
        for (int at = 0; at < size; at++) {
            int slot = slot(places, at);
            int first = places[slot] - 1;
            if (first >= 0 && repeats(first) + repeats(at) <= Integer.MAX_VALUE) {
                repeat(first, repeats(at));
            } else {
                move(at, kept);
                places[slot] = ++kept;
            }
        }
        size = kept;
    }

    /** How many events of a sample equal one of another sample. */
    private int repeatedOfSample() {
        if (size < CAPACITY) {
            return 0;
        }
        int step = CAPACITY / SAMPLE;
        int[] places = new int[4 * SAMPLE];
        for (int at = 0; at < size; at += step) {
            places[slot(places, at)] = at + 1;
        }
        int repeated = 0;
        for (int at = step / 2; at < size; at += step) {
            repeated += places[slot(places, at)] > 0 ? 1 : 0;
        }
        return repeated;
    }

    /** The slot of a table of places that has an equal event, or would get it. */
    private int slot(int[] places, int at) {
        long hash = columns[USER][at];
        for (int column = ITEM; column < ALL; column++) {
            hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L + columns[column][at];
        }
        int slot = (int) (hash * 0x94D049BB133111EBL >>> 32) & places.length - 1;
        while (places[slot] > 0 && !equal(places[slot] - 1, at)) {
            slot = slot + 1 & places.length - 1;
        }
        return slot;
    }

    private boolean equal(int left, int right) {
        for (long[] column : columns) {
            if (column[left] != column[right]) {
                return false;
            }
        }
        return true;
    }

    private void move(int from, int to) {
        for (long[] column : columns) {
            column[to] = column[from];
        }
        if (repeats.length > 0) {
            repeats[to] = repeats[from];
        }
    }

    /** Makes room for so many events, to be {@linkplain #set set} in any order. */
    void resize(int events) {
        ensure(events);
        size = events;
        repeats = ONCE;
    }

    /** Copies an event of another block to a place here, with other numbers. */
    void set(int at, EventBlock source, int from, int user, int item) {
        columns[USER][at] = user;
        columns[ITEM][at] = item;
        columns[TIME][at] = source.columns[TIME][from];
        columns[WEIGHT][at] = source.columns[WEIGHT][from];
        if (source.repeats.length > 0) {
            repeat(at, source.repeats[from] - 1);
        }
    }

    public int user(int at) {
        return (int) columns[USER][at];
    }

    public int item(int at) {
        return (int) columns[ITEM][at];
    }

    public long time(int at) {
        return columns[TIME][at];
    }

    float weight(int at) {
        return Float.intBitsToFloat((int) columns[WEIGHT][at]);
    }

    /** How often an event happened. */
    public long repeats(int at) {
        return repeats.length == 0 ? 1 : repeats[at];
    }

    private void repeat(int at, long more) {
        if (repeats.length == 0) {
            repeats = new long[columns[USER].length];
            Arrays.fill(repeats, 1);
        }
        repeats[at] += more;
    }

    /** Packs the events from one place to another. */
    Packed pack(int from, int to) {
        PackedColumn[] packed = new PackedColumn[ALL];
        Arrays.setAll(packed, column -> PackedColumn.of(columns[column], from, to));
        return new Packed(packed, repeats.length == 0 ? Packed.ONCE : PackedColumn.of(repeats, from, to), to - from);
    }

    private void ensure(int capacity) {
        if (capacity > columns[0].length) {
            int larger = Math.max(capacity, Math.min(CAPACITY, columns[0].length * 2));
            Arrays.setAll(columns, column -> Arrays.copyOf(columns[column], larger));
            if (repeats.length > 0) {
                int held = repeats.length;
                repeats = Arrays.copyOf(repeats, larger);
                Arrays.fill(repeats, held, larger, 1);
            }
        }
    }

    /** Events in as few bytes as they need. Immutable. */
    public static final class Packed {
        private static final PackedColumn ONCE = PackedColumn.of(new long[] {1}, 0, 1);

        private final PackedColumn[] columns;
        private final PackedColumn repeats;
        private final int size;

        private Packed(PackedColumn[] columns, PackedColumn repeats, int size) {
            this.columns = columns;
            this.repeats = repeats;
            this.size = size;
        }

        public int size() {
            return size;
        }

        /** The heap that the events take, in bytes, but for small change. */
        public long bytes() {
            return repeats.size()
                    + Arrays.stream(columns).mapToLong(PackedColumn::size).sum();
        }

        /** Fills a block with the first columns of the events, in place of what it held. */
        public void unpack(EventBlock target, int count) {
            target.resize(size);
            for (int column = 0; column < count; column++) {
                columns[column].unpack(target.columns[column], size);
            }
            if (count == ALL && repeats != ONCE && size > 0) {
                target.repeat(0, 0);
                repeats.unpack(target.repeats, size);
            }
        }
    }
}
