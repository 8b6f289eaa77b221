package dev.recommender.evaluation;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.Recommender;
import dev.recommender.SavedModel;
import dev.recommender.ScoredId;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.UsageEvent;
import dev.recommender.UserHistoryProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;

/** Trains nothing: its models recommend a seeded random table of unseen items to every training user. */
final class TableTrainer implements ModelTrainer<TableTrainer.TableModel> {
    private final long seed;
    private final List<TableModel> models = new ArrayList<>();

    TableTrainer(long seed) {
        this.seed = seed;
    }

    /** The models that were trained, in order. */
    List<TableModel> models() {
        return models;
    }

    @Override
    public TrainingResult<TableModel> train(TrainingInput input) {
        List<UsageEvent> events = TestEvents.list(input.usage());
        TreeSet<String> users = new TreeSet<>();
        TreeSet<String> items = new TreeSet<>();
        TreeSet<String> pairs = new TreeSet<>();
        for (UsageEvent event : events) {
            users.add(event.user());
            items.add(event.item());
            pairs.add(event.user() + " " + event.item());
        }
        TableRecommender table = new TableRecommender();
        Random random = new Random(seed);
        for (String user : users) {
            for (String item : items) {
                if (random.nextInt(3) == 0 && !pairs.contains(user + " " + item)) {
                    table.put(user, item, random.nextDouble());
                }
            }
        }
        TableModel model = new TableModel(table, events, seed);
        models.add(model);
        return new TrainingResult<>(
                model,
                new TrainingStatistics(
                        users.size(),
                        items.size(),
                        events.size(),
                        OptionalInt.empty(),
                        Map.of("pairs", (long) pairs.size()),
                        Map.of(),
                        Map.of()),
                ParsingReport.clean(events.size()),
                Optional.empty());
    }

    @Override
    public TrainingPlan plan(TrainingInput input) {
        throw new AssertionError("an evaluation plans nothing");
    }

    /** A model that remembers what it was trained on, and whether it was closed. */
    static final class TableModel implements TrainedModel {
        private final TableRecommender table;
        private final List<UsageEvent> events;
        private final long seed;
        private boolean closed;

        private TableModel(TableRecommender table, List<UsageEvent> events, long seed) {
            this.table = table;
            this.events = events;
            this.seed = seed;
        }

        List<UsageEvent> events() {
            return events;
        }

        boolean closed() {
            return closed;
        }

        @Override
        public Recommender recommender() {
            return table;
        }

        @Override
        public Recommender recommender(UserHistoryProvider histories) {
            return table;
        }

        @Override
        public ModelMetadata metadata() {
            return new ModelMetadata(
                    Optional.of("table"),
                    Parameters.empty().with("kind", "table").with("seed", seed),
                    "test",
                    events.size(),
                    0,
                    0,
                    0,
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    false);
        }

        @Override
        public Iterator<String> items() {
            throw new AssertionError("an evaluation asks the recommender");
        }

        @Override
        public Iterator<String> users() {
            throw new AssertionError("an evaluation asks the recommender");
        }

        @Override
        public Optional<CatalogItem> item(String id) {
            throw new AssertionError("an evaluation asks the recommender");
        }

        @Override
        public List<ScoredId> popularItems(int count) {
            throw new AssertionError("an evaluation asks the recommender");
        }

        @Override
        public TrainedModel forget(String user) {
            throw new AssertionError("an evaluation forgets nobody");
        }

        @Override
        public void save(Path file) {
            throw new AssertionError("an evaluation saves nothing");
        }

        @Override
        public SavedModel saveWithDigest(Path file) {
            throw new AssertionError("an evaluation saves nothing");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
