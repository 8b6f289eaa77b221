package dev.recommender.internal.counting;

import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;

/**
 * The counts of all pairs of a small catalog, in a table. Each pair is counted once and mirrored, so that a row is
 * complete. That pays where most pairs occur and the table fits in a cache.
 */
public final class CooccurrenceTable {
    /** Larger ones leave the cache, and would be no faster than keeping candidates of all rows. */
    private static final long MOST_BYTES = 64 << 20;

    private static final int SEEDS = 16;
    private static final int TILE = 64;

    private final Cooccurrence all;
    final int[][] counts;
    final double[][] sums;

    private CooccurrenceTable(Cooccurrence all, int rows) {
        int items = all.postingStart.length - 1;
        this.all = all;
        this.counts = new int[rows][all.counted ? items : 0];
        this.sums = new double[rows][all.weighted() ? items : 0];
    }

    /** Whether a catalog is small enough. */
    public static boolean fits(CountingOptions options, int items) {
        return bytes(options, items, items) <= MOST_BYTES;
    }

    /** The heap that a table with the rows of some items takes. */
    public static long bytes(CountingOptions options, int rows, int items) {
        return (long) Cooccurrence.counterBytes(options) * rows * items + 48L * rows;
    }

    /**
     * Counts all pairs.
     *
     * @param rows how many items have a row; they are the most popular ones
     */
    public static CooccurrenceTable of(Cooccurrence all, int rows, TrainingThreads work) {
        CooccurrenceTable table = new CooccurrenceTable(all, rows);
        work.runQuietly((rows + SEEDS - 1) / SEEDS, () -> table, (task, target) -> {
            int first = task * SEEDS;
            target.count(first, Math.min(rows, first + SEEDS));
        });
        work.runQuietly((rows + TILE - 1) / TILE, () -> table, (task, target) -> {
            target.mirror(task * TILE);
            work.check();
        });
        return table;
    }

    private void count(int first, int last) {
        all.block(Arrays.copyOfRange(counts, first, last), Arrays.copyOfRange(sums, first, last))
                .countWhole(first, last);
    }

    /** Copies a tile's part of the rows to the columns of later rows. */
    private void mirror(int first) {
        int last = Math.min(counts.length, first + TILE);
        for (int row = first + 1; row < counts.length; row++) {
            int end = Math.min(row, last);
            for (int column = first; column < end && all.counted; column++) {
                counts[row][column] = counts[column][row];
            }
            for (int column = first; column < end && all.weighted(); column++) {
                sums[row][column] = sums[column][row];
            }
        }
    }

    /** Gives one row after the other, each once, to one thread. */
    public CooccurrenceRow row() {
        return new CooccurrenceRow(all, this);
    }
}
