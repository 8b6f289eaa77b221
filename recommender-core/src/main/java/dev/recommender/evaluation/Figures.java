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
import java.util.function.Function;
import java.util.stream.Stream;

/** The figures of one recommender by every metric that applies. */
final class Figures {
    private final Measurement measurement;
    private final TestSet test;
    private final Options options;
    private final RecommendedLists lists;
    private final List<Series> series = new ArrayList<>();
    private final List<Series> repeated = new ArrayList<>();
    private final List<Series> fresh = new ArrayList<>();
    private final List<Evaluation.Score> whole = new ArrayList<>();

    private Figures(Measurement measurement) {
        this.measurement = measurement;
        this.test = measurement.testSet();
        this.options = test.options;
        this.lists = measurement.lists();
    }

    /** Measures everything that has no intervals. */
    static Figures of(Measurement measurement) {
        Figures figures = new Figures(measurement);
        figures.rank(Relevant.ALL, figures.series);
        if (figures.test.tellsRepeats()) {
            figures.rank(Relevant.REPEATED, figures.repeated);
            figures.rank(Relevant.NEW, figures.fresh);
        }
        if (figures.options.auc) {
            add(figures.series, new Series(Metric.AUC, OptionalInt.empty(), figures.lists.auc));
        }
        if (figures.test.hasTraining()) {
            figures.measureLists();
        }
        figures.measureCatalog();
        return figures;
    }

    /** What is measured user by user, of all relevant items. */
    List<Series> series() {
        return series;
    }

    /** As {@link #series}, and of repeated and new items apart. */
    List<Series> allSeries() {
        List<Series> all = new ArrayList<>(series);
        all.addAll(repeated);
        all.addAll(fresh);
        return all;
    }

    /**
     * Puts everything together.
     *
     * @param intervals gives each series its interval
     * @param ratings scores of rating metrics
     */
    Evaluation.Outcome outcome(
            String name, Function<List<Series>, List<Evaluation.Score>> intervals, List<Evaluation.Score> ratings) {
        List<Evaluation.Score> scores = new ArrayList<>(intervals.apply(series));
        scores.addAll(whole);
        scores.addAll(ratings);
        CatalogUse use = CatalogUse.of(lists.items, options.depth(), lists.numbers.size());
        int empty = (int)
                Arrays.stream(lists.items).filter(list -> list.length == 0).count();
        return new Evaluation.Outcome(
                name,
                scores,
                lists.unknownUsers,
                empty,
                use.total(),
                use.distinct(),
                test.hasTraining() ? use.buckets(test) : List.of(),
                intervals.apply(repeated),
                intervals.apply(fresh));
    }

    private void rank(Relevant relevant, List<Series> target) {
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.RANKING) {
                for (int k : options.cutoffs) {
                    add(target, new Series(metric, OptionalInt.of(k), measurement.values(metric, k, relevant)));
                }
            }
        }
    }

    private void measureLists() {
        int[] rows = new int[test.size()];
        double[][] relevance = new double[test.size()][];
        double[][] ones = new double[test.size()][];
        for (int number = 0; number < rows.length; number++) {
            TestUser user = test.user(number);
            rows[number] = user.number;
            relevance[number] = Arrays.stream(lists.items[number])
                    .mapToDouble(item -> Arrays.binarySearch(user.relevant, item) >= 0 ? 1 : 0)
                    .toArray();
            ones[number] = new double[relevance[number].length];
            Arrays.fill(ones[number], 1);
        }
        ListQuality quality = ListQuality.of(lists.items, rows, test.seen(), itemUnits(), options.threads);
        for (int k : options.cutoffs) {
            addPerUser(Metric.DIVERSITY, k, number -> quality.diversity(number, k));
            addPerUser(Metric.UNEXPECTEDNESS, k, number -> quality.serendipity(number, k, ones[number]));
            addPerUser(Metric.SERENDIPITY, k, number -> quality.serendipity(number, k, relevance[number]));
        }
    }

    private void measureCatalog() {
        for (int k : options.cutoffs) {
            CatalogUse use = CatalogUse.of(lists.items, k, lists.numbers.size());
            if (test.hasTraining()) {
                addWhole(Metric.NOVELTY, k, use.novelty(test, options.averagedOver));
                addWhole(Metric.CATALOG_COVERAGE, k, use.coverage(test, options.averagedOver));
            }
            addWhole(Metric.DISTRIBUTIONAL_COVERAGE, k, use.entropy());
        }
    }

    /** What items have in common: their training users or, if asked for, their feature values. */
    private Incidence itemUnits() {
        int items = lists.numbers.size();
        if (options.features.isEmpty()) {
            return test.data().trainItemUsers.withRows(items);
        }
        Catalog catalog = options.features.get();
        Map<String, Integer> units = new HashMap<>();
        List<int[]> rows = Stream.of(lists.numbers.ids())
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
        add(series, new Series(metric, OptionalInt.of(k), values));
    }

    private static void add(List<Series> target, Series one) {
        if (!Double.isNaN(one.mean())) {
            target.add(one);
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
