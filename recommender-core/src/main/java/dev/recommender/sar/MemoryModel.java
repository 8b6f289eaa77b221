package dev.recommender.sar;

import dev.recommender.ScoreScale;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.counting.CooccurrenceTable;
import dev.recommender.internal.events.EventBlock;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The heap that each phase of a training holds at its height, from the sizes of what it holds. Arrays are counted in
 * full, objects by rule of thumb.
 */
final class MemoryModel {
    /** Classes, buffers and small change. */
    private static final long BASE = 6 << 20;

    private static final long EVENT_SCRATCH = 4 * Long.BYTES;
    private static final long UNPACKED_EVENT = 16;
    private static final long SUMMED_EVENT = 8;
    private static final long SUMMED_PAIR = 28;
    private static final long UNIT_EVENT = 36;

    /** In the rows, while they are put together, and in the model. */
    private static final long OWN_EXPONENT = 24;

    /** Target, order, co-occurrence and key of each item, from which a row's best are chosen. */
    private static final long CHOICE = 24;

    private static final long CELL = 8;
    private static final long ROW_OBJECT = 48;

    private final SarOptions options;
    private final long threads;

    MemoryModel(SarOptions options, int threads) {
        this.options = options;
        this.threads = threads;
    }

    /** What each phase takes, with the rows of all neighbours on the heap or in a temporary file. */
    Map<String, Long> bytes(Sizes sizes, boolean spilled) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(Phases.READING, BASE + reading(sizes));
        bytes.put(Phases.GROUPING, BASE + grouping(sizes));
        bytes.put(Phases.SIMILARITY, BASE + similarity(sizes, spilled));
        bytes.put(Phases.MODEL, BASE + model(sizes, spilled));
        return bytes;
    }

    /** Whether the rows of all neighbours have to go to a temporary file to stay within a budget. */
    boolean mustSpill(Sizes sizes, long budget) {
        return options.maxNeighbors().isEmpty()
                && BASE + Math.max(similarity(sizes, false), model(sizes, false)) > budget;
    }

    /** Reading: packed events, and for each thread the ids that it has seen and a block of events that is not packed yet. */
    long reading(Sizes sizes) {
        return sizes.eventBytes() + (threads + 1) * sizes.idBytes() + threads * scratch(sizes);
    }

    /** Grouping: events until they are grouped, rows from the start. */
    long grouping(Sizes sizes) {
        long bucket =
                Math.min(sizes.events(), Math.max(sizes.largestPiece(), Math.max(1 << 18, sizes.events() / (1 << 9))));
        // The items of a user in pieces are collected with their times before units are made of them.
        long mostTakes = options.cooccurrenceUnit() == CooccurrenceUnit.TIMESTAMP
                ? sizes.largestUser()
                : Math.min(sizes.largestUser(), sizes.items());
        long unitEvents = ownUnits() && sizes.largestPiece() < sizes.largestUser() ? mostTakes : 0;
        long perThread = bucket * UNPACKED_EVENT
                + sizes.largestPiece() * SUMMED_EVENT
                + Math.min(sizes.largestUser(), sizes.items()) * SUMMED_PAIR
                + unitEvents * UNIT_EVENT
                + 3 * scratch(sizes)
                + (sizes.pairsLongAgo() > 0 ? 20L : 8L) * sizes.items();
        return sizes.eventBytes() * 9 / 8 + sizes.idBytes() + rows(sizes) + 16L * sizes.users() + threads * perThread;
    }

    /** Counting: rows, postings, a row of counters for each thread, and the similarities found. */
    long similarity(Sizes sizes, boolean spilled) {
        Counted counted = Counted.of(options, sizes);
        if (options.maxNeighbors().isPresent() && counted != Counted.PAIR_BY_PAIR) {
            long table = counted == Counted.IN_A_TABLE ? CooccurrenceTable.bytes(options.counting(), sizes.items()) : 0;
            return sizes.idBytes() + rows(sizes) + table + neighborsByRow(sizes);
        }
        boolean symmetric = options.similarity().symmetric();
        return sizes.idBytes()
                + rows(sizes)
                + Cooccurrence.bytes(options.counting(), sizes.entries(), sizes.units(), sizes.items(), threads)
                + 16L * sizes.items()
                + threads * sizes.items() * (symmetric ? 12L : 16L)
                + (options.maxNeighbors().isPresent()
                        ? candidates(sizes) + CELL * cellsKept(sizes)
                        : spilled ? spilledRows(sizes) : triangle(sizes, symmetric) + CELL * sizes.cells());
    }

    /** Laying out: rows, similarities, and the histories as the model has them. */
    long model(Sizes sizes, boolean spilled) {
        long kept = options.histories() ? Math.min(sizes.pairs(), historyCells(sizes)) : 0;
        long eventCounts = options.scoreScale() == ScoreScale.RATING ? kept : 0;
        return 2 * sizes.idBytes()
                + rows(sizes)
                + (spilled ? 0 : CELL * cellsKept(sizes))
                + cellsKept(sizes)
                + CELL * (kept + eventCounts)
                + 24L * sizes.users()
                + 36L * sizes.items();
    }

    /** How many similarities the model keeps. */
    long cellsKept(Sizes sizes) {
        return options.maxNeighbors().isPresent()
                ? Math.min(
                        sizes.cells(),
                        (long) sizes.warm() * options.maxNeighbors().getAsInt())
                : sizes.cells();
    }

    private long historyCells(Sizes sizes) {
        return options.historyLimit().isPresent()
                ? (long) sizes.users() * options.historyLimit().getAsInt()
                : sizes.pairs();
    }

    private long rows(Sizes sizes) {
        boolean eventCounts = options.scoreScale() == ScoreScale.RATING;
        boolean times = options.historyLimit().orElse(0) > 0;
        return sizes.pairs() * (8L + (eventCounts ? 4 : 0) + (times ? 8 : 0))
                + OWN_EXPONENT * sizes.pairsLongAgo()
                + (ownUnits() ? 4 * (sizes.entries() + sizes.units()) : 0)
                + 28L * sizes.users()
                + 12L * sizes.items();
    }

    private boolean ownUnits() {
        return options.cooccurrenceUnit() == CooccurrenceUnit.TIMESTAMP
                || options.maxItemsPerUnit().isPresent();
    }

    /** Each thread's buffers of up to twice the neighbours of each row, but no more than there are. */
    private long candidates(Sizes sizes) {
        long limit = options.maxNeighbors().getAsInt();
        long full = Math.min(2 * sizes.cells(), 2 * limit * sizes.warm() * threads);
        return full * Long.BYTES + threads * sizes.items() * ROW_OBJECT;
    }

    /** A row of counters and a choice among all items for each thread, and all that was chosen, twice while rows are written. */
    private long neighborsByRow(Sizes sizes) {
        return Cooccurrence.bytesOfRows(options.counting(), sizes.entries(), sizes.units(), sizes.items(), threads)
                + 20L * sizes.items()
                + threads * (CHOICE * sizes.items() + (1 << 14))
                + sizes.items() * ROW_OBJECT
                + 2 * CELL * cellsKept(sizes);
    }

    private static long triangle(Sizes sizes, boolean symmetric) {
        return sizes.cells() / 2 * (symmetric ? 8 : 12) + sizes.warm() * ROW_OBJECT;
    }

    /** Of rows in a temporary file each thread holds one block. */
    private long spilledRows(Sizes sizes) {
        return threads * Math.max(Math.min(RowBlocksBuilder.MAX_BLOCK_BYTES, CELL * sizes.cells()), 12L * sizes.items())
                + ROW_OBJECT * sizes.items();
    }

    private static long scratch(Sizes sizes) {
        return Math.min(sizes.events(), EventBlock.CAPACITY) * EVENT_SCRATCH;
    }
}
