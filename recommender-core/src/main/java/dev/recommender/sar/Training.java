package dev.recommender.sar;

import dev.recommender.Catalog;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.TrainingStatistics.Phase;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.events.EventColumns;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.ParallelRead;
import dev.recommender.internal.file.ModelLayout;
import dev.recommender.internal.model.Histories;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborParts;
import dev.recommender.neighbors.RowBounds;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** One training, from its input to its result. */
final class Training {
    private final SarOptions options;
    private final Budget budget;
    private final TrainingInput input;
    private final TrainingThreads work;

    Training(SarOptions options, long budget, TrainingInput input, TrainingThreads work) {
        this.options = options;
        this.budget = new Budget(options, work.threads(), budget);
        this.input = input;
        this.work = work;
    }

    TrainingResult run() {
        EventColumns log = new EventColumns(options, item -> true, budget, work);
        ParsingReport report = work.phase(Phase.READING, () -> read(log));
        int events = log.size();
        int itemsWithEvents = log.items().size();
        ParallelRead.addCatalog(input, log.items());
        Interactions interactions =
                work.phase(Phase.GROUPING, () -> Interactions.group(log, itemsWithEvents, options, budget, work));
        float[] self = new float[interactions.items()];
        RowBlocks similarities = work.phase(Phase.SIMILARITY, () -> similarities(interactions, self));
        Ids ids = Ids.open(Ids.section(log.items(), interactions.itemOrder));
        ItemFeatures features =
                input.catalog().map(catalog -> ItemFeatures.of(catalog, ids)).orElseGet(ItemFeatures::none);
        int warm = warmItems(interactions);
        ColdItems.Placement cold =
                work.phase(Phase.COLD_ITEMS, () -> ColdItems.place(options, warm, ids, features, similarities, work));
        NeighborParts data = work.phase(Phase.MODEL, () -> {
            ByteBuffer selfSimilarities = floats(self);
            Histories histories = Histories.of(interactions, options, work);
            NeighborParts unscaled = new NeighborParts(
                    ModelHeader.of(options, interactions, events, cold.weights()),
                    ids,
                    Ids.open(Ids.section(log.users(), options.histories() ? interactions.userOrder : new int[0])),
                    ints(interactions.frequency),
                    selfSimilarities,
                    similarities,
                    cold.rows(),
                    RowBounds.of(selfSimilarities, similarities, cold.rows(), work),
                    histories.affinities(),
                    histories.exponents(),
                    histories.unities(),
                    features);
            return unscaled.withScale(ScaleLearner.learn(options.scoreScale(), unscaled, interactions, work));
        });
        TrainingStatistics statistics = new TrainingStatistics(
                interactions.users(),
                interactions.itemsWithEvents,
                events,
                interactions.pairs(),
                interactions.units(),
                interactions.cutUnits,
                similarities.cells(),
                input.catalog().map(catalog -> OptionalInt.of(catalog.size())).orElse(OptionalInt.empty()),
                interactions.items() - warm,
                cold.weights(),
                work.durations());
        return new TrainingResult(
                new NeighborModel(data), statistics, report, input.catalog().map(Catalog::report));
    }

    private ParsingReport read(EventColumns log) {
        ParallelRead<EventColumns> reading =
                ParallelRead.read(input, work, known -> new EventColumns(options, known, budget, work));
        reading.sinks().forEach(log::absorb);
        if (log.size() == 0) {
            throw reading.noEvents();
        }
        return reading.report();
    }

    private RowBlocks similarities(Interactions interactions, float[] self) {
        SimilarityRows rows = new SimilarityRows(options, interactions, new Cooccurrence(interactions, options, work));
        rows.fillSelfSimilarities(self);
        return rows.compute(options, spills(interactions.sizes, rows), work);
    }

    /** What is known before anything is counted is an upper bound; near the limit, a sample decides. */
    private boolean spills(MemoryModel.Sizes atMost, SimilarityRows rows) {
        return budget.spills(atMost) && budget.spills(atMost.withCells(rows.estimatedCells() * 9 / 8));
    }

    private int warmItems(Interactions interactions) {
        int warm = 0;
        while (warm < interactions.items() && interactions.frequency[warm] >= options.supportThreshold()) {
            warm++;
        }
        return warm;
    }

    private static ByteBuffer ints(int[] values) {
        ByteBuffer bytes = ModelLayout.littleEndian(ModelLayout.checkedLength("numbers", 4L * values.length));
        bytes.asIntBuffer().put(values);
        return bytes;
    }

    private static ByteBuffer floats(float[] values) {
        ByteBuffer bytes = ModelLayout.littleEndian(ModelLayout.checkedLength("similarities", 4L * values.length));
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
