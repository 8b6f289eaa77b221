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
import java.util.stream.IntStream;

/**
 * Usage events that are kept, packed, while another reader reads them, so that they need not be read from their source
 * again. An event takes the bytes that its columns need, about ten, and each distinct id its text. Read by any number of
 * threads, but not while events are still being recorded.
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

    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();
    private final List<Part> parts = new ArrayList<>();

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
     * The same events as a source has. Those that a reader of it takes are recorded here, in place of what was recorded
     * before.
     */
    public UsageEvents recording(UsageEvents source) {
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) throws IOException {
                clear();
                return record(source, sink);
            }

            @Override
            public List<UsageEvents> parts() throws IOException {
                clear();
                List<UsageEvents> recording = new ArrayList<>();
                for (UsageEvents part : source.parts()) {
                    recording.add(sink -> record(part, sink));
                }
                return recording;
            }
        };
    }

    /** Gives all recorded events to the sink. */
    @Override
    public ParsingReport forEach(Sink sink) {
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

    private ParsingReport record(UsageEvents source, Sink sink) throws IOException {
        Recorder recorder = new Recorder(sink);
        ParsingReport report = source.forEach(recorder);
        recorder.pack();
        add(recorder);
        return report;
    }

    private synchronized void add(Recorder recorder) {
        parts.add(new Part(recorder, users.addAll(recorder.users), items.addAll(recorder.items)));
    }

    private synchronized void clear() {
        parts.clear();
    }

    private synchronized List<Part> snapshot() {
        return List.copyOf(parts);
    }

    private static String[] texts(IdTable ids) {
        return IntStream.range(0, ids.size()).mapToObj(ids::text).toArray(String[]::new);
    }

    /** Keeps the events that a sink takes. Used by one thread. */
    private static final class Recorder implements Sink {
        private final Sink sink;
        private final IdTable users = new IdTable();
        private final IdTable items = new IdTable();
        private final List<EventType> types = new ArrayList<>();
        private final Map<EventType, Integer> typeNumbers = new HashMap<>();
        private final List<Block> blocks = new ArrayList<>();
        private final long[][] columns = new long[COLUMNS][FIRST_CAPACITY];
        private int size;

        Recorder(Sink sink) {
            this.sink = sink;
        }

        @Override
        public boolean event(CharSequence user, CharSequence item, long epochMillis, EventType type, double weight) {
            if (!sink.event(user, item, epochMillis, type, weight)) {
                return false;
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
                size = 0;
            }
        }
    }
}
