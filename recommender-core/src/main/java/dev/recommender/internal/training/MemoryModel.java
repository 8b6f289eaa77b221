package dev.recommender.internal.training;

import dev.recommender.ScoreScale;
import dev.recommender.internal.events.EventBlock;
import dev.recommender.internal.events.Sizes;
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
    private static final long UNIT_EVENT = 48;

    /** In the rows, while they are put together, and in the model. */
    private static final long OWN_EXPONENT = 24;

    private static final long CELL = 8;

    private final ModelTraining training;
    private final RowOptions options;
    private final long threads;

    MemoryModel(ModelTraining training, int threads) {
        this.training = training;
        this.options = training.options();
        this.threads = threads;
    }

    /**
     * What each phase takes within a budget, or, where that is too little, at least. The rows of all neighbours are on the
     * heap or in a temporary file.
     */
    Map<String, Long> bytes(Sizes sizes, boolean spilled, long budget) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(Phases.READING, BASE + reading(sizes));
        bytes.put(Phases.GROUPING, BASE + grouping(sizes));
        training.bytes(sizes, threads, spilled, room(sizes, budget))
                .forEach((phase, size) -> bytes.put(phase, held(sizes) + size));
        bytes.put(Phases.MODEL, BASE + model(sizes, spilled));
        return bytes;
    }

    /** What a budget leaves for the phases that compute rows. */
    long room(Sizes sizes, long budget) {
        return budget - held(sizes);
    }

    /** What is held while rows are computed. */
    private long held(Sizes sizes) {
        return BASE + sizes.idBytes() + rows(sizes);
    }

    /** Whether the rows of all neighbours have to go to a temporary file to stay within a budget. */
    boolean mustSpill(Sizes sizes, long budget) {
        if (!training.spillable()) {
            return false;
        }
        Map<String, Long> onHeap = bytes(sizes, false, budget);
        onHeap.remove(Phases.READING);
        onHeap.remove(Phases.GROUPING);
        return onHeap.values().stream().anyMatch(size -> size > budget);
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
        long mostTakes =
                options.events().everyInstant() ? sizes.largestUser() : Math.min(sizes.largestUser(), sizes.items());
        long unitEvents = options.ownUnits() && sizes.largestPiece() < sizes.largestUser() ? mostTakes : 0;
        long perThread = bucket * UNPACKED_EVENT
                + sizes.largestPiece() * SUMMED_EVENT
                + Math.min(sizes.largestUser(), sizes.items()) * SUMMED_PAIR
                + unitEvents * UNIT_EVENT
                + 3 * scratch(sizes)
                + (sizes.pairsLongAgo() > 0 ? 20L : 8L) * sizes.items();
        return sizes.eventBytes() * 9 / 8 + sizes.idBytes() + rows(sizes) + 16L * sizes.users() + threads * perThread;
    }

    /** Laying out: rows, similarities, and the histories as the model has them. */
    long model(Sizes sizes, boolean spilled) {
        long kept = options.histories() ? Math.min(sizes.pairs(), historyCells(sizes)) : 0;
        long eventCounts = options.scoreScale() == ScoreScale.RATING ? kept : 0;
        return 2 * sizes.idBytes()
                + rows(sizes)
                + training.modelBytes(sizes, threads, spilled)
                + CELL * (kept + eventCounts)
                + 24L * sizes.users()
                + 36L * sizes.items();
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
                + (options.ownUnits() ? 4 * (sizes.entries() + sizes.units()) : 0)
                + 28L * sizes.users()
                + 12L * sizes.items();
    }

    private static long scratch(Sizes sizes) {
        return Math.min(sizes.events(), EventBlock.CAPACITY) * EVENT_SCRATCH;
    }
}
