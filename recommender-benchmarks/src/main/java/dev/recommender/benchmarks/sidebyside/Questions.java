package dev.recommender.benchmarks.sidebyside;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.IntStream;

/** The questions that a trained model is asked: for the ten best items of the same users as the yardstick takes. */
final class Questions {
    private static final int COUNT = 10;
    private static final int MANY = 30_000;
    private static final int MANY_ROUNDS = 5;

    private final Recommender recommender;
    private final int users;

    /** @param users one more than the largest number of a user */
    Questions(Recommender recommender, int users) {
        this.recommender = recommender;
        this.users = users;
    }

    /** Asks once, for the first user. */
    static void first(Recommender recommender) {
        Recommendations answer = recommender.recommend(query(0));
        if (answer.size() != COUNT) {
            throw new IllegalStateException("expected " + COUNT + " recommendations: " + answer);
        }
    }

    /** Asks for single users; see {@link SingleQuestions}. */
    void single(int warmUpSeconds, ObjDoubleConsumer<String> figures) {
        List<Query> queries = IntStream.range(0, SingleQuestions.COUNT)
                .mapToObj(turn -> query(SingleQuestions.user(turn, users)))
                .toList();
        new SingleQuestions(
                        turn -> recommender.recommend(queries.get(turn)).get(0).score())
                .ask(warmUpSeconds, figures);
    }

    /** Users per second, asked one after the other and all at once, in turns; also the middle one of the ratios. */
    void many(ObjDoubleConsumer<String> figures) {
        List<String> ids = IntStream.range(0, Math.min(users, MANY))
                .mapToObj(turn -> "u" + SingleQuestions.user(turn, users))
                .toList();
        double[] single = new double[MANY_ROUNDS];
        double[] all = new double[MANY_ROUNDS];
        double[] ratio = new double[MANY_ROUNDS];
        together(ids);
        for (int round = 0; round < MANY_ROUNDS; round++) {
            single[round] = oneAfterTheOther(ids);
            all[round] = together(ids);
            ratio[round] = all[round] / single[round];
        }
        figures.accept("singleUsersPerSecond", median(single));
        figures.accept("allUsersPerSecond", median(all));
        figures.accept("allOverSingle", median(ratio));
    }

    private double oneAfterTheOther(List<String> ids) {
        Query query = Query.popular().count(COUNT);
        long began = System.nanoTime();
        long items = 0;
        for (String id : ids) {
            items += recommender.recommend(query.forUser(id)).size();
        }
        return perSecond(ids, items, began);
    }

    private double together(List<String> ids) {
        long[] items = new long[1];
        Iterator<String> iterator = ids.iterator();
        long began = System.nanoTime();
        recommender.recommendAll(iterator, Query.popular().count(COUNT), (id, answer) -> items[0] += answer.size());
        return perSecond(ids, items[0], began);
    }

    private static double perSecond(List<String> ids, long items, long began) {
        if (items != (long) COUNT * ids.size()) {
            throw new IllegalStateException(
                    "expected " + COUNT + " items for each of " + ids.size() + " users: " + items);
        }
        return ids.size() * 1e9 / (System.nanoTime() - began);
    }

    private static Query query(int user) {
        return Query.user("u" + user).count(COUNT);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
