package dev.recommender.internal.events;

import java.util.Arrays;

/** Events as plain columns: being collected, or on their way from one {@linkplain Packed packed} form to another. */
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

    private final long[][] columns = new long[ALL][FIRST];
    private int size;

    public int size() {
        return size;
    }

    boolean full() {
        return size == CAPACITY;
    }

    void clear() {
        size = 0;
    }

    /** Adds an event to a block that is not full. */
    void add(int user, int item, long time, float weight) {
        ensure(size + 1);
        columns[USER][size] = user;
        columns[ITEM][size] = item;
        columns[TIME][size] = time;
        columns[WEIGHT][size++] = Float.floatToRawIntBits(weight);
    }

    /** Makes room for so many events, to be {@linkplain #set set} in any order. */
    void resize(int events) {
        ensure(events);
        size = events;
    }

    /** Copies an event of another block to a place here, with other numbers. */
    void set(int at, EventBlock source, int from, int user, int item) {
        columns[USER][at] = user;
        columns[ITEM][at] = item;
        columns[TIME][at] = source.columns[TIME][from];
        columns[WEIGHT][at] = source.columns[WEIGHT][from];
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

    /** Packs the events from one place to another. */
    Packed pack(int from, int to) {
        PackedColumn[] packed = new PackedColumn[ALL];
        Arrays.setAll(packed, column -> PackedColumn.of(columns[column], from, to));
        return new Packed(packed, to - from);
    }

    private void ensure(int capacity) {
        if (capacity > columns[0].length) {
            int larger = Math.max(capacity, Math.min(CAPACITY, columns[0].length * 2));
            Arrays.setAll(columns, column -> Arrays.copyOf(columns[column], larger));
        }
    }

    /** Events in as few bytes as they need. Immutable. */
    public static final class Packed {
        private final PackedColumn[] columns;
        private final int size;

        private Packed(PackedColumn[] columns, int size) {
            this.columns = columns;
            this.size = size;
        }

        public int size() {
            return size;
        }

        /** The heap that the events take, in bytes, but for small change. */
        public long bytes() {
            return Arrays.stream(columns).mapToLong(PackedColumn::size).sum();
        }

        /** Fills a block with the first columns of the events, in place of what it held. */
        public void unpack(EventBlock target, int count) {
            target.resize(size);
            for (int column = 0; column < count; column++) {
                columns[column].unpack(target.columns[column], size);
            }
        }
    }
}
