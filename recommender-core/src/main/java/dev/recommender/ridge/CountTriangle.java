package dev.recommender.ridge;

import java.util.Arrays;

/**
 * The co-occurrences that at least one of the two items keeps, each once: in the row of the less popular item, with the
 * more popular one. Cells of a row are in no particular order.
 */
final class CountTriangle {
    private static final long[] NONE = new long[0];

    private final long[][] rows;

    private CountTriangle(long[][] rows) {
        this.rows = rows;
    }

    /** Takes the counted rows over, which hold none of the co-occurrences afterwards. */
    static CountTriangle of(CountedRows counted, Factors factors, Runnable check) {
        int[] sizes = new int[factors.warm];
        for (int item = 0; item < sizes.length; item++) {
            check.run();
            for (long cell : counted.counts[item]) {
                int other = Cell.item(cell);
                if (other < item) {
                    sizes[item]++;
                } else if (!keeps(counted, factors, other, item, cell)) {
                    sizes[other]++;
                }
            }
        }
        long[][] rows = new long[sizes.length][];
        Arrays.setAll(rows, item -> sizes[item] == 0 ? NONE : new long[sizes[item]]);
        Arrays.fill(sizes, 0);
        for (int item = 0; item < sizes.length; item++) {
            check.run();
            for (long cell : counted.counts[item]) {
                int other = Cell.item(cell);
                if (other < item) {
                    rows[item][sizes[item]++] = cell;
                } else if (!keeps(counted, factors, other, item, cell)) {
                    rows[other][sizes[other]++] = Cell.of(item, Cell.value(cell));
                }
            }
            counted.counts[item] = NONE;
        }
        return new CountTriangle(rows);
    }

    /** Whether an item keeps its co-occurrence with another that keeps it. */
    private static boolean keeps(CountedRows counted, Factors factors, int keeper, int kept, long cell) {
        return BestCells.key(kept, Cell.value(cell), factors.cosine[kept]) >= counted.least[keeper];
    }

    /** The heap that they take. */
    long bytes() {
        return Cell.bytesOf(rows);
    }

    /** The co-occurrences of an item with more popular items. */
    long[] row(int item) {
        return rows[item];
    }
}
