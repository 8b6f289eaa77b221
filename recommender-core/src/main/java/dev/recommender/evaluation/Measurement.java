package dev.recommender.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What one recommender answered to the users of a {@link TestSet}: their values of ranking metrics. Immutable and shared
 * freely between threads.
 */
public final class Measurement {
    private final TestSet test;
    private final RecommendedLists lists;
    private final UserHits[] hits;

    Measurement(TestSet test, RecommendedLists lists) {
        this.test = test;
        this.lists = lists;
        this.hits = new UserHits[test.size()];
        Arrays.setAll(
                hits, number -> UserHits.of(lists.items[number], test.user(number).relevant, test.user(number).gains));
    }

    /** Whose users were asked for. */
    public TestSet testSet() {
        return test;
    }

    /**
     * The metric's value of each test user, in the order of {@link TestSet#users}; not a number for users that the metric
     * leaves out.
     *
     * @param metric a ranking metric: {@link Metric#HIT_RATE} to {@link Metric#R_PRECISION}
     * @param cutoff how many recommendations count, from 1 to the evaluator's greatest cut-off
     * @return a new array
     * @throws IllegalArgumentException if the metric is not of this kind or the lists are shorter
     */
    public double[] values(Metric metric, int cutoff) {
        return values(metric, cutoff, Relevant.ALL);
    }

    /**
     * As {@link #values(Metric, int)}, of a part of the relevant items. Of {@link Relevant#REPEATED} and
     * {@link Relevant#NEW}, users without such an item have no number.
     *
     * @throws IllegalStateException if repeated items are not relevant in this test set, or the training events are not
     *     known
     */
    public double[] values(Metric metric, int cutoff, Relevant relevant) {
        if (metric.kind() != Metric.Kind.RANKING) {
            throw new IllegalArgumentException(metric + " is not a ranking metric; TestSet.evaluate measures it");
        }
        requireWithin(cutoff);
        UserHits[] judged = hits(relevant);
        double[] values = new double[judged.length];
        Arrays.setAll(values, number -> judged[number].value(metric, cutoff, test.options.averagedOver));
        return values;
    }

    /** The mean of {@link #values(Metric, int)} over the users that have a number; not a number if none has. */
    public double value(Metric metric, int cutoff) {
        return Bootstrap.mean(values(metric, cutoff));
    }

    /**
     * This recommender's mean less the other's, by the same users: a paired bootstrap with the evaluator's draws, seed
     * and confidence. Users whom the metric leaves out of either are left out of both.
     *
     * @throws IllegalArgumentException if the other measurement is of another test set, or as {@link #values} says
     * @throws IllegalStateException if the evaluator makes no intervals
     */
    public Evaluation.Difference minus(Measurement other, Metric metric, int cutoff) {
        if (other.test != test) {
            throw new IllegalArgumentException("measurements are compared user by user, but the other one is of another"
                    + " test set; measure both on the same");
        }
        test.requireBootstrap();
        Series difference = series(metric, cutoff).minus(other.series(metric, cutoff));
        List<Bootstrap.Estimate> estimates =
                test.options.bootstrap().estimates(new double[][] {difference.values()}, test.options.threads);
        return Series.differences(List.of(difference), estimates).get(0);
    }

    /**
     * The means of a metric at some cut-offs, in their order, each with its confidence interval. Cut-offs at which no user has a
     * number are left out.
     *
     * @throws IllegalArgumentException as {@link #values} says
     */
    public List<Evaluation.Score> scores(Metric metric, int... cutoffs) {
        List<Series> series = IntStream.of(cutoffs)
                .mapToObj(cutoff -> series(metric, cutoff))
                .filter(one -> !Double.isNaN(one.mean()))
                .toList();
        double[][] values = series.stream().map(Series::values).toArray(double[][]::new);
        return Series.scores(series, test.options.bootstrap().estimates(values, test.options.threads));
    }

    /**
     * {@link Metric#CATALOG_COVERAGE} of the first recommendations: the part of the catalog that anybody is shown.
     *
     * @throws IllegalArgumentException if the lists are shorter than the cut-off, or that is less than 1
     * @throws IllegalStateException if the training events are not known
     */
    public double catalogCoverage(int cutoff) {
        return use(cutoff).coverage(test, test.options.averagedOver);
    }

    /**
     * How much more often than they are taken items are recommended, by their popularity. The training items, in the order of
     * the number of their users, are divided into ten groups of equally many. Each number is a group's share of the first
     * recommendations, divided by its share of the training pairs of a user and an item; first that of the least popular
     * tenth. Without recommendations all are 0.
     *
     * @return ten numbers; none if there are fewer than ten training items
     * @throws IllegalArgumentException if the lists are shorter than the cut-off, or that is less than 1
     * @throws IllegalStateException if the training events are not known
     */
    public double[] popularityLift(int cutoff) {
        return use(cutoff).popularityLift(test);
    }

    /** Users whom the recommender does not know. They count, with what they are recommended all the same. */
    public int unknownUsers() {
        return lists.unknownUsers;
    }

    private CatalogUse use(int cutoff) {
        requireWithin(cutoff);
        if (!test.hasTraining()) {
            throw new IllegalStateException(
                    "how the catalog is used needs the training events; give them to the test set");
        }
        return CatalogUse.of(lists.items, cutoff, lists.numbers.size());
    }

    private void requireWithin(int cutoff) {
        if (cutoff < 1 || cutoff > test.options.depth()) {
            throw new IllegalArgumentException("cutoff must be from 1 to " + test.options.depth()
                    + ", the greatest of the evaluator's cutoffs: " + cutoff);
        }
    }

    RecommendedLists lists() {
        return lists;
    }

    private Series series(Metric metric, int cutoff) {
        return new Series(metric, OptionalInt.of(cutoff), values(metric, cutoff));
    }

    /** The lists, judged by a part of the relevant items. */
    private UserHits[] hits(Relevant relevant) {
        if (relevant == Relevant.ALL) {
            return hits;
        }
        if (!test.tellsRepeats()) {
            throw new IllegalStateException("repeated and new items are told apart only where the query includes seen"
                    + " items and the training events are known");
        }
        UserHits[] judged = new UserHits[hits.length];
        Arrays.setAll(judged, number -> partly(number, relevant == Relevant.REPEATED));
        return judged;
    }

    private UserHits partly(int number, boolean repeated) {
        TestUser user = test.user(number);
        int[] places = IntStream.range(0, user.relevant.length)
                .filter(at -> test.seen().contains(user.number, user.relevant[at]) == repeated)
                .toArray();
        return UserHits.of(
                lists.items[number],
                IntStream.of(places).map(at -> user.relevant[at]).toArray(),
                IntStream.of(places).mapToDouble(at -> user.gains[at]).toArray());
    }
}
