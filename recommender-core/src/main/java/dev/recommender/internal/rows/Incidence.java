package dev.recommender.internal.rows;

import java.util.Arrays;

/** Which columns each row has, as compressed rows with ascending distinct columns: a user's items, an item's users. */
public final class Incidence {
    private final int[] starts;
    private final int[] columns;
    private final int columnCount;

    private Incidence(int[] starts, int[] columns, int columnCount) {
        this.starts = starts;
        this.columns = columns;
        this.columnCount = columnCount;
    }

    public int rows() {
        return starts.length - 1;
    }

    int columnCount() {
        return columnCount;
    }

    /** All pairs. */
    public int size() {
        return columns.length;
    }

    public int start(int row) {
        return starts[row];
    }

    public int end(int row) {
        return starts[row + 1];
    }

    public int count(int row) {
        return starts[row + 1] - starts[row];
    }

    public int column(int position) {
        return columns[position];
    }

    public boolean contains(int row, int column) {
        return Arrays.binarySearch(columns, starts[row], starts[row + 1], column) >= 0;
    }

    /** How many rows have at least one column. */
    public int filledRows() {
        int filled = 0;
        for (int row = 0; row < rows(); row++) {
            filled += count(row) > 0 ? 1 : 0;
        }
        return filled;
    }

    /** The same with empty rows added at the end, so that there are so many. */
    public Incidence withRows(int rows) {
        int[] more = Arrays.copyOf(starts, rows + 1);
        Arrays.fill(more, starts.length, rows + 1, columns.length);
        return new Incidence(more, columns, columnCount);
    }

    public Incidence transposed() {
        int[] next = new int[columnCount + 1];
        for (int column : columns) {
            next[column + 1]++;
        }
        for (int column = 0; column < columnCount; column++) {
            next[column + 1] += next[column];
        }
        int[] transposedStarts = next.clone();
        int[] transposed = new int[columns.length];
        for (int row = 0; row < rows(); row++) {
            for (int at = starts[row]; at < starts[row + 1]; at++) {
                transposed[next[columns[at]]++] = row;
            }
        }
        return new Incidence(transposedStarts, transposed, rows());
    }

    /** Takes pairs row by row, columns ascending; repeated pairs count once. */
    public static final class Builder {
        private final int[] starts;
        private final int columnCount;
        private int[] columns = new int[64];
        private int size;
        private int row = -1;

        public Builder(int rows, int columnCount) {
            this.starts = new int[rows + 1];
            this.columnCount = columnCount;
        }

        public void add(int toRow, int column) {
            if (toRow == row && columns[size - 1] == column) {
                return;
            }
            while (row < toRow) {
                starts[++row] = size;
            }
            if (size == columns.length) {
                columns = Arrays.copyOf(columns, (int) Math.min(Integer.MAX_VALUE - 64, size * 2L));
            }
            columns[size++] = column;
        }

        public Incidence build() {
            Arrays.fill(starts, row + 1, starts.length, size);
            return new Incidence(starts, Arrays.copyOf(columns, size), columnCount);
        }
    }
}
