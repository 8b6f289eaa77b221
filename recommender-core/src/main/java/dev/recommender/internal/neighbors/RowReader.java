package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.ScoreBoard;

/** Adds one row after the other to scores. All readers of the same weights give the same bits. Used by one thread. */
interface RowReader {
    /** A reader for rows as they lie in their blocks. */
    static RowReader of(RowBlocks rows) {
        return rows.layout().isPacked() ? new PackedRowReader(rows) : new WideRowReader(rows);
    }

    /** Reads a row. */
    void read(int row);

    /** Reads the cells of a row between two places in it. */
    void read(int row, int from, int to);

    /** Adds affinity × weight of each cell read to the sum of its column. */
    void add(double affinity, double[] sums);

    /** Reports the columns read. */
    void report(ScoreBoard board);
}
