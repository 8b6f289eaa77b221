package dev.recommender.als;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.factors.Vectors;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;

/**
 * Items of some users that are not learnt from, one of each, by which it is seen whether more iterations help. Which they
 * are depends on the events and the seed alone. Immutable.
 */
final class HeldOut {
    private static final int NONE = -1;
    private static final int MOST_USERS = 2_000;
    private static final int USERS_PER_TASK = 8;

    /** For each user the place of the pair held out; no users if nothing is. */
    private final int[] pairs;

    private final Interactions interactions;
    private final int learnt;
    private final int[] users;

    private HeldOut(Interactions interactions, int learnt, int[] pairs, int[] users) {
        this.interactions = interactions;
        this.learnt = learnt;
        this.pairs = pairs;
        this.users = users;
    }

    /** Chooses a part of the users who have two items at least; about 2,000 of them at most. */
    static HeldOut of(AlsOptions options, Interactions interactions, int learnt) {
        int count = interactions.users();
        double part = Math.min(options.heldOut(), (double) MOST_USERS / Math.max(1, count));
        if (part == 0) {
            return new HeldOut(interactions, learnt, new int[0], new int[0]);
        }
        int[] pairs = new int[count];
        int[] users = new int[count];
        int chosen = 0;
        for (int user = 0; user < count; user++) {
            pairs[user] = NONE;
            int first = interactions.userStart[user];
            int items = 0;
            while (first + items < interactions.userStart[user + 1] && interactions.pairItem[first + items] < learnt) {
                items++;
            }
            long random = RandomNumbers.of(~options.seed(), user);
            int pair = first + (int) Math.floorMod(random, (long) Math.max(1, items));
            if (items > 1 && RandomNumbers.fraction(random) < part && interactions.pairAffinity[pair] > 0) {
                pairs[user] = pair;
                users[chosen++] = user;
            }
        }
        return new HeldOut(interactions, learnt, pairs, Arrays.copyOf(users, chosen));
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

    /** How well the items held out are predicted: the mean of 1 / log<sub>2</sub>(1 + rank) among items not taken. */
    double gain(float[][] userVectors, float[][] itemVectors, TrainingThreads work) {
        double[] gains = new double[users.length];
        work.runQuietly(tasks(), () -> new boolean[learnt], (task, taken) -> {
            int last = Math.min(users.length, (task + 1) * USERS_PER_TASK);
            for (int at = task * USERS_PER_TASK; at < last; at++) {
                int rank = rank(users[at], userVectors[users[at]], itemVectors, taken);
                gains[at] = StrictMath.log(2) / StrictMath.log(1.0 + rank);
            }
        });
        double sum = 0;
        for (double gain : gains) {
            sum += gain;
        }
        return sum / users.length;
    }

    private int rank(int user, float[] vector, float[][] items, boolean[] taken) {
        mark(user, taken, true);
        int own = interactions.pairItem[pairs[user]];
        float score = Vectors.product(vector, items[own], 0, vector.length);
        int rank = 1;
        for (int item = 0; item < learnt; item++) {
            if (!taken[item] && Vectors.product(vector, items[item], 0, vector.length) > score) {
                rank++;
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
