package dev.recommender.internal.model;

import dev.recommender.internal.events.Exponents;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import dev.recommender.internal.util.WideNumber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

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
        ConcurrentSkipListMap<Integer, List<CellExponents.Cell>> cells = new ConcurrentSkipListMap<>();
        int tasks = (users + USERS_PER_TASK - 1) / USERS_PER_TASK;
        work.run(tasks, Scratch::new, (task, scratch) -> {
            for (int user = task * USERS_PER_TASK; user < Math.min(users, (task + 1) * USERS_PER_TASK); user++) {
                scratch.keepNewest(interactions, user, lengths[user], rated);
                exponents.putInt(4 * user, scratch.normalise(interactions, user));
                affinities.put(user, scratch.columns, scratch.affinities, 0);
                if (rated) {
                    eventCounts.put(user, scratch.columns, scratch.eventCounts, 0);
                }
            }
            if (!scratch.cells.isEmpty()) {
                cells.put(task, scratch.cells);
                scratch.cells = new ArrayList<>();
            }
        });
        return new Histories(
                affinities.finish(),
                exponents,
                eventCounts.finish(),
                CellExponents.of(cells.values().stream().flatMap(List::stream).toList()));
    }

    private static int length(Interactions interactions, int user) {
        return interactions.userStart[user + 1] - interactions.userStart[user];
    }

    /** One user's kept items. */
    private static final class Scratch {
        private int[] pairs = new int[0];
        private int[] columns = new int[0];
        private float[] affinities = new float[0];
        private float[] eventCounts = new float[0];
        private int length;
        private List<CellExponents.Cell> cells = new ArrayList<>();

        /** Keeps the pairs with the newest events. Of equally new pairs keeps those of the more popular items. */
        void keepNewest(Interactions interactions, int user, int limit, boolean rated) {
            int start = interactions.userStart[user];
            int all = length(interactions, user);
            ensure(limit);
            length = limit;
            if (limit == all) {
                for (int at = 0; at < limit; at++) {
                    pairs[at] = start + at;
                }
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
                pairs[at] = newest[at];
                columns[at] = interactions.pairItem[newest[at]];
                affinities[at] = interactions.pairAffinity[newest[at]];
                eventCounts[at] = rated ? interactions.pairEventCount[newest[at]] : 0;
            }
        }

        /**
         * Sets the exponents to those of the pairs kept, so they do not depend on the pairs dropped. Returns the user's.
         * Multiplying by a power of two changes no digit.
         */
        int normalise(Interactions interactions, int user) {
            long largestAffinity = Exponents.NONE;
            long largestCount = Exponents.NONE;
            for (int at = 0; at < length; at++) {
                long exponent = interactions.exponent(user, pairs[at]);
                largestAffinity = Math.max(largestAffinity, exponentOf(affinities[at], exponent));
                largestCount = Math.max(largestCount, exponentOf(eventCounts[at], exponent));
            }
            int best = Exponents.ofUser(largestAffinity, largestCount);
            for (int at = 0; at < length; at++) {
                long exponent = interactions.exponent(user, pairs[at]);
                long kept = Exponents.ofCell(
                        best, exponentOf(affinities[at], exponent), exponentOf(eventCounts[at], exponent));
                if (kept != exponent) {
                    affinities[at] = (float) WideNumber.scaled(affinities[at], exponent - kept);
                    eventCounts[at] = (float) WideNumber.scaled(eventCounts[at], exponent - kept);
                }
                if (kept != best) {
                    cells.add(new CellExponents.Cell(user, columns[at], kept));
                }
            }
            return best;
        }

        private static long exponentOf(float value, long exponent) {
            return value == 0 ? Exponents.NONE : WideNumber.exponentOf(value) + exponent;
        }

        private void ensure(int count) {
            if (columns.length < count) {
                columns = new int[Math.max(count, 2 * columns.length)];
                pairs = new int[columns.length];
                affinities = new float[columns.length];
                eventCounts = new float[columns.length];
            }
        }
    }
}
