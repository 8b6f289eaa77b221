package dev.recommender.internal.training;

import dev.recommender.Catalog;
import dev.recommender.ParsingReport;
import dev.recommender.ScoreScale;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingInput.UnknownItems;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.internal.events.EventColumns;
import dev.recommender.internal.events.EventOptions;
import dev.recommender.internal.events.Grouping;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.ParallelRead;
import dev.recommender.internal.events.Timing;
import dev.recommender.internal.events.TypeCounts;
import dev.recommender.internal.model.HistoryRows;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.tasks.TrainingThreads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The events of one training, read and grouped, and what model and statistics have of them whatever is learnt. Used by one thread. */
public final class GroupedEvents {
    /** The name of the count of pairs of a user and an item. */
    static final String PAIRS = "pairs";

    static final String UNITS = "units";

    private final ModelTraining training;
    private final RowOptions options;
    private final TrainingInput input;
    private final TrainingThreads work;
    private final Grouped grouped;
    private final Interactions interactions;
    private final int warm;
    private @Nullable Ids items;
    private @Nullable ItemFeatures features;

    private GroupedEvents(ModelTraining training, TrainingInput input, TrainingThreads work, Grouped grouped) {
        this.training = training;
        this.options = training.options();
        this.input = input;
        this.work = work;
        this.grouped = grouped;
        this.interactions = grouped.interactions();
        this.warm = interactions.heldBy(options.supportThreshold());
    }

    /** What is learnt from events. */
    @FunctionalInterface
    public interface Learning<M extends TrainedModel> {
        TrainingResult<M> learn(GroupedEvents events);
    }

    /**
     * Reads and groups the events of an input, and learns from them.
     *
     * @param steps what was grouped before, which is taken over as long as the options and the budget allow it
     */
    public static <M extends TrainedModel> TrainingResult<M> learn(
            ModelTraining training,
            Budget budget,
            TrainingInput input,
            SharedSteps steps,
            TrainingThreads work,
            Learning<M> learning) {
        EventOptions options = training.options().events();
        Optional<Grouped> known = steps.find(Grouped.class, options);
        Grouped grouped = known.orElseGet(() -> group(training.options(), budget, input, steps, work));
        try {
            known.ifPresent(before -> budget.require(before.interactions().sizes, before.alternatives()));
            return learning.learn(new GroupedEvents(training, input, work, grouped));
        } catch (TrainingException e) {
            throw e.initReport(grouped.report());
        }
    }

    private static Grouped group(
            RowOptions options, Budget budget, TrainingInput input, SharedSteps steps, TrainingThreads work) {
        long now = System.currentTimeMillis();
        EventColumns events = new EventColumns(options.events(), now, item -> true, budget, work);
        ParsingReport report = work.phase(Phases.READING, () -> {
            ParallelRead<EventColumns> reading = ParallelRead.read(
                    input, work, known -> new EventColumns(options.events(), now, known, budget, work));
            reading.sinks().forEach(events::absorb);
            if (events.size() == 0) {
                throw reading.noEvents(input);
            }
            return reading.report();
        });
        try {
            long count = events.size();
            options.requireTimes(events.times(), count);
            TypeCounts types = events.types();
            boolean allWeighted = events.allWeighted();
            int itemsWithEvents = events.items().size();
            ParallelRead.addCatalog(input, events.items());
            Interactions interactions = work.phase(
                    Phases.GROUPING, () -> Grouping.group(events, itemsWithEvents, options.events(), budget, work));
            Grouped grouped = new Grouped(
                    events.users(),
                    events.items(),
                    count,
                    types,
                    allWeighted,
                    interactions,
                    report,
                    budget.alternatives());
            steps.keep(Grouped.class, options.events(), grouped, 0);
            return grouped;
        } catch (TrainingException e) {
            throw e.initReport(report);
        }
    }

    /** Whether all events have a weight of their own. */
    public boolean allWeighted() {
        return grouped.allWeighted();
    }

    /** The grouped events. */
    public Interactions interactions() {
        return interactions;
    }

    /** The items' ids, most popular first. */
    public Ids items() {
        Ids known = items;
        if (known == null) {
            known = Ids.open(Ids.section(grouped.items(), interactions.itemOrder));
            items = known;
        }
        return known;
    }

    /** What the catalog says of the items. */
    public ItemFeatures features() {
        ItemFeatures known = features;
        if (known == null) {
            known = input.catalog()
                    .map(catalog -> ItemFeatures.of(catalog, items()))
                    .orElseGet(ItemFeatures::none);
            features = known;
        }
        return known;
    }

    /** How many items reach the support threshold: the first ones. */
    public int warm() {
        return warm;
    }

    /**
     * What every model holds, with raw scores.
     *
     * @param counts what else was counted, by name
     * @param featureWeights the weights by which items are placed, by the features' names
     */
    public ModelParts model(Map<String, Long> counts, Map<String, Double> featureWeights) {
        return new ModelParts(
                header(counts, featureWeights),
                items(),
                Ids.open(Ids.section(grouped.users(), options.histories() ? interactions.userOrder : new int[0])),
                Bytes.ofInts(interactions.frequency),
                HistoryRows.of(
                        interactions,
                        options.historyLimit().orElse(Integer.MAX_VALUE),
                        options.scoreScale() == ScoreScale.RATING,
                        work),
                features());
    }

    private ModelHeader header(Map<String, Long> counts, Map<String, Double> featureWeights) {
        Map<String, Long> all = counts();
        all.putAll(counts);
        return ModelHeader.of(
                        Optional.of(training.algorithm()),
                        training.parameters(),
                        new ModelHeader.Counts(grouped.events(), interactions.users(), all),
                        interactions.items(),
                        interactions.timing.span(),
                        interactions.timing.reference(),
                        options.live(),
                        options.supportThreshold(),
                        featureWeights)
                .withUnknownItems(input.catalog().isPresent() && input.unknownItems() == UnknownItems.KEEP);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(PAIRS, (long) interactions.pairs());
        counts.put(UNITS, (long) interactions.units());
        return counts;
    }

    /**
     * The result of the training.
     *
     * @param counts what else was counted for the statistics, by name
     * @param featureWeights the weights by which items are placed, by the features' names
     * @param notes what was noticed of what was learnt that is no error, in sentences
     */
    public <M extends TrainedModel> TrainingResult<M> result(
            M model, Map<String, Long> counts, Map<String, Double> featureWeights, List<String> notes) {
        TrainingStatistics statistics = statistics(counts, featureWeights);
        List<String> all = new ArrayList<>(TrainingNotes.of(
                options,
                statistics,
                new TrainingNotes.Events(
                        grouped.types().hasOthers(),
                        grouped.allWeighted(),
                        grouped.report().files(),
                        input.catalog().map(catalog -> catalog.report().files()).orElse(List.of()))));
        all.addAll(notes);
        return new TrainingResult<>(
                model, statistics, grouped.report(), input.catalog().map(Catalog::report), all);
    }

    private TrainingStatistics statistics(Map<String, Long> others, Map<String, Double> featureWeights) {
        Map<String, Long> counts = counts();
        counts.put("cutUnits", (long) interactions.cutUnits);
        counts.putAll(others);
        if (options.coldItems().isPresent()) {
            counts.put("coldItems", (long) interactions.items() - warm);
        }
        Timing timing = interactions.timing;
        counts.put(TrainingStatistics.EVENTS_AFTER_REFERENCE, timing.later());
        return new TrainingStatistics(
                interactions.users(),
                interactions.itemsWithEvents,
                grouped.events(),
                input.catalog().map(catalog -> OptionalInt.of(catalog.size())).orElse(OptionalInt.empty()),
                counts,
                featureWeights,
                work.durations(),
                timing.span(),
                timing.reference().isPresent()
                        ? Optional.of(Instant.ofEpochMilli(timing.reference().getAsLong()))
                        : Optional.empty(),
                timing.latest(),
                grouped.types().byName());
    }
}
