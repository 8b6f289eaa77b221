package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.internal.rows.Incidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Measures the lists of one recommender by every metric that applies. */
final class Measurement {
    private final TestSet test;
    private final Options options;
    private final RecommendedLists lists;
    private final List<Series> series = new ArrayList<>();
    private final List<Evaluation.Score> whole = new ArrayList<>();

    private Measurement(TestSet test, Options options, RecommendedLists lists) {
        this.test = test;
        this.options = options;
        this.lists = lists;
    }

    /** Measures everything that has no intervals. */
    static Measurement of(TestSet test, Options options, RecommendedLists lists) {
        Measurement measurement = new Measurement(test, options, lists);
        measurement.rank();
        if (options.auc) {
            measurement.add(new Series(Metric.AUC, OptionalInt.empty(), lists.auc));
        }
        if (test.hasTraining()) {
            measurement.measureLists();
        }
        measurement.measureCatalog();
        return measurement;
    }

    List<Series> series() {
        return series;
    }

    /**
     * Puts everything together.
     *
     * @param intervals the interval of each series, if there is one
     * @param ratings scores of rating metrics
     */
    Evaluation.Outcome outcome(
            String name, List<Optional<Evaluation.Interval>> intervals, List<Evaluation.Score> ratings) {
        List<Evaluation.Score> scores = new ArrayList<>(Series.scores(series, intervals));
        scores.addAll(whole);
        scores.addAll(ratings);
        CatalogUse use =
                CatalogUse.of(lists.items, options.depth(), test.itemNumbers().size());
        int empty = (int)
                Arrays.stream(lists.items).filter(list -> list.length == 0).count();
        return new Evaluation.Outcome(
                name,
                scores,
                lists.unknownUsers,
                empty,
                use.total(),
                use.distinct(),
                test.hasTraining() ? use.buckets(test) : List.of());
    }

    private void rank() {
        UserHits[] judged = new UserHits[test.size()];
        Arrays.setAll(
                judged,
                number -> UserHits.of(lists.items[number], test.user(number).relevant, test.user(number).gains));
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.RANKING) {
                for (int k : options.cutoffs) {
                    double[] values = new double[judged.length];
                    Arrays.setAll(values, number -> judged[number].value(metric, k, options.averagedOver));
                    add(new Series(metric, OptionalInt.of(k), values));
                }
            }
        }
    }

    private void measureLists() {
        int[] rows = new int[test.size()];
        double[][] relevance = new double[test.size()][];
        double[][] ones = new double[test.size()][];
        for (int number = 0; number < rows.length; number++) {
            TestSet.User user = test.user(number);
            rows[number] = user.number;
            relevance[number] = Arrays.stream(lists.items[number])
                    .mapToDouble(item -> Arrays.binarySearch(user.relevant, item) >= 0 ? 1 : 0)
                    .toArray();
            ones[number] = new double[relevance[number].length];
            Arrays.fill(ones[number], 1);
        }
        ListQuality quality = ListQuality.of(lists.items, rows, test.train, itemUnits(), options.threads);
        for (int k : options.cutoffs) {
            addPerUser(Metric.DIVERSITY, k, number -> quality.diversity(number, k));
            addPerUser(Metric.UNEXPECTEDNESS, k, number -> quality.serendipity(number, k, ones[number]));
            addPerUser(Metric.SERENDIPITY, k, number -> quality.serendipity(number, k, relevance[number]));
        }
    }

    private void measureCatalog() {
        for (int k : options.cutoffs) {
            CatalogUse use = CatalogUse.of(lists.items, k, test.itemNumbers().size());
            if (test.hasTraining()) {
                addWhole(Metric.NOVELTY, k, use.novelty(test, options.averagedOver));
                addWhole(Metric.CATALOG_COVERAGE, k, use.coverage(test, options.averagedOver));
            }
            addWhole(Metric.DISTRIBUTIONAL_COVERAGE, k, use.entropy());
        }
    }

    /** What items have in common: their training users or, if asked for, their feature values. */
    private Incidence itemUnits() {
        int items = test.itemNumbers().size();
        if (options.features.isEmpty()) {
            return test.trainItemUsers.withRows(items);
        }
        Catalog catalog = options.features.get();
        String[] ids = new String[items];
        test.itemNumbers().forEach((id, number) -> ids[number] = id);
        Map<String, Integer> units = new HashMap<>();
        List<int[]> rows = Stream.of(ids)
                .map(id ->
                        catalog.item(id).map(item -> featureUnits(item, units)).orElse(new int[0]))
                .toList();
        Incidence.Builder builder = new Incidence.Builder(items, units.size());
        for (int item = 0; item < items; item++) {
            for (int unit : rows.get(item)) {
                builder.add(item, unit);
            }
        }
        return builder.build();
    }

    private static int[] featureUnits(CatalogItem item, Map<String, Integer> units) {
        return item.features().entrySet().stream()
                .flatMap(feature -> feature.getValue().stream().map(value -> feature.getKey() + '\u0000' + value))
                .mapToInt(key -> units.computeIfAbsent(key, added -> units.size()))
                .sorted()
                .toArray();
    }

    private void addPerUser(Metric metric, int k, PerUser perUser) {
        double[] values = new double[test.size()];
        Arrays.setAll(values, perUser::value);
        add(new Series(metric, OptionalInt.of(k), values));
    }

    private void add(Series one) {
        if (!Double.isNaN(one.mean())) {
            series.add(one);
        }
    }

    private void addWhole(Metric metric, int k, double value) {
        if (!Double.isNaN(value)) {
            whole.add(new Evaluation.Score(metric, OptionalInt.of(k), value, Optional.empty()));
        }
    }

    @FunctionalInterface
    private interface PerUser {
        double value(int testUser);
    }
}
