package dev.recommender.internal.rows;

import dev.recommender.TrainingException;

/**
 * Positive values in 8 bits. A code c from 1 to 255 stands for c<sup>2</sup> · 2<sup>e</sup>, where e belongs to the row.
 * Squares give small values more of the codes: rows have few large values and many small ones. Every such number is a float
 * without rounding. What such numbers stand for has the same codes again.
 */
final class PackedValue {
    /** The exponent of the smallest float. */
    static final int LEAST_EXPONENT = -149;

    /** From this exponent on, the largest code would be no float. */
    static final int MOST_EXPONENT = 113;

    private static final int MOST_CODE = 255;

    private PackedValue() {}

    /**
     * The smallest exponent with which the largest of some values has a code.
     *
     * @throws TrainingException if a value is negative
     */
    static int exponent(float[] values, int from, int length) {
        float largest = 0;
        for (int at = from; at < from + length; at++) {
            if (!(values[at] >= 0)) {
                throw new TrainingException("weights of 8 bits cannot be negative, and one would be " + values[at]
                        + "; choose a similarity that is never negative, or leave rowPrecision at single");
            }
            largest = Math.max(largest, values[at]);
        }
        int exponent = Math.max(LEAST_EXPONENT, Math.getExponent((double) largest) - 15);
        return root(largest, unit(exponent)) > MOST_CODE ? exponent + 1 : exponent;
    }

    /** 2 to the power of an exponent. */
    static double unit(int exponent) {
        return Math.scalb(1.0, exponent);
    }

    /** The code of a value: the whole number nearest to its root, the even one of two, but never 0. */
    static byte code(float value, double unit) {
        return (byte) Math.max(1, root(value, unit));
    }

    private static int root(float value, double unit) {
        return (int) Math.rint(Math.sqrt(value / unit));
    }

    /** What a code stands for. */
    static float value(byte code, double unit) {
        int root = code & 0xFF;
        return (float) (root * root * unit);
    }
}
