package dev.recommender.internal.factors;

import dev.recommender.internal.algebra.OuterProducts;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;

/**
 * The sum of y y<sup>T</sup> over vectors. The vectors are divided into so many parts, whose sums are added in doubles in
 * their order. So the result does not depend on threads.
 */
public final class Sums {
    /** How many parts there are; each is a task. */
    public static final int PARTS = 16;

    private static final int AT_ONCE = 1024;

    private Sums() {}

    /** The heap that the sums of vectors with so many numbers take while they are added up, in bytes. */
    public static long bytes(long size) {
        return (PARTS + 1) * Double.BYTES * size * size;
    }

    /** The sum over the first so many vectors; of the matrix the upper triangle is filled. */
    public static double[][] of(float[][] vectors, int count, int size, TrainingThreads work) {
        double[][][] parts = new double[PARTS][][];
        work.runQuietly(
                PARTS,
                () -> new OuterProducts(size),
                (part, sums) -> parts[part] = part(vectors, count, part, sums, size));
        double[][] whole = new double[size][size];
        for (double[][] part : parts) {
            add(whole, part);
        }
        return whole;
    }

    /** The whole matrix in floats, from its upper triangle. */
    public static float[][] symmetric(double[][] upper) {
        int size = upper.length;
        float[][] whole = new float[size][size];
        for (int row = 0; row < size; row++) {
            for (int at = row; at < size; at++) {
                whole[row][at] = (float) upper[row][at];
                whole[at][row] = (float) upper[row][at];
            }
        }
        return whole;
    }

    private static double[][] part(float[][] vectors, int count, int part, OuterProducts sums, int size) {
        int from = (int) ((long) count * part / PARTS);
        int to = (int) ((long) count * (part + 1) / PARTS);
        float[] ones = new float[AT_ONCE];
        Arrays.fill(ones, 1);
        sums.clear(0, size);
        for (int first = from; first < to; first += AT_ONCE) {
            float[][] some = Arrays.copyOfRange(vectors, first, Math.min(to, first + AT_ONCE));
            sums.add(some, ones, ones, some.length);
        }
        double[][] result = new double[size][size];
        sums.addTo(result);
        return result;
    }

    private static void add(double[][] whole, double[][] part) {
        for (int row = 0; row < whole.length; row++) {
            for (int at = row; at < whole.length; at++) {
                whole[row][at] += part[row][at];
            }
        }
    }
}
