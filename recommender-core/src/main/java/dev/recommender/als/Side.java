package dev.recommender.als;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.util.WideNumber;

/**
 * The pairs of users and items from one side: by user, or by item. Immutable.
 *
 * @param start where the pairs of each row start; rows + 1 entries
 * @param other the row of the other side in each pair, ascending within a row
 * @param affinity of each pair
 */
@SuppressWarnings("ArrayRecordComponent")
record Side(int[] start, int[] other, float[] affinity) {
    /** What a pair takes on one side. */
    static final long PAIR = 8;

    int rows() {
        return start.length - 1;
    }

    /** By user: the pairs of items that are learnt, without those that are held out. */
    static Side ofUsers(Interactions interactions, int learnt, HeldOut heldOut) {
        int users = interactions.users();
        int[] start = new int[users + 1];
        for (int user = 0; user < users; user++) {
            int count = 0;
            for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
                count += interactions.pairItem[at] < learnt && at != heldOut.pair(user) ? 1 : 0;
            }
            start[user + 1] = start[user] + count;
        }
        int[] other = new int[start[users]];
        float[] affinity = new float[start[users]];
        for (int user = 0, to = 0; user < users; user++) {
            for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
                if (interactions.pairItem[at] < learnt && at != heldOut.pair(user)) {
                    other[to] = interactions.pairItem[at];
                    affinity[to++] = affinity(interactions, user, at);
                }
            }
        }
        return new Side(start, other, affinity);
    }

    /** What the pairs with events of items that are learnt are in all: the sum of |a|. */
    static double weight(Interactions interactions, int learnt) {
        double sum = 0;
        for (int user = 0; user < interactions.users(); user++) {
            for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
                sum += interactions.pairItem[at] < learnt ? Math.abs(affinity(interactions, user, at)) : 0;
            }
        }
        return sum;
    }

    /** The affinity of a user's pair, as far as floats hold it. */
    static float affinity(Interactions interactions, int user, int pair) {
        double value = WideNumber.scaled(interactions.pairAffinity[pair], interactions.exponent(user, pair));
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    }

    /** The same pairs from the other side, which has so many rows. */
    Side turned(int rows) {
        int[] starts = new int[rows + 1];
        for (int row : other) {
            starts[row + 1]++;
        }
        for (int row = 0; row < rows; row++) {
            starts[row + 1] += starts[row];
        }
        int[] next = starts.clone();
        int[] others = new int[other.length];
        float[] affinities = new float[other.length];
        for (int row = 0; row < rows(); row++) {
            for (int at = start[row]; at < start[row + 1]; at++) {
                int to = next[other[at]]++;
                others[to] = row;
                affinities[to] = affinity[at];
            }
        }
        return new Side(starts, others, affinities);
    }
}
