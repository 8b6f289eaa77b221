package dev.recommender.toy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.ScoredId;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingInput.UnknownItems;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.models.RankedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Counts who took what. */
final class CategoryTrainer implements ModelTrainer<RankedModel> {
    private static final long BYTES_PER_EVENT = 100;

    private final Parameters parameters;

    CategoryTrainer(Parameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public TrainingResult<RankedModel> train(TrainingInput input) {
        long began = System.nanoTime();
        Counts counts = read(input);
        input.monitor().progress("counting", 1);
        RankedModel.Builder builder = RankedModel.builder(CategoryPopularity.KIND, CategoryPopularity.NAME, parameters)
                .counts(counts.report.successes(), counts.histories.size())
                .unweighted();
        counts.users.forEach(builder::item);
        counts.histories.forEach((user, items) -> builder.history(
                user,
                items.entrySet().stream()
                        .map(item -> new ScoredId(item.getKey(), item.getValue()))
                        .toList()));
        input.catalog().ifPresent(builder::catalog);
        if (input.catalog().isPresent() && input.unknownItems() == UnknownItems.KEEP) {
            builder.keepUnknownItems();
        }
        int minUsers = CategoryPopularity.MIN_USERS.of(parameters);
        RankedModel model =
                builder.content(ByteBuffer.allocate(4).putInt(0, minUsers)).build(CategoryScorer::new);
        TrainingStatistics statistics = new TrainingStatistics(
                counts.histories.size(),
                counts.users.size(),
                counts.report.successes(),
                input.catalog().map(catalog -> OptionalInt.of(catalog.size())).orElse(OptionalInt.empty()),
                Map.of(),
                Map.of(),
                Map.of("counting", Duration.ofNanos(System.nanoTime() - began)));
        return new TrainingResult<>(
                model, statistics, counts.report, input.catalog().map(Catalog::report));
    }

    @Override
    public TrainingPlan plan(TrainingInput input) {
        Counts counts = read(input);
        long events = counts.report.successes();
        return new TrainingPlan(
                CategoryPopularity.NAME,
                events,
                counts.histories.size(),
                counts.users.size(),
                Map.of(),
                Map.of("counting", events * BYTES_PER_EVENT),
                Runtime.getRuntime().maxMemory(),
                Duration.ZERO,
                List.of(),
                List.of("memory is driven by the number of events"),
                List.of());
    }

    private record Counts(
            ParsingReport report, Map<String, Integer> users, Map<String, Map<String, Double>> histories) {}

    private static Counts read(TrainingInput input) {
        Map<String, Map<String, Double>> histories = new TreeMap<>();
        Map<String, Integer> users = new TreeMap<>();
        for (CatalogItem item : input.catalog().map(Catalog::items).orElse(List.of())) {
            users.put(item.id(), 0);
        }
        boolean knownOnly = input.catalog().isPresent() && input.unknownItems() == UnknownItems.SKIP;
        try {
            ParsingReport report = input.usage().forEach((user, item, time, type, weight) -> {
                String id = item.toString();
                if (knownOnly && !users.containsKey(id)) {
                    return false;
                }
                Map<String, Double> history = histories.computeIfAbsent(user.toString(), key -> new TreeMap<>());
                if (history.put(id, 1.0) == null) {
                    users.merge(id, 1, Integer::sum);
                }
                return true;
            });
            if (histories.isEmpty()) {
                throw new TrainingException("there are no usage events to train on").initReport(report);
            }
            return new Counts(report, users, histories);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
