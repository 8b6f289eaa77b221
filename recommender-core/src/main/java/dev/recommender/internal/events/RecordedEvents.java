package dev.recommender.internal.events;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.IdTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Usage events that are kept, packed, while another reader reads them, so that they need not be read from their source
 * again. An event takes the bytes that its columns need, about ten, and each distinct id its text. If that would be more than
 * a limit, nothing is kept, and the source is read again instead. Read by any number of threads, but not while events are
 * still being recorded.
 */
public final class RecordedEvents implements UsageEvents {
    private static final int USER = 0;
    private static final int ITEM = 1;
    private static final int TIME = 2;
    private static final int TYPE = 3;
    private static final int WEIGHT = 4;
    private static final int COLUMNS = 5;
    private static final int FIRST_CAPACITY = 1 << 8;
    private static final int CAPACITY = 1 << 16;
    private static final int PARTS_OF_HEAP = 8;

    private final long mostBytes;
    private final Predicate<CharSequence> known;
    private IdTable users = new IdTable();
    private IdTable items = new IdTable();
    private final List<Part> parts = new ArrayList<>();
    private UsageEvents source = UsageEvents.of(List.of());
    private long bytes;
    private volatile boolean full;

    /**
     * Keeps nothing yet.
     *
     * @param mostBytes how much heap the events may take
     * @param known of which items the reader takes events, for when the source is read again
     */
    public RecordedEvents(long mostBytes, Predicate<CharSequence> known) {
        this.mostBytes = mostBytes;
        this.known = known;
    }

    /**
     * How much heap recorded events may take beside a training: an eighth of the JVM's largest heap, in bytes. With the three
     * quarters of the training an eighth is left.
     */
    public static long shareOfThisMachine() {
        return Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP;
    }

    /** Events of one part of the source, with the numbers here of its users and items. */
    private static final class Part {
        private final List<Block> blocks;
        private final int[] users;
        private final int[] items;
        private final List<EventType> types;

        Part(Recorder recorder, int[] users, int[] items) {
            this.blocks = recorder.blocks;
            this.types = recorder.types;
            this.users = users;
            this.items = items;
        }
    }

    private record Block(List<PackedColumn> columns, int size) {}

    /**
     * The same events as a source has, which can be read again. Those that a reader of it takes are recorded here, in place of
     * what was recorded before.
     */
    public UsageEvents recording(UsageEvents recorded) {
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) throws IOException {
                restart(recorded);
                return record(recorded, sink);
            }

            @Override
            public List<UsageEvents> parts() throws IOException {
                restart(recorded);
                List<UsageEvents> recording = new ArrayList<>();
                for (UsageEvents part : recorded.parts()) {
                    recording.add(sink -> record(part, sink));
                }
                return recording;
            }
        };
    }

    /**
     * Gives all recorded events to the sink, or the source's, if they were too many to be recorded.
     *
     * @throws IOException if the source has to be read, and cannot be
     */
    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        if (full) {
            return source().forEach((user, item, time, type, weight) ->
                    known.test(item) && sink.event(user, item, time, type, weight));
        }
        String[] userIds = texts(users);
        String[] itemIds = texts(items);
        long[][] columns = new long[COLUMNS][CAPACITY];
        long events = 0;
        for (Part part : snapshot()) {
            for (Block block : part.blocks) {
                for (int column = 0; column < COLUMNS; column++) {
                    block.columns.get(column).unpack(columns[column], block.size);
                }
                for (int at = 0; at < block.size; at++) {
                    sink.event(
                            userIds[part.users[(int) columns[USER][at]]],
                            itemIds[part.items[(int) columns[ITEM][at]]],
                            columns[TIME][at],
                            part.types.get((int) columns[TYPE][at]),
                            Double.longBitsToDouble(columns[WEIGHT][at]));
                }
                events += block.size;
            }
        }
        return ParsingReport.clean(events);
    }

    /** Whether the events are kept here, and not only in their source. */
    public boolean isKept() {
        return !full;
    }

    private ParsingReport record(UsageEvents part, Sink sink) throws IOException {
        Recorder recorder = new Recorder(sink);
        ParsingReport report = part.forEach(recorder);
        recorder.pack();
        recorder.account();
        add(recorder);
        return report;
    }

    private synchronized void add(Recorder recorder) {
        if (full) {
            return;
        }
        long before = users.bytes() + items.bytes();
        Part part = new Part(recorder, users.addAll(recorder.users), items.addAll(recorder.items));
        parts.add(part);
        // What only the recorder needed is free again.
        long others = (long) Integer.BYTES * (part.users.length + part.items.length) - recorder.transientBytes();
        book(users.bytes() + items.bytes() - before + others);
    }

    private synchronized void book(long more) {
        bytes += more;
        if (bytes > mostBytes) {
            full = true;
            forget();
        }
    }

    private synchronized void restart(UsageEvents recorded) {
        source = recorded;
        bytes = 0;
        full = false;
        forget();
    }

    private void forget() {
        parts.clear();
        users = new IdTable();
        items = new IdTable();
    }

    private synchronized UsageEvents source() {
        return source;
    }

    private synchronized List<Part> snapshot() {
        return List.copyOf(parts);
    }

    private static String[] texts(IdTable ids) {
        return IntStream.range(0, ids.size()).mapToObj(ids::text).toArray(String[]::new);
    }

    /** Keeps the events that a sink takes, until there are too many. Used by one thread. */
    private final class Recorder implements Sink {
        private final Sink sink;
        private IdTable users = new IdTable();
        private IdTable items = new IdTable();
        private final List<EventType> types = new ArrayList<>();
        private final Map<EventType, Integer> typeNumbers = new HashMap<>();
        private final List<Block> blocks = new ArrayList<>();
        private long[][] columns = new long[COLUMNS][FIRST_CAPACITY];
        private int size;
        private long packedBytes;
        private long booked;

        Recorder(Sink sink) {
            this.sink = sink;
        }

        @Override
        public boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight) {
            if (!sink.event(user, item, epochMillis, type, weight)) {
                return false;
            }
            if (full) {
                drop();
                return true;
            }
            if (size == columns[0].length) {
                Arrays.setAll(columns, column -> Arrays.copyOf(columns[column], 2 * size));
            }
            columns[USER][size] = users.numberOf(user);
            columns[ITEM][size] = items.numberOf(item);
            columns[TIME][size] = epochMillis;
            columns[TYPE][size] = typeNumbers.computeIfAbsent(type, this::newNumber);
            columns[WEIGHT][size] = Double.doubleToRawLongBits(weight);
            if (++size == CAPACITY) {
                pack();
                account();
            }
            return true;
        }

        private int newNumber(EventType type) {
            types.add(type);
            return types.size() - 1;
        }

        void pack() {
            if (size > 0) {
                List<PackedColumn> packed = Arrays.stream(columns)
                        .map(column -> PackedColumn.of(column, 0, size))
                        .toList();
                blocks.add(new Block(packed, size));
                packedBytes += packed.stream().mapToLong(PackedColumn::size).sum();
                size = 0;
            }
        }

        /** Books what has come since the last time. */
        void account() {
            long now = packedBytes + transientBytes();
            book(now - booked);
            booked = now;
        }

        /** The heap that nobody needs when all events are packed and added, in bytes. */
        long transientBytes() {
            return users.bytes() + items.bytes() + (long) Long.BYTES * COLUMNS * columns[0].length;
        }

        private void drop() {
            if (columns[0].length > 0) {
                blocks.clear();
                users = new IdTable();
                items = new IdTable();
                columns = new long[COLUMNS][0];
                size = 0;
            }
        }
    }
}
