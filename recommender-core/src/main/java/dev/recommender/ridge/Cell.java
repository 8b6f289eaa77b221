package dev.recommender.ridge;

/** An item and a number of it, packed: in the order of items. */
final class Cell {
    private static final long REFERENCE_AND_ARRAY = 32;

    private Cell() {}

    static long of(int item, float value) {
        return (long) item << 32 | Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
    }

    static int item(long cell) {
        return (int) (cell >>> 32);
    }

    static float value(long cell) {
        return Float.intBitsToFloat((int) cell);
    }

    /** The heap that rows of cells take. */
    static long bytesOf(long[][] rows) {
        long cells = 0;
        for (long[] row : rows) {
            cells += row.length;
        }
        return Long.BYTES * cells + REFERENCE_AND_ARRAY * rows.length;
    }
}
