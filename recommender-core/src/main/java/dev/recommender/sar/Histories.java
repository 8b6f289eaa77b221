package dev.recommender.sar;

import dev.recommender.ScoreScale;
import java.util.Arrays;

/** The users' histories as rows of the model: all of each, or the items used last. */
final class Histories {
    private Histories() {}

    /** A row of affinities per user; no rows if the model is to hold no histories. */
    static RowBlocks affinities(Interactions interactions, SarOptions options, Work work) {
        return options.histories()
                ? rows(interactions, interactions.pairAffinity, options, work)
                : new RowBlocksWriter(0, 0).finish();
    }

    /** The same rows with unities instead of affinities; no rows unless scores are on the rating scale. */
    static RowBlocks unities(Interactions interactions, SarOptions options, Work work) {
        return options.histories() && options.scoreScale() == ScoreScale.RATING
                ? rows(interactions, interactions.pairUnity, options, work)
                : new RowBlocksWriter(0, 0).finish();
    }

    private static RowBlocks rows(Interactions interactions, float[] values, SarOptions options, Work work) {
        int limit = options.historyLimit().orElse(Integer.MAX_VALUE);
        RowBlocksWriter writer = new RowBlocksWriter(interactions.users(), interactions.pairs());
        work.run(writer.chunks(), Scratch::new, (number, scratch) -> {
            try (RowBlocksWriter.Chunk chunk = writer.chunk(number)) {
                for (int user = writer.firstRow(number); user < writer.endRow(number); user++) {
                    int start = interactions.userStart[user];
                    int length = interactions.userStart[user + 1] - start;
                    if (length <= limit) {
                        chunk.add(interactions.pairItem, values, start, length);
                    } else {
                        scratch.keepNewest(interactions, values, start, length, limit);
                        chunk.add(scratch.columns, scratch.values, 0, limit);
                    }
                }
            }
        });
        return writer.finish();
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
