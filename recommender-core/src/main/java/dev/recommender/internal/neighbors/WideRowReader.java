package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.ScoreBoard;

/** Reads rows whose weights are floats. */
final class WideRowReader implements RowReader {
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
        addScattered(affinity, targets, similarities, length, sums);
    }

    /**
     * Columns of a row differ, so eight sums can be read before the first is written. Without that, a read waits for the write
     * before it wherever the processor takes their addresses for the same. The loops' ends are numbers made before, or the
     * compiler would keep checks of the arrays' bounds inside.
     *
     * <p>Where a float becomes a double, older compilers let the processor wait for what the register held before. With eight
     * sums at a time that is twice in eight cells at worst, and the method is too large to be compiled into its callers, where
     * registers are scarce enough for it to happen.
     */
    private static void addScattered(double affinity, int[] targets, float[] similarities, int length, double[] sums) {
        int eights = length & ~7;
        int fours = length & ~3;
        int cell = 0;
        for (; cell < eights; cell += 8) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            int fifth = targets[cell + 4];
            int sixth = targets[cell + 5];
            int seventh = targets[cell + 6];
            int eighth = targets[cell + 7];
            double firstSum = sums[first] + affinity * similarities[cell];
            double secondSum = sums[second] + affinity * similarities[cell + 1];
            double thirdSum = sums[third] + affinity * similarities[cell + 2];
            double fourthSum = sums[fourth] + affinity * similarities[cell + 3];
            double fifthSum = sums[fifth] + affinity * similarities[cell + 4];
            double sixthSum = sums[sixth] + affinity * similarities[cell + 5];
            double seventhSum = sums[seventh] + affinity * similarities[cell + 6];
            double eighthSum = sums[eighth] + affinity * similarities[cell + 7];
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
            sums[fifth] = fifthSum;
            sums[sixth] = sixthSum;
            sums[seventh] = seventhSum;
            sums[eighth] = eighthSum;
        }
        for (; cell < fours; cell += 4) {
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
