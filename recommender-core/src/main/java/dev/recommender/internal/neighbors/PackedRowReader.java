package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.PackedRow;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.ScoreBoard;

/**
 * Reads rows whose weights are codes of 8 bits. A weight, the square of its code times the row's unit, is exact in doubles
 * in any order of multiplication, so its product with an affinity is rounded as that of a float is.
 */
final class PackedRowReader implements RowReader {
    private final RowBlocks rows;
    private final PackedRow cells = new PackedRow();

    PackedRowReader(RowBlocks rows) {
        this.rows = rows;
    }

    @Override
    public void read(int row, int from, int to) {
        rows.read(row, from, to, cells);
    }

    @Override
    public void add(double affinity, double[] sums) {
        if (cells.run) {
            addRun(affinity, sums);
        } else if (cells.narrow) {
            addNarrow(affinity, sums);
        } else {
            addWide(affinity, sums);
        }
    }

    private static double square(byte code) {
        int root = code & 0xFF;
        return root * root;
    }

    private void addRun(double affinity, double[] sums) {
        double unit = cells.unit;
        byte[] codes = cells.codes;
        int first = cells.first;
        for (int cell = 0; cell < cells.size; cell++) {
            sums[first + cell] += affinity * (unit * square(codes[cell]));
        }
    }

    /** By fours, as in {@link WideRowReader}. */
    private void addNarrow(double affinity, double[] sums) {
        double unit = cells.unit;
        int length = cells.size;
        char[] targets = cells.halves;
        byte[] codes = cells.codes;
        int cell = 0;
        for (; cell + 4 <= length; cell += 4) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            double firstSum = sums[first] + affinity * (unit * square(codes[cell]));
            double secondSum = sums[second] + affinity * (unit * square(codes[cell + 1]));
            double thirdSum = sums[third] + affinity * (unit * square(codes[cell + 2]));
            double fourthSum = sums[fourth] + affinity * (unit * square(codes[cell + 3]));
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
        }
        for (; cell < length; cell++) {
            sums[targets[cell]] += affinity * (unit * square(codes[cell]));
        }
    }

    private void addWide(double affinity, double[] sums) {
        double unit = cells.unit;
        int length = cells.size;
        int[] targets = cells.words;
        byte[] codes = cells.codes;
        int cell = 0;
        for (; cell + 4 <= length; cell += 4) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            double firstSum = sums[first] + affinity * (unit * square(codes[cell]));
            double secondSum = sums[second] + affinity * (unit * square(codes[cell + 1]));
            double thirdSum = sums[third] + affinity * (unit * square(codes[cell + 2]));
            double fourthSum = sums[fourth] + affinity * (unit * square(codes[cell + 3]));
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
        }
        for (; cell < length; cell++) {
            sums[targets[cell]] += affinity * (unit * square(codes[cell]));
        }
    }

    @Override
    public void report(ScoreBoard board) {
        for (int cell = 0; cell < cells.size; cell++) {
            board.reached(cells.run ? cells.first + cell : cells.narrow ? cells.halves[cell] : cells.words[cell]);
        }
    }
}
