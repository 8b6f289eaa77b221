package dev.recommender.models;

import dev.recommender.Catalog;
import dev.recommender.ModelFormatException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.ScoredId;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.Verification;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Cutoff;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.ScoreBoard;
import dev.recommender.spi.Seeds;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** An algorithm of a stranger's: an item's score is a sum of dot products of vectors of small whole numbers. */
public final class VectorAlgorithm implements Algorithm {
    static final String NAME = "vectors";
    static final String KIND = "VECT";

    static final Parameter<Integer> DIMENSIONS = Parameter.whole("dimensions", 1, 8, 3, "How long vectors are.");

    /** In which of the ways that a scorer has the scores are reported. */
    enum Reporting {
        /** All items, as one range. */
        RANGE,
        /** Items with a score, one by one. */
        ITEMS,
        /** Ranges of a few items, the most promising first, as they are asked for. */
        ON_DEMAND
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Gives each item a vector that depends on its id alone.";
    }

    @Override
    public ParameterSpec parameters() {
        return ParameterSpec.of(DIMENSIONS);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public RankedModel open(Path file, Verification verification) throws IOException {
        RankedModel model = RankedModel.open(file, verification, KIND, scorers(Reporting.RANGE));
        int dimensions = model.content().limit() < 4 ? 0 : model.content().getInt(0);
        if (dimensions < 1 || model.content().limit() != 4 + 4L * dimensions * model.itemCount()) {
            model.close();
            throw new ModelFormatException.Corrupt(file.toString(), "vectors of another number of items");
        }
        return model;
    }

    @Override
    public ModelTrainer<RankedModel> trainer(Parameters parameters, TrainingResources resources) {
        Parameters complete = parameters().complete(parameters);
        return new ModelTrainer<>() {
            @Override
            public TrainingResult<RankedModel> train(TrainingInput input) {
                return VectorAlgorithm.train(complete, input);
            }

            @Override
            public TrainingPlan plan(TrainingInput input) {
                throw new AssertionError("nothing is planned");
            }
        };
    }

    private static TrainingResult<RankedModel> train(Parameters parameters, TrainingInput input) {
        Map<String, Set<String>> taken = new TreeMap<>();
        ParsingReport report;
        try {
            report = input.usage()
                    .forEach((user, item, time, type, weight) -> taken.computeIfAbsent(
                                    user.toString(), added -> new TreeSet<>())
                            .add(item.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> frequencies = new HashMap<>();
        taken.values().forEach(items -> items.forEach(item -> frequencies.merge(item, 1, Integer::sum)));
        input.catalog().ifPresent(catalog -> catalog.items().forEach(item -> frequencies.putIfAbsent(item.id(), 0)));
        RankedModel.Builder builder = RankedModel.builder(KIND, NAME, parameters);
        frequencies.forEach(builder::item);
        taken.forEach((user, items) -> builder.history(
                user, items.stream().map(item -> new ScoredId(item, 1)).toList()));
        input.catalog().ifPresent(builder::catalog);
        if (input.catalog().isPresent() && input.unknownItems() == TrainingInput.UnknownItems.KEEP) {
            builder.keepUnknownItems();
        }
        int dimensions = DIMENSIONS.of(parameters);
        RankedModel model = builder.counts(report.successes(), taken.size())
                .content(vectors(builder.itemsInOrder(), dimensions))
                .build(scorers(Reporting.RANGE));
        return new TrainingResult<>(
                model,
                new TrainingStatistics(
                        taken.size(),
                        frequencies.size(),
                        report.successes(),
                        OptionalInt.empty(),
                        Map.of(),
                        Map.of(),
                        Map.of()),
                report,
                input.catalog().map(Catalog::report));
    }

    /** The content of a model. */
    static ByteBuffer vectors(List<String> items, int dimensions) {
        ByteBuffer content = ByteBuffer.allocate(4 + 4 * dimensions * items.size());
        content.putInt(dimensions);
        for (String item : items) {
            for (int at = 0; at < dimensions; at++) {
                content.putFloat(number(item, at));
            }
        }
        return content.flip();
    }

    /** From −2 to 3. */
    static int number(String item, int at) {
        return Math.floorMod((item.hashCode() * 31 + at) * 0x9E3779B1 >>> 16, 6) - 2;
    }

    static Function<RankedModel, ItemScorer> scorers(Reporting reporting) {
        return model -> new Scorer(model, reporting);
    }

    private static final class Scorer implements ItemScorer {
        private static final int WIDTH = 4;

        private final ByteBuffer content;
        private final int items;
        private final int dimensions;
        private final Reporting reporting;
        private final List<Integer> left = new ArrayList<>();

        Scorer(RankedModel model, Reporting reporting) {
            this.content = model.content();
            this.items = model.itemCount();
            this.dimensions = content.getInt(0);
            this.reporting = reporting;
        }

        @Override
        public void score(Seeds seeds, ScoreBoard board) {
            if (reporting == Reporting.ON_DEMAND) {
                for (int first = 0; first < items; first += WIDTH) {
                    left.add(first);
                }
                left.sort((a, b) -> Double.compare(bound(seeds, b), bound(seeds, a)));
                return;
            }
            for (int item = 0; item < items; item++) {
                add(seeds, board, item);
                if (reporting == Reporting.ITEMS && board.scores()[item] != 0) {
                    board.reached(item);
                }
            }
            if (reporting == Reporting.RANGE) {
                board.reached(0, items);
            }
        }

        @Override
        public boolean scoreMore(Seeds seeds, ScoreBoard board, Cutoff cutoff) {
            if (left.isEmpty() || !cutoff.admits(left.get(0), bound(seeds, left.get(0)))) {
                return false;
            }
            int first = left.remove(0);
            int end = Math.min(items, first + WIDTH);
            for (int item = first; item < end; item++) {
                add(seeds, board, item);
            }
            board.reached(first, end);
            return true;
        }

        private double bound(Seeds seeds, int first) {
            double bound = Double.NEGATIVE_INFINITY;
            for (int item = first; item < Math.min(items, first + WIDTH); item++) {
                double score = 0;
                for (int at = 0; at < seeds.size(); at++) {
                    score += seeds.affinity(at) * weight(seeds, at, item);
                }
                bound = Math.max(bound, score);
            }
            return bound;
        }

        private void add(Seeds seeds, ScoreBoard board, int item) {
            for (int at = 0; at < seeds.size(); at++) {
                board.scores()[item] += seeds.affinity(at) * weight(seeds, at, item);
            }
        }

        @Override
        public double weight(Seeds seeds, int at, int item) {
            double product = 0;
            for (int dimension = 0; dimension < dimensions; dimension++) {
                product += value(seeds.item(at), dimension) * (double) value(item, dimension);
            }
            return product;
        }

        private float value(int item, int dimension) {
            return content.getFloat(4 + 4 * (item * dimensions + dimension));
        }

        @Override
        public void clear() {
            left.clear();
        }
    }
}
