package dev.recommender.internal.model;

import dev.recommender.ScoreScale;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.file.ModelLayout;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import dev.recommender.sar.SarOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The users' histories as rows of the model: all of each, or the items used last.
 *
 * @param affinities a row per user: the affinity to each item, divided by two to the power of the user's exponent; no rows
 *     if the model is to hold no histories
 * @param exponents int32 per user
 * @param unities the same rows with what the affinity would be if each event weighed 1; no rows unless scores are on the
 *     rating scale
 */
public record Histories(RowBlocks affinities, ByteBuffer exponents, RowBlocks unities) {
    private static final int USERS_PER_TASK = 256;

    public static Histories of(Interactions interactions, SarOptions options, TrainingThreads work) {
        if (!options.histories()) {
            return new Histories(RowBlocksBuilder.none(), ModelLayout.littleEndian(0), RowBlocksBuilder.none());
        }
        boolean rated = options.scoreScale() == ScoreScale.RATING;
        int limit = options.historyLimit().orElse(Integer.MAX_VALUE);
        int users = interactions.users();
        int[] lengths = new int[users];
        Arrays.setAll(lengths, user -> Math.min(limit, length(interactions, user)));
        RowBlocksBuilder affinities = new RowBlocksBuilder(lengths);
        RowBlocksBuilder unities = new RowBlocksBuilder(rated ? lengths : new int[0]);
        ByteBuffer exponents = ModelLayout.littleEndian(ModelLayout.checkedLength("exponents", 4L * users));
        int tasks = (users + USERS_PER_TASK - 1) / USERS_PER_TASK;
        work.run(tasks, Scratch::new, (task, scratch) -> {
            for (int user = task * USERS_PER_TASK; user < Math.min(users, (task + 1) * USERS_PER_TASK); user++) {
                scratch.keepNewest(interactions, user, lengths[user], rated);
                exponents.putInt(4 * user, scratch.normalise(interactions.userExponent[user]));
                affinities.put(user, scratch.columns, scratch.affinities, 0);
                if (rated) {
                    unities.put(user, scratch.columns, scratch.unities, 0);
                }
            }
        });
        return new Histories(affinities.finish(), exponents, unities.finish());
    }

    /**
     * The exponent of a user whose largest numbers are these: that of the affinity; or of the unity, where affinities are
     * all 0, or so tiny beside it that it would leave the range of floats.
     */
    public static int exponent(double largestAffinity, double largestUnity) {
        if (largestAffinity == 0) {
            return largestUnity == 0 ? 0 : Math.getExponent(largestUnity);
        }
        int exponent = Math.getExponent(largestAffinity);
        return largestUnity == 0
                ? exponent
                : Math.max(exponent, Math.getExponent(largestUnity) - (Float.MAX_EXPONENT - 1));
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
        private float[] unities = new float[0];
        private int length;

        /** Keeps the pairs with the newest events, of equally new ones those of the more popular items. */
        void keepNewest(Interactions interactions, int user, int limit, boolean rated) {
            int start = interactions.userStart[user];
            int all = length(interactions, user);
            ensure(limit);
            length = limit;
            if (limit == all) {
                System.arraycopy(interactions.pairItem, start, columns, 0, limit);
                System.arraycopy(interactions.pairAffinity, start, affinities, 0, limit);
                if (rated) {
                    System.arraycopy(interactions.pairUnity, start, unities, 0, limit);
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
                unities[at] = rated ? interactions.pairUnity[newest[at]] : 0;
            }
        }

        /**
         * Makes the exponent that of what is kept, so that it does not depend on what was dropped; returns it.
         * Multiplying by a power of two changes no digit.
         */
        int normalise(int exponent) {
            double affinity = largest(affinities, length);
            double unity = largest(unities, length);
            int best = affinity == 0 && unity == 0 ? 0 : exponent + exponent(affinity, unity);
            int shift = Math.max(best, Double.MIN_EXPONENT - 1) - exponent;
            if (shift != 0) {
                for (int at = 0; at < length; at++) {
                    affinities[at] = Math.scalb(affinities[at], -shift);
                    unities[at] = Math.scalb(unities[at], -shift);
                }
            }
            return exponent + shift;
        }

        private void ensure(int count) {
            if (columns.length < count) {
                columns = new int[Math.max(count, 2 * columns.length)];
                affinities = new float[columns.length];
                unities = new float[columns.length];
            }
        }
    }
}
