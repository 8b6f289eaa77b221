package dev.recommender.internal.algebra;

import java.util.stream.IntStream;

/** Systems of equations solved in doubles, by the shortest way. */
public final class Elimination {
    private Elimination() {}

    /**
     * Gauss's elimination without pivoting, whose pivots are positive just if the matrix is positive definite;
     * no numbers if it is not. Overwrites both.
     */
    public static double[] solve(double[][] a, double[] b) {
        int size = b.length;
        double[] diagonal = IntStream.range(0, size).mapToDouble(i -> a[i][i]).toArray();
        for (int k = 0; k < size; k++) {
            if (a[k][k] <= 1e-6 * diagonal[k]) {
                return new double[0];
            }
            for (int i = k + 1; i < size; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < size; j++) {
                    a[i][j] -= factor * a[k][j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int j = i + 1; j < size; j++) {
                b[i] -= a[i][j] * b[j];
            }
            b[i] /= a[i][i];
        }
        return b;
    }
}
