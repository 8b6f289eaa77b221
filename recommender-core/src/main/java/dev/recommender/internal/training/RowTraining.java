package dev.recommender.internal.training;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.Sizes;
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

    /** Whether every value of a row is between 0 and 1. */
    boolean boundedByOne();

    /** The most values that the model's rows can have. */
    long cells(Sizes sizes);

    /** Computes the rows, in phases of the algorithm's own. */
    TrainedRows rows(Interactions interactions, Budget budget, TrainingThreads work);

    @Override
    default long modelBytes(Sizes sizes, long threads, boolean spilled) {
        return (spilled ? 0 : CELL * cells(sizes)) + cells(sizes);
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
                        "time is driven by %,d additions; a unit costs the square of its items, the largest has %,d",
                        (long) extent.additions(),
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
