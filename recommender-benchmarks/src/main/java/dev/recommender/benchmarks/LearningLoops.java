package dev.recommender.benchmarks;

import java.util.Arrays;

/**
 * The two loops that nearly all of learning vectors is, on numbers that stay in the processor's cache: what a machine can do
 * with such code. They are written as those of the library are, four vectors at a time.
 */
final class LearningLoops {
    private static final int AT_ONCE = 4;
    private static final int INNER_ROWS = 256;

    private LearningLoops() {}

    /**
     * The innermost loop of both, on five rows of so many floats: less than 1,500 stay in the first-level cache of any
     * processor of today.
     */
    static Runnable inner(int length) {
        float[][] vectors = new float[AT_ONCE][length];
        for (float[] vector : vectors) {
            Arrays.fill(vector, 0.01f);
        }
        float[] sums = new float[length];
        return () -> {
            Arrays.fill(sums, 0);
            for (int row = 0; row < INNER_ROWS; row++) {
                add(sums, vectors[0], vectors[1], vectors[2], vectors[3], 0.3f, 0.7f, 0.2f, 0.6f, 0, length);
            }
        };
    }

    /** The operations of {@link #inner}. */
    static double innerOperations(int length) {
        return 2.0 * AT_ONCE * INNER_ROWS * length;
    }

    /** Adds up the upper triangles of outer products, and right sides, of so many vectors. */
    static Runnable products(int count, int size) {
        float[][] vectors = new float[count][size];
        for (float[] vector : vectors) {
            Arrays.fill(vector, 0.01f);
        }
        float[][] sums = new float[size][size];
        float[] right = new float[size];
        return () -> {
            for (float[] row : sums) {
                Arrays.fill(row, 0);
            }
            for (int at = 0; at < count; at += AT_ONCE) {
                float[] a = vectors[at];
                float[] b = vectors[at + 1];
                float[] c = vectors[at + 2];
                float[] d = vectors[at + 3];
                for (int row = 0; row < size; row++) {
                    add(sums[row], a, b, c, d, a[row], b[row], c[row], d[row], row, size);
                }
                add(right, a, b, c, d, 1, 1, 1, 1, 0, size);
            }
        };
    }

    private static void add(
            float[] sums,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float factorA,
            float factorB,
            float factorC,
            float factorD,
            int from,
            int to) {
        for (int at = from; at < to; at++) {
            sums[at] += (factorA * a[at] + factorB * b[at]) + (factorC * c[at] + factorD * d[at]);
        }
    }

    /** Decomposes a matrix by Cholesky's method, with the right side as one more column. */
    static Runnable decompositions(int size) {
        float[][] equations = new float[size][size + 1];
        float[][] rows = new float[size][size + 1];
        for (int row = 0; row < size; row++) {
            Arrays.fill(equations[row], 0.01f);
            equations[row][row] = 1;
        }
        return () -> {
            for (int row = 0; row < size; row++) {
                System.arraycopy(equations[row], row, rows[row], row, size + 1 - row);
            }
            decompose(rows, size);
        };
    }

    private static void decompose(float[][] rows, int size) {
        int end = size + 1;
        for (int first = 0; first < size; first += AT_ONCE) {
            for (int row = first; row < first + AT_ONCE; row++) {
                for (int done = first; done < row; done++) {
                    add(rows[row], rows[done], -rows[done][row], row, end);
                }
                float factor = (float) (1 / Math.sqrt(rows[row][row]));
                for (int at = row; at < end; at++) {
                    rows[row][at] *= factor;
                }
            }
            float[] a = rows[first];
            float[] b = rows[first + 1];
            float[] c = rows[first + 2];
            float[] d = rows[first + 3];
            for (int row = first + AT_ONCE; row < size; row++) {
                add(rows[row], a, b, c, d, -a[row], -b[row], -c[row], -d[row], row, end);
            }
        }
    }

    private static void add(float[] sums, float[] vector, float factor, int from, int to) {
        for (int at = from; at < to; at++) {
            sums[at] += factor * vector[at];
        }
    }
}
