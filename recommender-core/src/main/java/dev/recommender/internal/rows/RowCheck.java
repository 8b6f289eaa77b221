package dev.recommender.internal.rows;

import dev.recommender.ModelFormatException;

/** Which rows of a lazily verified file have been checked. Shared between threads, which may check a row twice. */
final class RowCheck {
    private final String file;
    private final int columnLimit;
    private final long[] passed;

    RowCheck(String file, int rows, int columnLimit) {
        this.file = file;
        this.columnLimit = columnLimit;
        this.passed = new long[(rows + 63) / 64];
    }

    /** For so many other rows of the same file. No row counts as checked yet. */
    RowCheck renewed(int rows) {
        return new RowCheck(file, rows, columnLimit);
    }

    /**
     * Checks a row unless it has been checked.
     *
     * @throws ModelFormatException.Corrupt if it is damaged
     */
    void require(RowBlocks rows, int row) {
        if ((passed[row >> 6] & 1L << row) == 0) {
            try {
                rows.verifyRow(row, columnLimit);
            } catch (IllegalArgumentException e) {
                throw new ModelFormatException.Corrupt(file, String.valueOf(e.getMessage()));
            }
            passed[row >> 6] |= 1L << row;
        }
    }
}
