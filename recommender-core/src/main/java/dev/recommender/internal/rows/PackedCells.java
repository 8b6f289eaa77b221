package dev.recommender.internal.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;

/** Cells in the layouts {@link RowLayout#PACKED_NARROW} and {@link RowLayout#PACKED_WIDE}. */
final class PackedCells implements CellBlock {
    private final ByteBuffer bytes;
    private final IntBuffer words;
    private final CharBuffer halves;
    private final boolean narrow;

    PackedCells(ByteBuffer block, boolean narrow) {
        this.bytes = block.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.words = bytes.asIntBuffer();
        this.halves = bytes.asCharBuffer();
        this.narrow = narrow;
    }

    @Override
    public int words() {
        return words.limit();
    }

    @Override
    public int column(int offset, int length, int at) {
        return narrow ? halves.get(2 * (offset + 1) + at) : words.get(offset + 1 + at);
    }

    @Override
    public float value(int offset, int length, int at) {
        return PackedValue.value(bytes.get(codes(offset, length) + at), unit(offset));
    }

    @Override
    public void columns(int offset, int length, int from, int[] target, int size) {
        for (int at = 0; at < size; at++) {
            target[at] = column(offset, length, from + at);
        }
    }

    @Override
    public void values(int offset, int length, int from, float[] target, int size) {
        if (size == 0) {
            return;
        }
        double unit = unit(offset);
        int codes = codes(offset, length) + from;
        for (int at = 0; at < size; at++) {
            target[at] = PackedValue.value(bytes.get(codes + at), unit);
        }
    }

    /** Copies cells as they are. */
    void read(int offset, int length, int from, PackedRow row, int size) {
        row.ensure(size, narrow);
        row.size = size;
        row.narrow = narrow;
        row.run = false;
        if (size == 0) {
            return;
        }
        row.unit = unit(offset);
        row.first = column(offset, length, from);
        row.run = column(offset, length, from + size - 1) - row.first == size - 1;
        bytes.get(codes(offset, length) + from, row.codes, 0, size);
        if (row.run) {
            return;
        }
        if (narrow) {
            halves.get(2 * (offset + 1) + from, row.halves, 0, size);
        } else {
            words.get(offset + 1 + from, row.words, 0, size);
        }
    }

    @Override
    public void put(int offset, int length, int[] columns, float[] values, int from) {
        if (length == 0) {
            return;
        }
        int exponent = PackedValue.exponent(values, from, length);
        double unit = PackedValue.unit(exponent);
        words.put(offset, exponent);
        int codes = codes(offset, length);
        for (int at = 0; at < length; at++) {
            if (narrow) {
                halves.put(2 * (offset + 1) + at, (char) columns[from + at]);
            } else {
                words.put(offset + 1 + at, columns[from + at]);
            }
            bytes.put(codes + at, PackedValue.code(values[from + at], unit));
        }
    }

    @Override
    public boolean ascends(int offset, int length, int columnLimit) {
        int previous = -1;
        for (int at = 0; at < length; at++) {
            int column = column(offset, length, at);
            if (column <= previous) {
                return false;
            }
            previous = column;
        }
        return previous < columnLimit;
    }

    @Override
    public boolean sound(int offset, int length) {
        if (length == 0) {
            return true;
        }
        int exponent = words.get(offset);
        if (exponent < PackedValue.LEAST_EXPONENT || exponent > PackedValue.MOST_EXPONENT) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            float value = value(offset, length, at);
            if (value == 0 || !Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private double unit(int offset) {
        return PackedValue.unit(words.get(offset));
    }

    private int codes(int offset, int length) {
        return 4 * (offset + 1) + (narrow ? 2 : 4) * length;
    }
}
