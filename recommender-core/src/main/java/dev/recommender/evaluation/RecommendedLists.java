package dev.recommender.evaluation;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.Seed;
import dev.recommender.internal.tasks.Parallel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What was recommended to each test user: item numbers, best first, cut at the greatest cut-off. */
final class RecommendedLists {
    final int[][] items;
    final ItemNumbers numbers;
    /** Each user's {@link Metric#AUC}; empty unless asked for. */
    final double[] auc;

    final int unknownUsers;

    private RecommendedLists(int[][] items, ItemNumbers numbers, double[] auc, int unknownUsers) {
        this.items = items;
        this.numbers = numbers;
        this.auc = auc;
        this.unknownUsers = unknownUsers;
    }

    /**
     * Asks a recommender for every test user.
     *
     * @param sample what it answered to some of them before, who are not asked again
     */
    static RecommendedLists of(Recommender recommender, TestSet test, Optional<Measurement> sample) {
        Options options = test.options;
        int depth = options.depth();
        int count = options.auc ? Math.max(depth, test.trainItems()) : depth;
        Query template = options.query.count(count);
        ItemNumbers numbers = new ItemNumbers(test.data().itemNumbers);
        String[][] ids = new String[test.size()][];
        double[] auc = new double[options.auc ? test.size() : 0];
        AtomicInteger unknown =
                new AtomicInteger(sample.map(Measurement::unknownUsers).orElse(0));
        int[] known = sample.map(measured -> test.numbersIn(measured.testSet())).orElse(new int[0]);
        String[] names = sample.map(measured -> measured.lists().numbers.ids()).orElse(new String[0]);
        Parallel.run(options.threads, test.size(), () -> count, (number, ignored) -> {
            if (sample.isPresent() && known[number] >= 0) {
                RecommendedLists before = sample.get().lists();
                ids[number] = Arrays.stream(before.items[known[number]])
                        .mapToObj(item -> names[item])
                        .toArray(String[]::new);
                if (options.auc) {
                    auc[number] = before.auc[known[number]];
                }
                return;
            }
            TestUser user = test.user(number);
            Recommendations answer = ask(recommender, template, user, test, unknown);
            ids[number] = answer.stream().limit(depth).map(Recommendation::item).toArray(String[]::new);
            if (options.auc) {
                int[] ranking = answer.stream()
                        .mapToInt(item -> numbers.find(item.item()))
                        .toArray();
                auc[number] = auc(ranking, user, test);
            }
        });
        int[][] items = Arrays.stream(ids)
                .map(list -> Arrays.stream(list).mapToInt(numbers::number).toArray())
                .toArray(int[][]::new);
        return new RecommendedLists(items, numbers, auc, unknown.get());
    }

    /** Asks by the user's id, or by the given events of a user who is held out. */
    private static Recommendations ask(
            Recommender recommender, Query template, TestUser user, TestSet test, AtomicInteger unknown) {
        if (!test.options.holdsUsersOut()) {
            Recommendations answer = recommender.recommend(template.forUser(user.id));
            unknown.addAndGet(answer.unknownUser().isPresent() ? 1 : 0);
            return answer;
        }
        List<Seed> seeds = test.data().given(user.number);
        Query query = template;
        for (Seed seed : seeds) {
            query = query.and(seed);
        }
        Recommendations answer = recommender.recommend(query);
        HashSet<String> unknownItems = new HashSet<>(answer.unknownItems());
        unknown.addAndGet(seeds.stream().allMatch(seed -> unknownItems.contains(seed.item())) ? 1 : 0);
        return answer;
    }

    /** Recommends to every test user the items that were popular before, without those that the user has seen. */
    static RecommendedLists ofPopular(TestSet test) {
        Options options = test.options;
        boolean seenIncluded = options.query.includesSeen();
        int[][] items = new int[test.size()][];
        double[] auc = new double[options.auc ? test.size() : 0];
        AtomicInteger unknown = new AtomicInteger();
        new PopularItems(test).forEachUser((number, popular) -> {
            TestUser user = test.user(number);
            unknown.addAndGet(test.seen().count(user.number) == 0 ? 1 : 0);
            int count = options.auc ? test.trainItems() : options.depth();
            int[] ranking =
                    popular.best(count, item -> seenIncluded || !test.seen().contains(user.number, item));
            if (options.auc) {
                auc[number] = auc(ranking, user, test);
            }
            items[number] = Arrays.copyOf(ranking, Math.min(ranking.length, options.depth()));
        });
        return new RecommendedLists(items, new ItemNumbers(test.data().itemNumbers), auc, unknown.get());
    }

    private static double auc(int[] ranking, TestUser user, TestSet test) {
        UserHits judged = UserHits.of(ranking, user.relevant, user.gains);
        int seen = test.options.query.includesSeen()
                ? 0
                : (int) IntStream.range(
                                test.seen().start(user.number), test.seen().end(user.number))
                        .filter(at -> test.trained(test.seen().column(at)))
                        .count();
        int newAndRelevant = (int)
                Arrays.stream(user.relevant).filter(item -> !test.trained(item)).count();
        int newAndListed = (int) Arrays.stream(ranking)
                .filter(item -> (item < 0 || !test.trained(item)) && Arrays.binarySearch(user.relevant, item) < 0)
                .count();
        return judged.auc(test.trainItems() - seen + newAndRelevant + newAndListed);
    }
}
