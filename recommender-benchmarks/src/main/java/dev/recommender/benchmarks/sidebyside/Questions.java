package dev.recommender.benchmarks.sidebyside;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.IntStream;

/** The questions that a trained model is asked: for the ten best items of the same users as the yardstick takes. */
final class Questions {
    private static final int WARM_UP = 200;
    private static final int ASKED = 2_000;
    private static final int COUNT = 10;
    private static final int ROUNDS = 3;
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

    /**
     * Asks one question after the other, in rounds, after the compiler has seen enough of them. Returns mean, median
     * and 99th percentile of the round whose mean is the middle one. Also returns the mean processor time of all
     * rounds, in microseconds, and the sum of the best scores.
     */
    void single(int warmUpSeconds, ObjDoubleConsumer<String> figures) {
        List<Query> queries = queries(WARM_UP + ASKED);
        double checksum = 0;
        for (Query query : queries) {
            checksum += recommender.recommend(query).get(0).score();
        }
        figures.accept("checksum", checksum);
        List<Query> timed = queries.subList(WARM_UP, queries.size());
        for (long began = System.nanoTime(); System.nanoTime() - began < warmUpSeconds * 1_000_000_000L; ) {
            latencies(timed);
        }
        double[][] rounds = new double[ROUNDS][];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBegan = threads.getCurrentThreadCpuTime();
        Arrays.setAll(rounds, round -> latencies(timed));
        figures.accept("topCpu", (threads.getCurrentThreadCpuTime() - cpuBegan) / 1e3 / ROUNDS / ASKED);
        Arrays.sort(rounds, (left, right) -> Double.compare(mean(left), mean(right)));
        double[] middle = rounds[ROUNDS / 2];
        figures.accept("topMean", mean(middle));
        figures.accept("topMedian", middle[ASKED / 2]);
        figures.accept("topP99", middle[ASKED * 99 / 100]);
    }

    /** Users per second, asked one after the other and all at once, in turns; also the middle one of the ratios. */
    void many(ObjDoubleConsumer<String> figures) {
        List<String> ids = IntStream.range(0, Math.min(users, MANY))
                .mapToObj(turn -> "u" + user(turn))
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

    private List<Query> queries(int count) {
        return IntStream.range(0, count).mapToObj(turn -> query(user(turn))).toList();
    }

    private int user(int turn) {
        return (int) (turn * 2_654_435_761L % users);
    }

    private static Query query(int user) {
        return Query.user("u" + user).count(COUNT);
    }

    /** Microseconds per question, ascending. */
    private double[] latencies(List<Query> queries) {
        double[] micros = new double[queries.size()];
        for (int at = 0; at < micros.length; at++) {
            long began = System.nanoTime();
            Recommendations answer = recommender.recommend(queries.get(at));
            micros[at] = (System.nanoTime() - began) / 1e3;
            if (answer.isEmpty()) {
                throw new IllegalStateException("nothing for " + queries.get(at).user());
            }
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
