package dev.recommender.internal.training;

import dev.recommender.Catalog;
import dev.recommender.ParsingReport;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingInput.UnknownItems;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.internal.events.EventColumns;
import dev.recommender.internal.events.Grouping;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.ParallelRead;
import dev.recommender.internal.events.Timing;
import dev.recommender.internal.events.TypeCounts;
import dev.recommender.internal.model.HistoryRows;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.neighbors.RowBounds;
import dev.recommender.internal.neighbors.RowScorer;
import dev.recommender.internal.ranking.ScaleLearner;
import dev.recommender.internal.ranking.UserAffinities;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.NeighborModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One training of rows, from its input to its result. */
public final class Training {
    /** The name of the count of similarities that were kept. */
    static final String NEIGHBORS = "neighbors";

    /** The name of the count of pairs of a user and an item. */
    static final String PAIRS = "pairs";

    private final RowTraining training;
    private final RowOptions options;
    private final Budget budget;
    private final TrainingInput input;
    private final SharedSteps steps;
    private final TrainingThreads work;
    private final long now = System.currentTimeMillis();

    /** A training by itself. */
    public Training(RowTraining training, long budget, TrainingInput input, TrainingThreads work) {
        this(training, budget, input, SharedSteps.none(), work);
    }

    /** A training that takes over what the steps hold, and adds to them. */
    public Training(RowTraining training, long budget, TrainingInput input, SharedSteps steps, TrainingThreads work) {
        this.training = training;
        this.options = training.options();
        this.budget = new Budget(training, work.threads(), budget);
        this.input = input;
        this.steps = steps;
        this.work = work;
    }

    public TrainingResult<NeighborModel> run() {
        // What does not fit is grouped again, since that says why and what would help.
        Grouped grouped = steps.find(Grouped.class, options.events())
                .filter(known -> budget.fits(known.interactions().sizes))
                .orElseGet(this::group);
        try {
            return run(grouped);
        } catch (TrainingException e) {
            throw e.initReport(grouped.report());
        }
    }

    private Grouped group() {
        EventColumns events = new EventColumns(options.events(), now, item -> true, budget, work);
        ParsingReport report = work.phase(Phases.READING, () -> read(events));
        try {
            long count = events.size();
            TypeCounts types = events.types();
            boolean allWeighted = events.allWeighted();
            int itemsWithEvents = events.items().size();
            ParallelRead.addCatalog(input, events.items());
            Interactions interactions = work.phase(
                    Phases.GROUPING, () -> Grouping.group(events, itemsWithEvents, options.events(), budget, work));
            Grouped grouped =
                    new Grouped(events.users(), events.items(), count, types, allWeighted, interactions, report);
            steps.keep(Grouped.class, options.events(), grouped);
            return grouped;
        } catch (TrainingException e) {
            throw e.initReport(report);
        }
    }

    private TrainingResult<NeighborModel> run(Grouped grouped) {
        Interactions interactions = grouped.interactions();
        TrainedRows trained = training.rows(interactions, budget, steps, work);
        RowBlocks similarities = trained.rows();
        Ids ids = Ids.open(Ids.section(grouped.items(), interactions.itemOrder));
        ItemFeatures features =
                input.catalog().map(catalog -> ItemFeatures.of(catalog, ids)).orElseGet(ItemFeatures::none);
        int warm = warmItems(interactions);
        ColdItems.Placement cold = work.phase(
                Phases.COLD_ITEMS,
                () -> ColdItems.place(options, training.boundedByOne(), warm, ids, features, similarities, work));
        NeighborParts parts = work.phase(Phases.MODEL, () -> {
            ModelParts model = new ModelParts(
                    header(interactions, grouped.events(), cold.weights()),
                    ids,
                    Ids.open(Ids.section(grouped.users(), options.histories() ? interactions.userOrder : new int[0])),
                    Bytes.ofInts(interactions.frequency),
                    HistoryRows.of(
                            interactions,
                            options.historyLimit().orElse(Integer.MAX_VALUE),
                            options.scoreScale() == ScoreScale.RATING,
                            work),
                    features);
            NeighborParts unscaled = new NeighborParts(
                    model,
                    trained.own(),
                    similarities,
                    cold.rows(),
                    RowBounds.of(trained.own(), similarities, cold.rows(), work));
            return unscaled.withScale(ScaleLearner.learn(
                    options.scoreScale(), model, () -> new RowScorer(unscaled), UserAffinities.of(interactions), work));
        });
        TrainingStatistics statistics =
                statistics(interactions, grouped.events(), grouped.types().byName(), trained, warm, cold.weights());
        List<String> notes = new ArrayList<>(TrainingNotes.of(
                options,
                statistics,
                new TrainingNotes.Events(
                        grouped.types().hasOthers(),
                        grouped.allWeighted(),
                        grouped.report().files())));
        notes.addAll(trained.notes());
        return new TrainingResult<>(
                NeighborModel.of(parts),
                statistics,
                grouped.report(),
                input.catalog().map(Catalog::report),
                notes);
    }

    private ModelHeader header(Interactions interactions, long events, Map<String, Double> featureWeights) {
        return ModelHeader.of(
                        Optional.of(training.algorithm()),
                        training.parameters(),
                        new ModelHeader.Counts(events, interactions.users(), counts(interactions)),
                        interactions.items(),
                        interactions.timing.span(),
                        interactions.timing.reference(),
                        options.live(),
                        options.supportThreshold(),
                        featureWeights)
                .withUnknownItems(input.catalog().isPresent() && input.unknownItems() == UnknownItems.KEEP);
    }

    private TrainingStatistics statistics(
            Interactions interactions,
            long events,
            Map<String, Long> types,
            TrainedRows trained,
            int warm,
            Map<String, Double> featureWeights) {
        Map<String, Long> counts = counts(interactions);
        counts.put("cutUnits", (long) interactions.cutUnits);
        counts.put(NEIGHBORS, trained.rows().cells());
        counts.putAll(trained.counts());
        if (options.coldItems().isPresent()) {
            counts.put("coldItems", (long) interactions.items() - warm);
        }
        Timing timing = interactions.timing;
        counts.put(TrainingStatistics.EVENTS_AFTER_REFERENCE, timing.later());
        return new TrainingStatistics(
                interactions.users(),
                interactions.itemsWithEvents,
                events,
                input.catalog().map(catalog -> OptionalInt.of(catalog.size())).orElse(OptionalInt.empty()),
                counts,
                featureWeights,
                work.durations(),
                timing.span(),
                timing.reference().isPresent()
                        ? Optional.of(Instant.ofEpochMilli(timing.reference().getAsLong()))
                        : Optional.empty(),
                timing.latest(),
                types);
    }

    private static Map<String, Long> counts(Interactions interactions) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(PAIRS, (long) interactions.pairs());
        counts.put("units", (long) interactions.units());
        return counts;
    }

    private ParsingReport read(EventColumns events) {
        ParallelRead<EventColumns> reading =
                ParallelRead.read(input, work, known -> new EventColumns(options.events(), now, known, budget, work));
        reading.sinks().forEach(events::absorb);
        if (events.size() == 0) {
            throw reading.noEvents(input);
        }
        return reading.report();
    }

    private int warmItems(Interactions interactions) {
        int warm = 0;
        while (warm < interactions.items() && interactions.frequency[warm] >= options.supportThreshold()) {
            warm++;
        }
        return warm;
    }
}
