package dev.recommender.internal.rows;

/** The cells of the rows of one block. A row is given by its place in words and its length in cells. */
interface CellBlock {
    /** The length of the block in words. */
    int words();

    int column(int offset, int length, int at);

    float value(int offset, int length, int at);

    /** Copies columns from one cell of the row on. */
    void columns(int offset, int length, int from, int[] target, int size);

    /** Copies values from one cell of the row on. */
    void values(int offset, int length, int from, float[] target, int size);

    /** Fills a row from places in arrays on, its columns ascending. */
    void put(int offset, int length, int[] columns, float[] values, int from);

    /** Whether the columns of a row ascend from 0 or more, below a limit. */
    boolean ascends(int offset, int length, int columnLimit);

    /** Whether every value of a row is one that {@link #put} can have written, and finite. */
    boolean sound(int offset, int length);
}
