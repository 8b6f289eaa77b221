package dev.recommender.internal.model;

import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The exponents of cells of {@link Histories} that have one of their own, since they are too far below the largest of
 * their row. Ordinary histories have none, and their files lack the section.
 *
 * <pre>
 * int32 rows | int32 cells
 * per row that has any, ascending:   int32 row | int32 end of its cells below
 * int64[cells] exponents
 * int32[cells] columns, ascending within a row
 * </pre>
 *
 * <p>Immutable; shared between threads.
 */
public final class CellExponents {
    private static final int HEADER = 8;
    private static final int ROW = 8;

    /** None: an empty section. */
    static final CellExponents NONE = new CellExponents(Bytes.littleEndian(0));

    private final ByteBuffer section;
    private final int rows;
    private final int cells;

    private CellExponents(ByteBuffer section) {
        this.section = section;
        this.rows = section.limit() == 0 ? 0 : section.getInt(0);
        this.cells = section.limit() == 0 ? 0 : section.getInt(4);
    }

    /**
     * One cell.
     *
     * @param row the user's index
     * @param column the item's index
     * @param exponent the cell's exponent
     */
    record Cell(int row, int column, long exponent) {}

    /** Cells in the order of rows and columns. */
    static CellExponents of(List<Cell> cells) {
        if (cells.isEmpty()) {
            return NONE;
        }
        int rows = (int) cells.stream().mapToInt(Cell::row).distinct().count();
        ByteBuffer section = Bytes.littleEndian(
                Bytes.checkedLength("exponents of cells", HEADER + (long) ROW * rows + 12L * cells.size()));
        section.putInt(rows).putInt(cells.size());
        for (int at = 0; at < cells.size(); at++) {
            boolean last = at + 1 == cells.size() || cells.get(at + 1).row != cells.get(at).row;
            if (last) {
                section.putInt(cells.get(at).row).putInt(at + 1);
            }
        }
        cells.forEach(cell -> section.putLong(cell.exponent));
        cells.forEach(cell -> section.putInt(cell.column));
        return new CellExponents(section.flip());
    }

    /**
     * The cells of a section.
     *
     * @throws IllegalArgumentException if the section's length is wrong
     */
    static CellExponents open(ByteBuffer section) {
        ModelParts.require(section.limit() >= HEADER, "exponents of cells are cut");
        CellExponents opened = new CellExponents(section);
        ModelParts.require(
                opened.rows > 0
                        && opened.cells > 0
                        && section.limit() == HEADER + (long) ROW * opened.rows + 12L * opened.cells,
                "exponents of cells have a bad length");
        return opened;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    ByteBuffer section() {
        return section;
    }

    CellExponents onHeap() {
        return isEmpty() ? this : new CellExponents(Bytes.copy(section));
    }

    /** The place among the rows that have any; negative if the row has none. */
    int find(int row) {
        int low = 0;
        int high = rows - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int found = row(middle);
            if (found == row) {
                return middle;
            }
            if (found < row) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int row(int place) {
        return section.getInt(HEADER + ROW * place);
    }

    /** The first cell of the row at a place. */
    int start(int place) {
        return place == 0 ? 0 : end(place - 1);
    }

    /** The cell after the last one of the row at a place. */
    int end(int place) {
        return section.getInt(HEADER + ROW * place + 4);
    }

    long exponent(int cell) {
        return section.getLong(HEADER + ROW * rows + 8 * cell);
    }

    int column(int cell) {
        return section.getInt(HEADER + ROW * rows + 8 * cells + 4 * cell);
    }

    /** These without some rows, ascending; the rows after them move up. */
    CellExponents without(int[] gone) {
        Cell[] kept = new Cell[cells];
        int size = 0;
        for (int place = 0; place < rows; place++) {
            int own = row(place);
            int found = Arrays.binarySearch(gone, own);
            // A row that stays is found missing at the number of rows gone before it.
            for (int cell = start(place); cell < end(place) && found < 0; cell++) {
                kept[size++] = new Cell(own - ~found, column(cell), exponent(cell));
            }
        }
        return of(Arrays.asList(kept).subList(0, size));
    }

    /**
     * Checks that rows and columns ascend within their limits, and that exponents are in range.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verify(int rowLimit, int columnLimit, long least, long most) {
        int previousRow = -1;
        int from = 0;
        for (int place = 0; place < rows; place++) {
            ModelParts.require(
                    row(place) > previousRow && row(place) < rowLimit, "exponents of cells have rows out of order");
            ModelParts.require(end(place) > from && end(place) <= cells, "exponents of cells have ends out of order");
            int previousColumn = -1;
            for (int cell = from; cell < end(place); cell++) {
                ModelParts.require(
                        column(cell) > previousColumn && column(cell) < columnLimit,
                        "exponents of cells have columns out of order");
                ModelParts.require(
                        exponent(cell) >= least && exponent(cell) <= most, "exponents of cells are out of range");
                previousColumn = column(cell);
            }
            previousRow = row(place);
            from = end(place);
        }
        ModelParts.require(from == cells, "exponents of cells have ends out of order");
    }

    /**
     * Checks that every cell is one of the rows.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verifyCells(RowBlocks blocks) {
        for (int place = 0; place < rows; place++) {
            for (int cell = start(place); cell < end(place); cell++) {
                ModelParts.require(blocks.has(row(place), column(cell)), "exponents of cells that no row has");
            }
        }
    }
}
