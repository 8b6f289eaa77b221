package dev.recommender.sar;

import dev.recommender.ScoreScale;
import java.util.Arrays;

/** The users' histories as rows of the model: all of each, or the items used last. */
final class Histories {
    private static final int USERS_PER_TASK = 256;

    private Histories() {}

    /** A row of affinities per user; no rows if the model is to hold no histories. */
    static RowBlocks affinities(Interactions interactions, SarOptions options, Work work) {
        return options.histories()
                ? rows(interactions, interactions.pairAffinity, options, work)
                : RowBlocksBuilder.none();
    }

    /** The same rows with unities instead of affinities; no rows unless scores are on the rating scale. */
    static RowBlocks unities(Interactions interactions, SarOptions options, Work work) {
        return options.histories() && options.scoreScale() == ScoreScale.RATING
                ? rows(interactions, interactions.pairUnity, options, work)
                : RowBlocksBuilder.none();
    }

    private static RowBlocks rows(Interactions interactions, float[] values, SarOptions options, Work work) {
        int limit = options.historyLimit().orElse(Integer.MAX_VALUE);
        int users = interactions.users();
        int[] lengths = new int[users];
        Arrays.setAll(lengths, user -> Math.min(limit, length(interactions, user)));
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        int tasks = (users + USERS_PER_TASK - 1) / USERS_PER_TASK;
        work.run(tasks, Scratch::new, (task, scratch) -> {
            for (int user = task * USERS_PER_TASK; user < Math.min(users, (task + 1) * USERS_PER_TASK); user++) {
                int start = interactions.userStart[user];
                int length = length(interactions, user);
                if (length <= limit) {
                    builder.put(user, interactions.pairItem, values, start);
                } else {
                    scratch.keepNewest(interactions, values, start, length, limit);
                    builder.put(user, scratch.columns, scratch.values, 0);
                }
            }
        });
        return builder.finish();
    }

    private static int length(Interactions interactions, int user) {
        return interactions.userStart[user + 1] - interactions.userStart[user];
    }

    /** One user's kept items. */
    private static final class Scratch {
        private int[] columns = new int[0];
        private float[] values = new float[0];

        /** Keeps the pairs with the newest events, of equally new ones those of the more popular items. */
        void keepNewest(Interactions interactions, float[] all, int start, int length, int limit) {
            int[] newest = new int[length];
            Arrays.setAll(newest, at -> start + at);
            IntSort.sort(
                    newest, (left, right) -> Long.compare(interactions.pairTime[right], interactions.pairTime[left]));
            Arrays.sort(newest, 0, limit);
            columns = new int[limit];
            values = new float[limit];
            for (int at = 0; at < limit; at++) {
                columns[at] = interactions.pairItem[newest[at]];
                values[at] = all[newest[at]];
            }
        }
    }
}
