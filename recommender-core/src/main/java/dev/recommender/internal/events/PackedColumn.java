package dev.recommender.internal.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Whole numbers in as few bytes as they need. Each is kept as its distance from the smallest, counted in the greatest
 * step that divides all distances. So times in whole seconds take four bytes instead of eight, and ratings take one
 * (the bits of floats are numbers, too). A column of equal numbers takes no bytes. Immutable.
 */
public final class PackedColumn {
    /** Numbers are written and read eight bytes at a time where there are as many, though only the first few count. */
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long base;
    private final long step;
    private final int width;
    private final byte[] bytes;

    private PackedColumn(long base, long step, int width, int count) {
        this.base = base;
        this.step = step;
        this.width = width;
        this.bytes = new byte[count * width];
    }

    /** Packs the numbers from one place of an array to another. */
    static PackedColumn of(long[] values, int from, int to) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int at = from; at < to; at++) {
            least = Math.min(least, values[at]);
            most = Math.max(most, values[at]);
        }
        long range = most - least;
        if (to == from || range == 0) {
            return new PackedColumn(to == from ? 0 : least, 1, 0, 0);
        }
        boolean tooFar = range < 0;
        long step = tooFar ? 1 : step(values, from, to, least);
        PackedColumn column = new PackedColumn(tooFar ? 0 : least, step, width(range, step), to - from);
        column.pack(values, from, to);
        return column;
    }

    /** Puts all numbers into an array, from its start on. The caller knows how many there are. */
    void unpack(long[] target, int count) {
        if (constant()) {
            Arrays.fill(target, 0, count, base);
        } else {
            unpack(target);
        }
    }

    /** Puts all numbers into an array, from its start on; none of a column that is {@link #constant}. */
    void unpack(long[] target) {
        int count = width == 0 ? 0 : bytes.length / width;
        int wide = wide(count);
        long mask = -1L >>> Long.SIZE - Byte.SIZE * width;
        for (int at = 0; at < wide; at++) {
            target[at] = base + ((long) LONG.get(bytes, at * width) & mask) * step;
        }
        for (int at = wide; at < count; at++) {
            long steps = 0;
            for (int place = (at + 1) * width - 1; place >= at * width; place--) {
                steps = steps << Byte.SIZE | bytes[place] & 0xFFL;
            }
            target[at] = base + steps * step;
        }
    }

    /** The only number of a column that has no other; what {@link #unpack} then leaves to be filled in. */
    long base() {
        return base;
    }

    boolean constant() {
        return width == 0;
    }

    int size() {
        return bytes.length;
    }

    private void pack(long[] values, int from, int to) {
        int wide = wide(to - from);
        for (int at = 0; at < wide; at++) {
            LONG.set(bytes, at * width, steps(values[from + at]));
        }
        for (int at = wide; at < to - from; at++) {
            long steps = steps(values[from + at]);
            for (int place = at * width; place < (at + 1) * width; place++, steps >>>= Byte.SIZE) {
                bytes[place] = (byte) steps;
            }
        }
    }

    private long steps(long value) {
        return step == 1 ? value - base : (value - base) / step;
    }

    /** How many of the first numbers have eight bytes of the column from where they start. */
    private int wide(int count) {
        return width == 0 ? 0 : Math.min(count, Math.max(0, Math.floorDiv(bytes.length - Long.BYTES, width) + 1));
    }

    private static long step(long[] values, int from, int to, long least) {
        long step = 0;
        for (int at = from; at < to && step != 1; at++) {
            long distance = values[at] - least;
            if (step == 0 || distance % step != 0) {
                step = divisor(step, distance);
            }
        }
        return step;
    }

    /** The bytes that distances take of so much at most; it is negative where it is beyond a long. */
    public static int width(long range, long step) {
        return range < 0 ? Long.BYTES : (71 - Long.numberOfLeadingZeros(range / step)) / Byte.SIZE;
    }

    static long divisor(long left, long right) {
        return right == 0 ? left : divisor(right, left % right);
    }
}
