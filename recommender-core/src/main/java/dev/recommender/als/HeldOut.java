package dev.recommender.als;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.factors.Vectors;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Items of some users that are not learnt from, one of each, by which it is seen whether more iterations help. Which they
 * are depends on the events and the seed alone. Immutable.
 */
final class HeldOut {
    private static final int NONE = -1;
    static final int MOST_USERS = 2_000;
    private static final int USERS_PER_TASK = 8;

    /** For each user the place of the pair held out; no users if nothing is. */
    private final int[] pairs;

    private final boolean rated;
    private final Interactions interactions;
    private final int learnt;
    private final int[] users;

    private HeldOut(boolean rated, Interactions interactions, int learnt, int[] pairs, int[] users) {
        this.rated = rated;
        this.interactions = interactions;
        this.learnt = learnt;
        this.pairs = pairs;
        this.users = users;
    }

    /**
     * Chooses a part of the users who have two items at least, and 2,000 of them at most. An item that only one of its users
     * is left to learn from is not held out, nor, unless it is a rating, one that its user turned away.
     */
    static HeldOut of(AlsOptions options, Interactions interactions, int learnt) {
        int count = interactions.users();
        boolean rated = options.objective().rated();
        if (options.heldOut() == 0) {
            return new HeldOut(rated, interactions, learnt, new int[0], new int[0]);
        }
        int[] left = pairsOfItems(interactions, learnt);
        int[] pairs = new int[count];
        Arrays.fill(pairs, NONE);
        int[] order = IntStream.range(0, count)
                .filter(user -> learntItems(interactions, user, learnt) > 1)
                .toArray();
        IntSort.sort(
                order,
                (one, other) ->
                        Long.compare(RandomNumbers.of(~options.seed(), one), RandomNumbers.of(~options.seed(), other)));
        int wanted = (int) Math.min(MOST_USERS, Math.round(options.heldOut() * order.length));
        int[] users = new int[wanted];
        int chosen = 0;
        for (int at = 0; at < order.length && chosen < wanted; at++) {
            int user = order[at];
            long random = RandomNumbers.of(options.seed(), ~(long) user);
            int pair = interactions.userStart[user]
                    + (int) Math.floorMod(random, (long) learntItems(interactions, user, learnt));
            if ((rated || interactions.pairAffinity[pair] > 0) && left[interactions.pairItem[pair]] > 1) {
                left[interactions.pairItem[pair]]--;
                pairs[user] = pair;
                users[chosen++] = user;
            }
        }
        return new HeldOut(rated, interactions, learnt, pairs, Arrays.copyOf(users, chosen));
    }

    private static int[] pairsOfItems(Interactions interactions, int learnt) {
        int[] pairs = new int[learnt];
        for (int item : interactions.pairItem) {
            if (item < learnt) {
                pairs[item]++;
            }
        }
        return pairs;
    }

    /** How many of a user's items are learnt; they are the first. */
    private static int learntItems(Interactions interactions, int user, int learnt) {
        int first = interactions.userStart[user];
        int at = first;
        while (at < interactions.userStart[user + 1] && interactions.pairItem[at] < learnt) {
            at++;
        }
        return at - first;
    }

    /** The place of the pair of a user that is held out; −1 if none is. */
    int pair(int user) {
        return pairs.length == 0 ? NONE : pairs[user];
    }

    /** How many tasks it is to look at all of them. */
    int tasks() {
        return (users.length + USERS_PER_TASK - 1) / USERS_PER_TASK;
    }

    boolean isEmpty() {
        return users.length == 0;
    }

    /** How many items are held out. */
    int size() {
        return users.length;
    }

    /**
     * How well the items held out are predicted: the mean of 1 / log<sub>2</sub>(1 + rank) among items not taken, or, of
     * ratings, of −(a − s)<sup>2</sup>.
     */
    double gain(float[][] userVectors, float[][] itemVectors, TrainingThreads work) {
        double[] gains = new double[users.length];
        work.runQuietly(tasks(), () -> new boolean[learnt], (task, taken) -> {
            int last = Math.min(users.length, (task + 1) * USERS_PER_TASK);
            for (int at = task * USERS_PER_TASK; at < last; at++) {
                float[] vector = userVectors[users[at]];
                gains[at] = rated
                        ? -squaredError(users[at], vector, itemVectors)
                        : StrictMath.log(2) / StrictMath.log(1 + rank(users[at], vector, itemVectors, taken));
            }
        });
        double sum = 0;
        for (double gain : gains) {
            sum += gain;
        }
        return sum / users.length;
    }

    private double squaredError(int user, float[] vector, float[][] items) {
        float[] item = items[interactions.pairItem[pairs[user]]];
        double error = Side.affinity(interactions, user, pairs[user]) - Vectors.product(vector, item, 0, vector.length);
        return error * error;
    }

    /** Items of the same score count half; those that are no better because a score is no number, in full. */
    private double rank(int user, float[] vector, float[][] items, boolean[] taken) {
        mark(user, taken, true);
        int own = interactions.pairItem[pairs[user]];
        float score = Vectors.product(vector, items[own], 0, vector.length);
        double rank = 1;
        for (int item = 0; item < learnt; item++) {
            if (!taken[item]) {
                float other = Vectors.product(vector, items[item], 0, vector.length);
                rank += other < score ? 0 : other == score ? 0.5 : 1;
            }
        }
        mark(user, taken, false);
        return rank;
    }

    private void mark(int user, boolean[] taken, boolean as) {
        for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
            if (interactions.pairItem[at] < learnt) {
                taken[interactions.pairItem[at]] = as;
            }
        }
    }
}
