package dev.recommender.internal.factors;

/** Arithmetic of vectors in single precision, always in the same order. */
public final class Vectors {
    private Vectors() {}

    /** The inner product of two vectors' numbers in a range. Four sums do not wait for one another. */
    public static float product(float[] left, float[] right, int from, int to) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int at = from;
        for (; at + 4 <= to; at += 4) {
            sum0 += left[at] * right[at];
            sum1 += left[at + 1] * right[at + 1];
            sum2 += left[at + 2] * right[at + 2];
            sum3 += left[at + 3] * right[at + 3];
        }
        for (; at < to; at++) {
            sum0 += left[at] * right[at];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Adds a multiple of a vector to another, in a range. */
    static void add(float[] sums, float[] vector, float factor, int from, int to) {
        for (int at = from; at < to; at++) {
            sums[at] += factor * vector[at];
        }
    }

    /** The length of a vector's numbers from a place on. */
    public static double norm(float[] vector, int from) {
        double squares = 0;
        for (int at = from; at < vector.length; at++) {
            squares += (double) vector[at] * vector[at];
        }
        return Math.sqrt(squares);
    }
}
