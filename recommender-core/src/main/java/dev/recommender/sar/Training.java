package dev.recommender.sar;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingInput.UnknownItems;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.TrainingStatistics.Phase;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** One training, from its input to its result. */
final class Training {
    /** More items would overflow the words of one row. */
    private static final int MAX_ITEMS = 1 << 27;

    private final SarOptions options;
    private final TrainingInput input;
    private final Work work;

    Training(SarOptions options, TrainingInput input, Work work) {
        this.options = options;
        this.input = input;
        this.work = work;
    }

    TrainingResult run() {
        EventLog log = new EventLog(options, item -> true, work);
        ParsingReport report = work.phase(Phase.READING, () -> read(log));
        int events = log.size();
        Interactions interactions = work.phase(Phase.GROUPING, () -> Interactions.group(log, options, work));
        float[] self = new float[interactions.items()];
        RowBlocks similarities = work.phase(Phase.SIMILARITY, () -> similarities(interactions, self));
        Ids ids = Ids.open(Ids.section(log.items(), interactions.itemOrder));
        ItemFeatures features =
                input.catalog().map(catalog -> ItemFeatures.of(catalog, ids)).orElseGet(ItemFeatures::none);
        int warm = warmItems(interactions);
        ColdItems.Placement cold =
                work.phase(Phase.COLD_ITEMS, () -> ColdItems.place(options, warm, ids, features, similarities, work));
        ModelData data = work.phase(Phase.MODEL, () -> {
            ByteBuffer selfSimilarities = floats(self);
            Histories histories = Histories.of(interactions, options, work);
            ModelData unscaled = new ModelData(
                    ModelInfo.of(options, interactions, events, cold.weights()),
                    ids,
                    Ids.open(Ids.section(log.users(), options.histories() ? interactions.userOrder : new int[0])),
                    ints(interactions.frequency),
                    selfSimilarities,
                    similarities,
                    cold.rows(),
                    Stretches.of(selfSimilarities, similarities, cold.rows(), work),
                    histories.affinities(),
                    histories.exponents(),
                    histories.unities(),
                    features);
            return unscaled.withScale(ScaleLearner.learn(options.scoreScale(), unscaled, interactions, work));
        });
        TrainingStatistics statistics = new TrainingStatistics(
                interactions.users(),
                interactions.itemsWithEvents(),
                events,
                interactions.pairs(),
                interactions.units(),
                similarities.cells(),
                input.catalog().map(catalog -> OptionalInt.of(catalog.size())).orElse(OptionalInt.empty()),
                interactions.items() - warm,
                cold.weights(),
                work.durations());
        return new TrainingResult(
                new SarModel(data), statistics, report, input.catalog().map(Catalog::report));
    }

    /** Reads the parts of the source, each by one thread into a log of its own, and puts the logs together. */
    private ParsingReport read(EventLog log) {
        IdTable catalog = new IdTable();
        input.catalog().ifPresent(given -> given.items().forEach(item -> catalog.numberOf(item.id())));
        boolean skip = input.catalog().isPresent() && input.unknownItems() == UnknownItems.SKIP;
        Predicate<CharSequence> known = skip ? item -> catalog.find(item) != Ids.UNKNOWN : item -> true;
        List<UsageEvents> parts = parts();
        EventLog[] logs = new EventLog[parts.size()];
        ParsingReport[] reports = new ParsingReport[parts.size()];
        work.run(parts.size(), () -> log, (number, ignored) -> {
            EventLog own = new EventLog(options, known, work);
            try {
                reports[number] = work.foreign(() -> parts.get(number).forEach(own));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            logs[number] = own;
        });
        for (EventLog own : logs) {
            log.absorb(own);
        }
        ParsingReport report = ParsingReport.merge(List.of(reports));
        if (log.size() == 0) {
            throw new TrainingException("there are no usage events to train on; " + report);
        }
        for (CatalogItem item : input.catalog().map(Catalog::items).orElse(List.of())) {
            log.items().numberOf(item.id());
        }
        if (log.items().size() > MAX_ITEMS) {
            throw new TrainingException("more than " + MAX_ITEMS + " items; train on fewer");
        }
        return report;
    }

    private List<UsageEvents> parts() {
        try {
            return work.foreign(input.usage()::parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RowBlocks similarities(Interactions interactions, float[] self) {
        SimilarityRows rows = new SimilarityRows(options, interactions, new Cooccurrence(interactions, options, work));
        rows.fillSelfSimilarities(self);
        return rows.compute(options, work);
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
