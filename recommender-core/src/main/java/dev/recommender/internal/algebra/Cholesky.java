package dev.recommender.internal.algebra;

/**
 * Solves symmetric systems of equations A x = b in single precision, by the decomposition A = U<sup>T</sup> U. A's upper
 * triangle lies in rows of their own, and b is one more column. The decomposition subtracts four finished rows at a time
 * from every later row; the Java compiler makes vector instructions of that loop. Every operation is rounded as IEEE 754
 * has it, in an order that depends on the size alone, so the result is the same on every machine.
 */
public final class Cholesky {
    private static final int PANEL = 4;

    /** A pivot smaller than this part of what it was before is noise. */
    private static final float LEAST_PIVOT = 1e-6f;

    private Cholesky() {}

    /**
     * Solves one system, whose numbers are overwritten.
     *
     * @param rows row i holds A's columns from i on at their places, and b's number at place {@code size}
     * @param x receives the solution
     * @return whether A is positive definite; x is undefined if not
     */
    public static boolean solve(float[][] rows, int size, float[] x) {
        return solve(rows, size, x, LEAST_PIVOT);
    }

    /**
     * Solves one system, unless it is too near to a singular one.
     *
     * @param leastPivot a pivot must be larger than this part of what it was before
     * @return whether all pivots are so large; x is undefined if not
     */
    public static boolean solve(float[][] rows, int size, float[] x, float leastPivot) {
        float[] diagonal = x;
        for (int row = 0; row < size; row++) {
            diagonal[row] = rows[row][row];
        }
        if (!decompose(rows, size, diagonal, leastPivot)) {
            return false;
        }
        substitute(rows, size, x);
        return true;
    }

    /**
     * Solves a system again, for another right side.
     *
     * @param rows as {@link #solve} left them
     * @param x the right side, which the solution replaces
     */
    public static void solveAgain(float[][] rows, int size, float[] x) {
        for (int row = 0; row < size; row++) {
            float[] u = rows[row];
            float y = x[row] / u[row];
            for (int at = row + 1; at < size; at++) {
                x[at] -= y * u[at];
            }
            x[row] = y;
        }
        for (int row = 0; row < size; row++) {
            rows[row][size] = x[row];
        }
        substitute(rows, size, x);
    }

    private static boolean decompose(float[][] rows, int size, float[] diagonal, float leastPivot) {
        int end = size + 1;
        for (int first = 0; first < size; first += PANEL) {
            int last = Math.min(size, first + PANEL);
            for (int row = first; row < last; row++) {
                for (int done = first; done < row; done++) {
                    subtract(rows[row], rows[done], row, end);
                }
                if (!(rows[row][row] > leastPivot * diagonal[row])) {
                    return false;
                }
                scale(rows[row], (float) (1 / Math.sqrt(rows[row][row])), row, end);
            }
            for (int row = last; row < size; row++) {
                subtract(rows[row], rows[first], rows[first + 1], rows[first + 2], rows[first + 3], row, end);
            }
        }
        return true;
    }

    private static void scale(float[] row, float factor, int from, int end) {
        for (int at = from; at < end; at++) {
            row[at] *= factor;
        }
    }

    private static void subtract(float[] row, float[] other, int from, int end) {
        float factor = other[from];
        for (int at = from; at < end; at++) {
            row[at] -= factor * other[at];
        }
    }

    private static void subtract(float[] row, float[] a, float[] b, float[] c, float[] d, int from, int end) {
        float factorA = a[from];
        float factorB = b[from];
        float factorC = c[from];
        float factorD = d[from];
        for (int at = from; at < end; at++) {
            row[at] -= (factorA * a[at] + factorB * b[at]) + (factorC * c[at] + factorD * d[at]);
        }
    }

    /** Solves U x = y, where y is what the decomposition made of b. Four sums do not wait for one another. */
    private static void substitute(float[][] rows, int size, float[] x) {
        for (int row = size - 1; row >= 0; row--) {
            float[] u = rows[row];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            int at = row + 1;
            for (; at + 3 < size; at += 4) {
                sum0 += u[at] * x[at];
                sum1 += u[at + 1] * x[at + 1];
                sum2 += u[at + 2] * x[at + 2];
                sum3 += u[at + 3] * x[at + 3];
            }
            for (; at < size; at++) {
                sum0 += u[at] * x[at];
            }
            x[row] = (u[size] - ((sum0 + sum1) + (sum2 + sum3))) / u[row];
        }
    }
}
