package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.PackedRow;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.ScoreBoard;
import java.util.stream.IntStream;

/**
 * Reads rows whose weights are codes of 8 bits. A weight is the square of its code, times the row's unit. The unit is a power
 * of two, so affinity × unit is exact, and its product with a square is rounded as that of affinity and weight is.
 */
final class PackedRowReader implements RowReader {
    private static final double[] SQUARES =
            IntStream.rangeClosed(0, 255).mapToDouble(code -> code * code).toArray();

    private final RowBlocks rows;
    private final PackedRow cells = new PackedRow();

    PackedRowReader(RowBlocks rows) {
        this.rows = rows;
    }

    @Override
    public void read(int row) {
        rows.read(row, 0, rows.length(row), cells);
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

    private void addRun(double affinity, double[] sums) {
        double scaled = affinity * cells.unit;
        double[] squares = SQUARES;
        byte[] codes = cells.codes;
        int first = cells.first;
        for (int cell = 0; cell < cells.size; cell++) {
            sums[first + cell] += scaled * squares[codes[cell] & 0xFF];
        }
    }

    /** By fours, as in {@link WideRowReader}. */
    private void addNarrow(double affinity, double[] sums) {
        double scaled = affinity * cells.unit;
        double[] squares = SQUARES;
        int length = cells.size;
        char[] targets = cells.halves;
        byte[] codes = cells.codes;
        int whole = length & ~3;
        int cell = 0;
        for (; cell < whole; cell += 4) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            double firstSum = sums[first] + scaled * squares[codes[cell] & 0xFF];
            double secondSum = sums[second] + scaled * squares[codes[cell + 1] & 0xFF];
            double thirdSum = sums[third] + scaled * squares[codes[cell + 2] & 0xFF];
            double fourthSum = sums[fourth] + scaled * squares[codes[cell + 3] & 0xFF];
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
        }
        for (; cell < length; cell++) {
            sums[targets[cell]] += scaled * squares[codes[cell] & 0xFF];
        }
    }

    private void addWide(double affinity, double[] sums) {
        double scaled = affinity * cells.unit;
        double[] squares = SQUARES;
        int length = cells.size;
        int[] targets = cells.words;
        byte[] codes = cells.codes;
        int whole = length & ~3;
        int cell = 0;
        for (; cell < whole; cell += 4) {
            int first = targets[cell];
            int second = targets[cell + 1];
            int third = targets[cell + 2];
            int fourth = targets[cell + 3];
            double firstSum = sums[first] + scaled * squares[codes[cell] & 0xFF];
            double secondSum = sums[second] + scaled * squares[codes[cell + 1] & 0xFF];
            double thirdSum = sums[third] + scaled * squares[codes[cell + 2] & 0xFF];
            double fourthSum = sums[fourth] + scaled * squares[codes[cell + 3] & 0xFF];
            sums[first] = firstSum;
            sums[second] = secondSum;
            sums[third] = thirdSum;
            sums[fourth] = fourthSum;
        }
        for (; cell < length; cell++) {
            sums[targets[cell]] += scaled * squares[codes[cell] & 0xFF];
        }
    }

    @Override
    public void report(ScoreBoard board) {
        for (int cell = 0; cell < cells.size; cell++) {
            board.reached(cells.run ? cells.first + cell : cells.narrow ? cells.halves[cell] : cells.words[cell]);
        }
    }
}
