package dev.recommender.evaluation;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.internal.tasks.Parallel;
import dev.recommender.internal.util.IntSort;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What was recommended to each test user: item numbers, best first, cut at the greatest cut-off. */
final class RecommendedLists {
    final int[][] items;
    /** Each user's {@link Metric#AUC}; empty unless asked for. */
    final double[] auc;

    final int unknownUsers;

    private RecommendedLists(int[][] items, double[] auc, int unknownUsers) {
        this.items = items;
        this.auc = auc;
        this.unknownUsers = unknownUsers;
    }

    /** Asks a recommender for every test user. */
    static RecommendedLists of(Recommender recommender, TestSet test, Options options) {
        int depth = options.depth();
        int count = options.auc ? Math.max(depth, test.trainItems()) : depth;
        Query template = options.query.count(count);
        String[][] ids = new String[test.size()][];
        double[] auc = new double[options.auc ? test.size() : 0];
        AtomicInteger unknown = new AtomicInteger();
        Parallel.run(options.threads, test.size(), () -> count, (number, ignored) -> {
            TestSet.User user = test.user(number);
            Recommendations answer = recommender.recommend(template.forUser(user.id));
            if (answer.unknownUser().isPresent()) {
                unknown.incrementAndGet();
            }
            ids[number] = answer.stream().limit(depth).map(Recommendation::item).toArray(String[]::new);
            if (options.auc) {
                int[] ranking =
                        answer.stream().mapToInt(item -> test.find(item.item())).toArray();
                auc[number] = auc(ranking, user, test, options);
            }
        });
        int[][] items = Arrays.stream(ids)
                .map(list -> Arrays.stream(list).mapToInt(test::number).toArray())
                .toArray(int[][]::new);
        return new RecommendedLists(items, auc, unknown.get());
    }

    /** Recommends to every test user the popular items that the user has not seen. */
    static RecommendedLists ofPopular(TestSet test, Options options, PopularItems popular) {
        boolean seenIncluded = options.query.includesSeen();
        int[][] items = new int[test.size()][];
        double[] auc = new double[options.auc ? test.size() : 0];
        AtomicInteger unknown = new AtomicInteger();
        Parallel.run(options.threads, test.size(), () -> 0, (number, ignored) -> {
            TestSet.User user = test.user(number);
            if (test.train.count(user.number) == 0) {
                unknown.incrementAndGet();
            }
            int count = options.auc ? test.trainItems() : options.depth();
            int[] ranking = popular.best(count, item -> seenIncluded || !test.train.contains(user.number, item));
            if (options.auc) {
                auc[number] = auc(ranking, user, test, options);
            }
            items[number] = Arrays.copyOf(ranking, Math.min(ranking.length, options.depth()));
        });
        return new RecommendedLists(items, auc, unknown.get());
    }

    /** The training items by number of training users, descending. */
    static int[] byPopularity(TestSet test) {
        int[] byPopularity = IntStream.range(0, test.trainItemUsers.rows())
                .filter(test::trained)
                .toArray();
        IntSort.sort(byPopularity, (left, right) -> Integer.compare(test.trainUsers(right), test.trainUsers(left)));
        return byPopularity;
    }

    private static double auc(int[] ranking, TestSet.User user, TestSet test, Options options) {
        UserHits judged = UserHits.of(ranking, user.relevant, user.gains);
        int seen = options.query.includesSeen() ? 0 : test.train.count(user.number);
        int newAndRelevant = (int)
                Arrays.stream(user.relevant).filter(item -> !test.trained(item)).count();
        int newAndListed = (int) Arrays.stream(ranking)
                .filter(item -> (item < 0 || !test.trained(item)) && Arrays.binarySearch(user.relevant, item) < 0)
                .count();
        return judged.auc(test.trainItems() - seen + newAndRelevant + newAndListed);
    }
}
