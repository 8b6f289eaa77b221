package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.ScoreBoard;

/** Reads rows whose weights are floats. */
final class WideRowReader implements RowReader {
    /**
     * From so many cells on a row is long. Long and short rows have loops of their own: the compiler makes a loop for the lengths
     * that it saw first, and keeps it.
     */
    private static final int LONG = 64;

    private final RowBlocks rows;
    private final RowBlocks.Cells cells = new RowBlocks.Cells();

    WideRowReader(RowBlocks rows) {
        this.rows = rows;
    }

    @Override
    public void read(int row) {
        rows.read(row, cells);
    }

    @Override
    public void read(int row, int from, int to) {
        rows.read(row, from, to, cells);
    }

    @Override
    public void add(double affinity, double[] sums) {
        int length = cells.size;
        int[] targets = cells.columns;
        float[] similarities = cells.values;
        if (cells.run) {
            int first = targets[0];
            for (int cell = 0; cell < length; cell++) {
                sums[first + cell] += affinity * similarities[cell];
            }
            return;
        }
        if (length < LONG) {
            addShort(affinity, targets, similarities, length, sums);
        } else {
            addLong(affinity, targets, similarities, length, sums);
        }
    }

    /**
     * Columns of a row differ, so four sums can be read before the first is written. Without that, a read waits for the write
     * before it wherever the processor takes their addresses for the same. The loop's end is a number made before, or the
     * compiler would keep checks of the arrays' bounds inside.
     */
    private static void addShort(double affinity, int[] targets, float[] similarities, int length, double[] sums) {
        int whole = length & ~3;
        int cell = 0;
        for (; cell < whole; cell += 4) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            double firstSum = sums[first] + affinity * similarities[cell];
            double secondSum = sums[second] + affinity * similarities[cell + 1];
            double thirdSum = sums[third] + affinity * similarities[cell + 2];
            double fourthSum = sums[fourth] + affinity * similarities[cell + 3];
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
        }
        for (; cell < length; cell++) {
            sums[targets[cell]] += affinity * similarities[cell];
        }
    }

    /** The same as {@link #addShort}, for the compiler to make another loop of. */
    private static void addLong(double affinity, int[] targets, float[] similarities, int length, double[] sums) {
        int whole = length & ~3;
        int cell = 0;
        for (; cell < whole; cell += 4) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            double firstSum = sums[first] + affinity * similarities[cell];
            double secondSum = sums[second] + affinity * similarities[cell + 1];
            double thirdSum = sums[third] + affinity * similarities[cell + 2];
            double fourthSum = sums[fourth] + affinity * similarities[cell + 3];
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
        }
        for (; cell < length; cell++) {
            sums[targets[cell]] += affinity * similarities[cell];
        }
    }

    @Override
    public void report(ScoreBoard board) {
        if (cells.run) {
            for (int cell = 0; cell < cells.size; cell++) {
                board.reached(cells.columns[0] + cell);
            }
        } else {
            board.reached(cells.columns, cells.size);
        }
    }
}
