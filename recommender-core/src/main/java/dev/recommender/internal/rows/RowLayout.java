package dev.recommender.internal.rows;

import java.nio.ByteBuffer;

/** How the cells of a row lie in its block, in words of 4 bytes. */
public enum RowLayout {
    /** int32[length] columns | float32[length] values. */
    WIDE(4, 4),
    /** int32 exponent | uint16[length] columns | uint8[length] codes | zeros up to the next word. */
    PACKED_NARROW(2, 1),
    /** int32 exponent | int32[length] columns | uint8[length] codes | zeros up to the next word. */
    PACKED_WIDE(4, 1);

    private final int columnBytes;
    private final int valueBytes;

    RowLayout(int columnBytes, int valueBytes) {
        this.columnBytes = columnBytes;
        this.valueBytes = valueBytes;
    }

    /** The layout of packed rows with so many columns. */
    public static RowLayout packed(int columns) {
        return columns <= 1 << Character.SIZE ? PACKED_NARROW : PACKED_WIDE;
    }

    /** Whether values are codes. */
    public boolean isPacked() {
        return this != WIDE;
    }

    /** How many words a row of so many cells takes; none if it has no cells. */
    long words(long length) {
        return length == 0 ? 0 : (isPacked() ? 1 : 0) + ((columnBytes + valueBytes) * length + 3) / 4;
    }

    /** At most the bytes of so many rows with so many cells. */
    public long bytes(long rows, long cells) {
        return (columnBytes + valueBytes) * cells + (isPacked() ? 8 * Math.min(rows, cells) : 0);
    }

    CellBlock open(ByteBuffer block) {
        return isPacked() ? new PackedCells(block, this == PACKED_NARROW) : new WideCells(block);
    }
}
