package dev.recommender.internal.rows;

/** Cells of a packed row, copied as they are; used by one thread. */
public final class PackedRow {
    /** The columns, if they are narrow. */
    public char[] halves = new char[256];
    /** The columns, if they are not. */
    public int[] words = new int[256];

    public boolean narrow;
    /** The codes, without a sign: a value is the square of its code, times the unit. */
    public byte[] codes = new byte[256];

    public double unit;
    public int size;
    /** The first column. */
    public int first;
    /** Whether the columns ascend by one each, so that none but the first was copied. */
    public boolean run;

    void ensure(int length, boolean narrowColumns) {
        if (length > codes.length) {
            codes = new byte[Math.max(length, 2 * codes.length)];
        }
        if (narrowColumns && length > halves.length) {
            halves = new char[codes.length];
        }
        if (!narrowColumns && length > words.length) {
            words = new int[codes.length];
        }
    }
}
