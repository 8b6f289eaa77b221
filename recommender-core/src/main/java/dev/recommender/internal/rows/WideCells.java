package dev.recommender.internal.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Cells in the layout {@link RowLayout#WIDE}. */
final class WideCells implements CellBlock {
    final IntBuffer columns;
    final FloatBuffer values;

    WideCells(ByteBuffer block) {
        ByteBuffer bytes = block.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        columns = bytes.asIntBuffer();
        values = bytes.asFloatBuffer();
    }

    @Override
    public int words() {
        return columns.limit();
    }

    @Override
    public int column(int offset, int length, int at) {
        return columns.get(offset + at);
    }

    @Override
    public float value(int offset, int length, int at) {
        return values.get(offset + length + at);
    }

    @Override
    public void columns(int offset, int length, int from, int[] target, int size) {
        columns.get(offset + from, target, 0, size);
    }

    @Override
    public void values(int offset, int length, int from, float[] target, int size) {
        values.get(offset + length + from, target, 0, size);
    }

    @Override
    public void put(int offset, int length, int[] columnsOfRow, float[] valuesOfRow, int from) {
        columns.put(offset, columnsOfRow, from, length);
        putValues(offset, length, valuesOfRow, from);
    }

    void putValues(int offset, int length, float[] valuesOfRow, int from) {
        values.put(offset + length, valuesOfRow, from, length);
    }

    @Override
    public boolean ascends(int offset, int length, int columnLimit) {
        int previous = -1;
        for (int at = offset; at < offset + length; at++) {
            int column = columns.get(at);
            if (column <= previous) {
                return false;
            }
            previous = column;
        }
        return previous < columnLimit;
    }

    @Override
    public boolean sound(int offset, int length) {
        for (int at = offset + length; at < offset + 2 * length; at++) {
            if (!Float.isFinite(values.get(at))) {
                return false;
            }
        }
        return true;
    }
}
