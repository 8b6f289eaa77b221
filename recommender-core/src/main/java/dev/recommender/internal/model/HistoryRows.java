package dev.recommender.internal.model;

import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.PairSums;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes histories of interactions: all items of each user, or those used last. */
public final class HistoryRows {
    private static final int USERS_PER_TASK = 256;

    private HistoryRows() {}

    /**
     * The histories of all users.
     *
     * @param limit how many items of each user to keep; 0 for no histories at all
     * @param rated whether event counts are kept, too
     */
    public static Histories of(Interactions interactions, int limit, boolean rated, TrainingThreads work) {
        if (limit == 0) {
            return Histories.none();
        }
        int users = interactions.users();
        int[] lengths = new int[users];
        Arrays.setAll(lengths, user -> Math.min(limit, length(interactions, user)));
        RowBlocksBuilder affinities = new RowBlocksBuilder(lengths);
        RowBlocksBuilder eventCounts = new RowBlocksBuilder(rated ? lengths : new int[0]);
        ByteBuffer exponents = Bytes.littleEndian(Bytes.checkedLength("exponents", 4L * users));
        int tasks = (users + USERS_PER_TASK - 1) / USERS_PER_TASK;
        work.run(tasks, Scratch::new, (task, scratch) -> {
            for (int user = task * USERS_PER_TASK; user < Math.min(users, (task + 1) * USERS_PER_TASK); user++) {
                scratch.keepNewest(interactions, user, lengths[user], rated);
                exponents.putInt(4 * user, scratch.normalise(interactions.userExponent[user]));
                affinities.put(user, scratch.columns, scratch.affinities, 0);
                if (rated) {
                    eventCounts.put(user, scratch.columns, scratch.eventCounts, 0);
                }
            }
        });
        return new Histories(affinities.finish(), exponents, eventCounts.finish());
    }

    /** The largest absolute value; 0 of none. */
    static double largest(float[] values, int length) {
        double largest = 0;
        for (int at = 0; at < length; at++) {
            largest = Math.max(largest, Math.abs(values[at]));
        }
        return largest;
    }

    private static int length(Interactions interactions, int user) {
        return interactions.userStart[user + 1] - interactions.userStart[user];
    }

    /** One user's kept items. */
    private static final class Scratch {
        private int[] columns = new int[0];
        private float[] affinities = new float[0];
        private float[] eventCounts = new float[0];
        private int length;

        /** Keeps the pairs with the newest events. Of equally new pairs keeps those of the more popular items. */
        void keepNewest(Interactions interactions, int user, int limit, boolean rated) {
            int start = interactions.userStart[user];
            int all = length(interactions, user);
            ensure(limit);
            length = limit;
            if (limit == all) {
                System.arraycopy(interactions.pairItem, start, columns, 0, limit);
                System.arraycopy(interactions.pairAffinity, start, affinities, 0, limit);
                if (rated) {
                    System.arraycopy(interactions.pairEventCount, start, eventCounts, 0, limit);
                }
                return;
            }
            int[] newest = new int[all];
            Arrays.setAll(newest, at -> start + at);
            IntSort.sort(
                    newest, (left, right) -> Long.compare(interactions.pairTime[right], interactions.pairTime[left]));
            Arrays.sort(newest, 0, limit);
            for (int at = 0; at < limit; at++) {
                columns[at] = interactions.pairItem[newest[at]];
                affinities[at] = interactions.pairAffinity[newest[at]];
                eventCounts[at] = rated ? interactions.pairEventCount[newest[at]] : 0;
            }
        }

        /**
         * Sets the exponent to that of the pairs kept, so it does not depend on the pairs dropped. Returns the
         * exponent. Multiplying by a power of two changes no digit.
         */
        int normalise(int exponent) {
            double affinity = largest(affinities, length);
            double eventCount = largest(eventCounts, length);
            int best = affinity == 0 && eventCount == 0 ? 0 : exponent + PairSums.exponent(affinity, eventCount);
            int shift = Math.max(best, Double.MIN_EXPONENT - 1) - exponent;
            if (shift != 0) {
                for (int at = 0; at < length; at++) {
                    affinities[at] = Math.scalb(affinities[at], -shift);
                    eventCounts[at] = Math.scalb(eventCounts[at], -shift);
                }
            }
            return exponent + shift;
        }

        private void ensure(int count) {
            if (columns.length < count) {
                columns = new int[Math.max(count, 2 * columns.length)];
                affinities = new float[columns.length];
                eventCounts = new float[columns.length];
            }
        }
    }
}
