package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is known of long rows without reading their cells. Divides the columns of each row into ranges of equal width.
 * Keeps, for each range, its first cell and its peak: the largest value there, or 0. The sum of affinity × peak over a
 * query's seeds bounds the score of every item of a range. So a query reads only the ranges that can hold one of its
 * best items. These are few, since unpopular items have small similarities to popular ones. See "block-max" indexes,
 * Ding and Suel, SIGIR 2011.
 *
 * <p>Models have ranges only if no similarity is negative, and if rows are so long that ranges are small in comparison.
 *
 * <pre>
 * int32 width's binary logarithm | int32 ranges per row
 * per row: float32[ranges] peaks | int32[ranges] first cells
 * </pre>
 *
 * <p>Immutable; shared between threads.
 */
public final class RowBounds {
    /** None: an empty section. */
    static final RowBounds NONE = new RowBounds(ByteBuffer.allocate(0));

    private static final int HEADER = 8;
    private static final int MIN_SHIFT = 8;
    private static final int MIN_PER_ROW = 8;

    /** Reading a range of a row costs about as much as adding so many cells. */
    private static final int CELLS_PER_RANGE = 20;

    private static final int ROWS_PER_TASK = 64;

    private final ByteBuffer section;
    private final FloatBuffer peaks;
    private final int shift;
    private final int perRow;
    private final int cellsPerRange;

    private RowBounds(ByteBuffer section) {
        this(section, CELLS_PER_RANGE);
    }

    private RowBounds(ByteBuffer section, int cellsPerRange) {
        this.cellsPerRange = cellsPerRange;
        this.section = section;
        this.peaks = section.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        this.shift = section.limit() == 0 ? 0 : section.getInt(0);
        this.perRow = section.limit() == 0 ? 0 : section.getInt(4);
    }

    /**
     * The ranges of a section.
     *
     * @throws IllegalArgumentException if the section's length is wrong for so many rows
     */
    public static RowBounds open(ByteBuffer section, int rows) {
        if (section.limit() == 0) {
            return NONE;
        }
        require(section.limit() >= HEADER, "are cut");
        RowBounds ranges = new RowBounds(section);
        require(ranges.shift >= 0 && ranges.shift < Integer.SIZE - 1, "have a bad width");
        require(ranges.perRow == perRow(rows, ranges.shift), "of another number of items");
        require(section.limit() == length(rows, ranges.perRow), "have a bad length");
        return ranges;
    }

    /** Bounds of ranges as wide as suits the rows, or none. */
    public static RowBounds of(ByteBuffer self, RowBlocks rows, RowBlocks coldRows, TrainingThreads work) {
        int shift = MIN_SHIFT;
        long cells = rows.cells();
        while ((long) rows.rows() * perRow(rows.rows(), shift) > cells / CELLS_PER_RANGE
                && perRow(rows.rows(), shift) >= MIN_PER_ROW) {
            shift++;
        }
        return perRow(rows.rows(), shift) < MIN_PER_ROW ? NONE : of(self, rows, coldRows, shift, CELLS_PER_RANGE, work);
    }

    /**
     * Bounds of ranges of 2 to the power of shift columns; none if a similarity is negative.
     *
     * @param cellsPerRange from how many cells in a range of a row on it pays to read ranges one by one
     */
    static RowBounds of(
            ByteBuffer self, RowBlocks rows, RowBlocks coldRows, int shift, int cellsPerRange, TrainingThreads work) {
        int perRow = perRow(rows.rows(), shift);
        long length = length(rows.rows(), perRow);
        if (length > Integer.MAX_VALUE - HEADER) {
            return NONE;
        }
        ByteBuffer section = Bytes.littleEndian((int) length).putInt(0, shift).putInt(4, perRow);
        RowBounds ranges = new RowBounds(section, cellsPerRange);
        AtomicBoolean negative = new AtomicBoolean();
        int tasks = (rows.rows() + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        work.runQuietly(tasks, RowBlocks.Cells::new, (task, cells) -> {
            for (int row = task * ROWS_PER_TASK; row < Math.min(rows.rows(), (task + 1) * ROWS_PER_TASK); row++) {
                rows.read(row, cells);
                if (!ranges.fill(row, cells) || negativeElsewhere(row, self, coldRows, cells)) {
                    negative.set(true);
                }
            }
        });
        return negative.get() ? NONE : ranges;
    }

    private static boolean negativeElsewhere(int row, ByteBuffer self, RowBlocks coldRows, RowBlocks.Cells cells) {
        return self.getFloat(4 * row) < 0
                || coldRows.rows() > 0 && coldRows.read(row, cells) > 0 && cells.smallest() < 0;
    }

    /** Fills in a row's ranges; says whether all its values are positive. */
    private boolean fill(int row, RowBlocks.Cells cells) {
        int peaks = HEADER + 8 * perRow * row;
        int cell = 0;
        boolean positive = true;
        for (int range = 0; range < perRow; range++) {
            section.putInt(peaks + 4 * (perRow + range), cell);
            float peak = 0;
            while (cell < cells.size && cells.columns[cell] >> shift == range) {
                float value = cells.values[cell++];
                positive &= value >= 0;
                peak = Math.max(peak, value);
            }
            section.putFloat(peaks + 4 * range, peak);
        }
        return positive;
    }

    /** How many ranges a row has; 0 if there are none. */
    int perRow() {
        return perRow;
    }

    /** Whether a query of so many seeds, whose rows have so many cells, is better answered by ranges. */
    boolean worthwhile(int seeds, long cells) {
        return perRow > 0 && cells > (long) cellsPerRange * seeds * perRow;
    }

    /** The range that an item is in. */
    public int of(int item) {
        return item >> shift;
    }

    /** The first item of a range; the one after the last range may be beyond the last item. */
    int first(int range) {
        return range << shift;
    }

    /** Adds affinity × peak of each of the row's ranges to the bounds. */
    void addPeaks(int row, double affinity, float[] scratch, double[] bounds) {
        peaks.get(HEADER / 4 + 2 * perRow * row, scratch, 0, perRow);
        for (int range = 0; range < perRow; range++) {
            bounds[range] += affinity * scratch[range];
        }
    }

    /** The place in its row of the first cell of a range. */
    int firstCell(int row, int range) {
        return section.getInt(HEADER + 4 * perRow * (2 * row + 1) + 4 * range);
    }

    /** The place in its row after the last cell of a range. */
    int endCell(int row, int range, int rowLength) {
        return range + 1 < perRow ? firstCell(row, range + 1) : rowLength;
    }

    public ByteBuffer section() {
        return section;
    }

    /** The same ranges on the heap. */
    RowBounds onHeap() {
        return this == NONE ? this : new RowBounds(Bytes.copy(section), cellsPerRange);
    }

    /**
     * Checks that the ranges lie inside the rows.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verifyPlaces(RowBlocks rows) {
        for (int row = 0; row < rows.rows() && perRow > 0; row++) {
            int previous = 0;
            for (int range = 0; range < perRow; range++) {
                int first = firstCell(row, range);
                require(first >= previous && first <= rows.length(row), "outside their rows");
                previous = first;
            }
        }
    }

    /**
     * Checks that the ranges belong to the rows.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verify(ByteBuffer self, RowBlocks rows, RowBlocks coldRows) {
        RowBlocks.Cells cells = new RowBlocks.Cells();
        RowBounds expected = new RowBounds(
                Bytes.littleEndian(HEADER + 8 * perRow).putInt(0, shift).putInt(4, perRow));
        for (int row = 0; row < rows.rows() && perRow > 0; row++) {
            rows.read(row, cells);
            require(expected.fill(0, cells), "of negative similarities");
            int length = 8 * perRow;
            require(
                    expected.section.slice(HEADER, length).equals(section.slice(HEADER + length * row, length)),
                    "of other rows");
            require(!negativeElsewhere(row, self, coldRows, cells), "of negative similarities");
        }
    }

    private static int perRow(int items, int shift) {
        return (int) (((long) items + (1L << shift) - 1) >> shift);
    }

    private static long length(int rows, int perRow) {
        return HEADER + 8L * perRow * rows;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("ranges " + problem);
        }
    }
}
