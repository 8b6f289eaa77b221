package dev.recommender.sar;

import dev.recommender.Parameters;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.counting.CooccurrenceTable;
import dev.recommender.internal.counting.Successions;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Budget;
import dev.recommender.internal.training.NeighborKeys;
import dev.recommender.internal.training.Phases;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowTraining;
import dev.recommender.internal.training.SharedSteps;
import dev.recommender.internal.training.TrainedRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The training of rows of similarities. */
record SarTraining(SarOptions sar) implements RowTraining {
    /** The phase of counting co-occurrences and computing similarities. */
    static final String SIMILARITY = "similarity";

    /** What writing and choosing one similarity costs in nanoseconds: a rule of thumb. */
    private static final double NANOS_PER_CELL = 20;

    /** Target, order, co-occurrence and key of each item, from which a row's best are chosen. */
    private static final long CHOICE = 24;

    private static final long CELL = 8;
    private static final long ROW_OBJECT = 48;

    @Override
    public String algorithm() {
        return SarAlgorithm.NAME;
    }

    @Override
    public RowOptions options() {
        return sar.shared();
    }

    @Override
    public Parameters parameters() {
        return sar.toParameters();
    }

    @Override
    public SarTraining with(RowOptions other) {
        return new SarTraining(new SarOptions(sar.similarity(), other));
    }

    @Override
    public List<Saving> savings() {
        return List.of();
    }

    @Override
    public boolean boundedByOne() {
        return sar.similarity().boundedByOne();
    }

    @Override
    public boolean spillable() {
        return options().maxNeighbors().isEmpty();
    }

    @Override
    public long cells(Sizes sizes) {
        return options().maxNeighbors().isPresent()
                ? Math.min(
                        sizes.cells(),
                        (long) sizes.warm() * options().maxNeighbors().getAsInt())
                : sizes.cells();
    }

    @Override
    public double rowNanos(Sizes sizes, double additions, double nanosPerAddition) {
        return timesCounted(sizes) * additions * nanosPerAddition + sizes.cells() * NANOS_PER_CELL;
    }

    /** Whole rows count each pair from both of its items. Sequential rows that all are kept are counted to be sized first. */
    private int timesCounted(Sizes sizes) {
        boolean limited = options().maxNeighbors().isPresent();
        if (options().maxDistance().isPresent()) {
            return limited ? 1 : 2;
        }
        return limited && counted(sizes, 1, Long.MAX_VALUE) == Counted.ROW_BY_ROW ? 2 : 1;
    }

    @Override
    public Map<String, Long> rowBytes(Sizes sizes, long threads, boolean spilled, long room) {
        return Map.of(
                SIMILARITY,
                options().maxDistance().isPresent() && options().maxNeighbors().isEmpty()
                        ? allSequential(sizes, threads, spilled)
                        : options().maxNeighbors().isPresent()
                                ? limited(counted(sizes, threads, room), sizes, threads)
                                : all(sizes, threads, spilled));
    }

    /**
     * How pairs are counted for a limited number of neighbours. A table depends on the number of items, which a plan knows
     * exactly, so what is planned for more sizes is enough for fewer. Counting row by row takes the least memory.
     */
    private Counted counted(Sizes sizes, long threads, long room) {
        if (options().maxDistance().isPresent()) {
            return Counted.ROW_BY_ROW;
        }
        boolean table = CooccurrenceTable.fits(sar.counting(), sizes.items());
        boolean sparse = sizes.cells() < (double) sizes.warm() * Math.max(0, sizes.warm() - 1);
        Counted fastest = table ? Counted.IN_A_TABLE : sparse ? Counted.ROW_BY_ROW : Counted.PAIR_BY_PAIR;
        return limited(fastest, sizes, threads) <= room ? fastest : Counted.ROW_BY_ROW;
    }

    private long limited(Counted counted, Sizes sizes, long threads) {
        return switch (counted) {
            case ROW_BY_ROW -> rowByRow(sizes, threads);
            case IN_A_TABLE ->
                CooccurrenceTable.bytes(sar.counting(), sizes.warm(), sizes.items()) + rowByRow(sizes, threads);
            case PAIR_BY_PAIR -> counters(sizes, threads) + candidates(sizes, threads) + CELL * cells(sizes);
        };
    }

    /** Counters, and the similarities found. */
    private long all(Sizes sizes, long threads, boolean spilled) {
        return counters(sizes, threads)
                + (spilled ? spilledRows(sizes, threads) : triangle(sizes, sar.symmetric()) + CELL * sizes.cells());
    }

    /** Counters, and the rows: each is counted twice, so that it is held once. */
    private long allSequential(Sizes sizes, long threads, boolean spilled) {
        return rowCounters(sizes, threads)
                + threads * CHOICE * sizes.items()
                + 20L * sizes.items()
                + (spilled ? spilledRows(sizes, threads) : CELL * sizes.cells() + ROW_OBJECT * sizes.items());
    }

    private long rowCounters(Sizes sizes, long threads) {
        return options().maxDistance().isPresent()
                ? Successions.bytes(sizes.entries(), sizes.items(), threads)
                : Cooccurrence.bytesOfRows(sar.counting(), sizes.entries(), sizes.units(), sizes.items(), threads);
    }

    /** Postings, and counters and similarities of each thread. */
    private long counters(Sizes sizes, long threads) {
        return Cooccurrence.bytes(sar.counting(), sizes.entries(), sizes.units(), sizes.items(), threads)
                + 16L * sizes.items()
                + threads * sizes.items() * (sar.symmetric() ? 12L : 16L);
    }

    /** Each thread's buffers of up to twice the neighbours of each row, but no more than there are. */
    private long candidates(Sizes sizes, long threads) {
        long limit = options().maxNeighbors().getAsInt();
        long full = Math.min(2 * sizes.cells(), 2 * limit * sizes.warm() * threads);
        return full * Long.BYTES + threads * sizes.items() * ROW_OBJECT;
    }

    /** A row of counters and a choice among all items for each thread, and all that was chosen, twice while rows are written. */
    private long rowByRow(Sizes sizes, long threads) {
        return rowCounters(sizes, threads)
                + 20L * sizes.items()
                + threads * (CHOICE * sizes.items() + (1 << 14))
                + sizes.items() * ROW_OBJECT
                + 2 * CELL * cells(sizes);
    }

    private static long triangle(Sizes sizes, boolean symmetric) {
        return sizes.cells() / 2 * (symmetric ? 8 : 12) + sizes.warm() * ROW_OBJECT;
    }

    /** Of rows in a temporary file each thread holds one block. */
    private static long spilledRows(Sizes sizes, long threads) {
        return threads * Math.max(Math.min(RowBlocksBuilder.MAX_BLOCK_BYTES, CELL * sizes.cells()), 12L * sizes.items())
                + ROW_OBJECT * sizes.items();
    }

    @Override
    public Set<String> sparedPhases(SharedSteps kept) {
        return kept.has(Similarities.class) ? Set.of(SIMILARITY) : Set.of();
    }

    @Override
    public long sharedBytes(SharedSteps kept) {
        return options().weights().plain()
                ? known(kept)
                        .filter(known -> known.rows.longest() <= limit())
                        .map(Similarities::bytes)
                        .orElse(0L)
                : 0;
    }

    @Override
    public void giveUpUseless(SharedSteps steps) {
        if (known(steps).isEmpty()) {
            steps.giveUp(Similarities.class);
        }
    }

    @Override
    public TrainedRows rows(Interactions interactions, Budget budget, SharedSteps steps, TrainingThreads work) {
        Optional<Similarities> known = known(steps);
        Similarities found =
                known.orElseGet(() -> work.phase(SIMILARITY, () -> similarities(interactions, budget, work)));
        boolean kept = known.isPresent() || keep(found, interactions.sizes, budget, steps);
        // Nothing is counted for fewer neighbours, so that is no phase.
        RowBlocks rows = known.isPresent() ? NeighborKeys.best(found.rows, limit(), work) : found.rows;
        return new TrainedRows(Bytes.ofFloats(found.self), rows, kept && rows == found.rows, Map.of(), List.of());
    }

    /** What an earlier training left that this one's rows can be taken from. */
    private Optional<Similarities> known(SharedSteps steps) {
        return steps.find(Similarities.class, countedBy()).filter(known -> known.limit >= limit());
    }

    /** Keeps rows on the heap. Those that weights are made of take heap beside the weights, if there is room. */
    private boolean keep(Similarities found, Sizes sizes, Budget budget, SharedSteps steps) {
        boolean kept = steps.keeping()
                && !found.rows.mapped()
                && (options().weights().plain()
                        || budget.leaves(
                                sizes.withCells(found.rows.cells()),
                                found.bytes(),
                                Set.of(Phases.GROUPING, SIMILARITY)));
        if (kept) {
            steps.keep(Similarities.class, countedBy(), found, found.bytes());
        }
        return kept;
    }

    /** All options that similarities depend on, but for the limit of neighbours. */
    private List<Object> countedBy() {
        return List.of(
                sar.similarity(),
                options().weights().popularity(),
                options().supportThreshold(),
                options().cooccurrenceUnit(),
                options().sessionGap(),
                options().maxItemsPerUnit(),
                options().maxDistance());
    }

    private int limit() {
        return options().maxNeighbors().orElse(Integer.MAX_VALUE);
    }

    private Similarities similarities(Interactions interactions, Budget budget, TrainingThreads work) {
        SimilarityRows rows = counts(interactions, work);
        float[] self = new float[interactions.items()];
        rows.fillSelfSimilarities(self);
        return new Similarities(self, rows(rows, interactions.sizes, budget, work), limit());
    }

    private RowBlocks rows(SimilarityRows rows, Sizes sizes, Budget budget, TrainingThreads work) {
        if (options().maxNeighbors().isPresent()) {
            return rows.limited(counted(sizes, work.threads(), budget.room(sizes)), limit(), work);
        }
        return options().maxDistance().isPresent()
                ? rows.sequential(cells -> budget.spills(sizes.withCells(cells)), work)
                : rows.all(spills(sizes, rows, budget), work);
    }

    private SimilarityRows counts(Interactions interactions, TrainingThreads work) {
        return options().maxDistance().isPresent()
                ? new SimilarityRows(
                        sar,
                        interactions,
                        new Successions(interactions, options().maxDistance().getAsInt(), work))
                : new SimilarityRows(sar, interactions, new Cooccurrence(interactions, sar.counting(), work));
    }

    /** What is known before anything is counted is an upper bound; near the limit, a sample decides. */
    private static boolean spills(Sizes atMost, SimilarityRows rows, Budget budget) {
        return budget.spills(atMost) && budget.spills(atMost.withCells(rows.estimatedCells() * 9 / 8));
    }

    /**
     * The rows of similarities, from which weights are made. Never changed.
     *
     * @param self each item's similarity to itself
     * @param limit how many neighbours of an item were kept
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Similarities(float[] self, RowBlocks rows, int limit) {
        /** The heap that they take. */
        long bytes() {
            return CELL * rows.cells() + (RowBlocks.DIRECTORY_ENTRY + (long) Float.BYTES) * self.length;
        }
    }
}
