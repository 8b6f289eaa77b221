package dev.recommender.internal.training;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an algorithm of item-to-item rows adds to the training that all of them share. Immutable. */
public interface RowTraining extends ModelTraining {
    /** What a similarity takes in memory, and once more while the model is laid out. */
    long CELL = 8;

    @Override
    RowTraining with(RowOptions other);

    /** The same training where others are likely to follow: what it has in common with them can be done once. */
    default RowTraining before(List<RowTraining> following) {
        return this;
    }

    /** Whether every value of a row is between 0 and 1. */
    boolean boundedByOne();

    /** The most values that the model's rows can have. */
    long cells(Sizes sizes);

    /**
     * The heap that each phase of {@link #rows} holds at its height, as {@link #bytes} has it.
     *
     * @param spilled whether rows are kept in a temporary file
     * @param room how much they may hold; what is faster and takes more is chosen only within that
     */
    Map<String, Long> rowBytes(Sizes sizes, long threads, boolean spilled, long room);

    /** How long {@link #rows} takes, as {@link #nanos} has it. */
    double rowNanos(Sizes sizes, double additions, double nanosPerAddition);

    /** Gives up what earlier trainings left that {@link #rows} has no use for, before it takes memory beside what is to come. */
    default void giveUpUseless(SharedSteps steps) {}

    /**
     * Computes the values that neighbours are chosen by, of the neighbours that are kept, in phases of the algorithm's own.
     * {@link RowWeights} makes weights of them.
     */
    TrainedRows rows(Interactions interactions, Budget budget, SharedSteps steps, TrainingThreads work);

    @Override
    default Map<String, Long> bytes(Sizes sizes, long threads, boolean spilled, long room) {
        Map<String, Long> bytes = new LinkedHashMap<>(rowBytes(sizes, threads, spilled, room));
        if (!options().weights().plain()) {
            bytes.put(Phases.WEIGHTS, weighing(sizes, threads, spilled));
        }
        return bytes;
    }

    /** Values, and packed weights beside them; in a temporary file, a block of these for each thread. */
    private long weighing(Sizes sizes, long threads, boolean spilled) {
        long rows = spilled
                ? threads * Math.min(RowBlocksBuilder.MAX_BLOCK_BYTES, weights(sizes))
                : CELL * cells(sizes) + (options().weights().packed() ? weights(sizes) : 0);
        return rows + options().weights().bytes(sizes.items(), threads);
    }

    private long weights(Sizes sizes) {
        return options().weights().bytesOfRows(sizes.items(), cells(sizes));
    }

    @Override
    default double nanos(Sizes sizes, double additions, double nanosPerAddition) {
        return rowNanos(sizes, additions, nanosPerAddition)
                + options().weights().nanos((double) cells(sizes));
    }

    @Override
    default long modelBytes(Sizes sizes, long threads, boolean spilled) {
        return (spilled ? 0 : weights(sizes)) + cells(sizes);
    }

    @Override
    default Map<String, Long> figures(Extent extent) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("pairs", extent.sizes().pairs());
        figures.put("largestUnit", extent.largestUnit());
        figures.put("additions", (long) extent.additions());
        figures.put("similarities", cells(extent.sizes()));
        return figures;
    }

    @Override
    default List<String> drivers(Extent extent) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "time is driven by %,d additions; a unit costs %s, the largest has %,d",
                        (long) extent.additions(),
                        options().maxDistance().isPresent()
                                ? "its items times those of the next moments"
                                : "the square of its items",
                        extent.largestUnit()),
                String.format(
                        Locale.ROOT,
                        "memory is driven by %,d pairs and at most %,d similarities",
                        extent.sizes().pairs(),
                        cells(extent.sizes())));
    }

    @Override
    default String need(Sizes sizes) {
        return String.format(
                Locale.ROOT, "%,d of which are in units, and at most %,d similarities", sizes.entries(), cells(sizes));
    }
}
