package dev.recommender.sar;

/**
 * Whole numbers in as few bytes as they need: each is kept as its distance from the smallest, counted in the greatest
 * step that divides all distances. So times in whole seconds take four bytes instead of eight, ratings one (the bits of
 * floats are numbers, too), and what is the same throughout takes none. Immutable.
 */
final class PackedColumn {
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
        int width = tooFar ? Long.BYTES : (71 - Long.numberOfLeadingZeros(range / step)) / Byte.SIZE;
        PackedColumn column = new PackedColumn(tooFar ? 0 : least, step, width, to - from);
        column.pack(values, from, to);
        return column;
    }

    /** Puts all numbers into an array, from its start on. */
    void unpack(long[] target) {
        int count = width == 0 ? 0 : bytes.length / width;
        for (int at = 0, place = 0; at < count; at++) {
            long steps = 0;
            for (int shift = 0; shift < Byte.SIZE * width; shift += Byte.SIZE) {
                steps |= (bytes[place++] & 0xFFL) << shift;
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
        for (int at = from, place = 0; at < to; at++) {
            long steps = step == 1 ? values[at] - base : (values[at] - base) / step;
            for (int byteOf = 0; byteOf < width; byteOf++, steps >>>= Byte.SIZE) {
                bytes[place++] = (byte) steps;
            }
        }
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

    private static long divisor(long left, long right) {
        return right == 0 ? left : divisor(right, left % right);
    }
}
