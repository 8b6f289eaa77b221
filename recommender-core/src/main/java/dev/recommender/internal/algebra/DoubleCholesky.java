package dev.recommender.internal.algebra;

import java.util.Arrays;

/**
 * Symmetric systems of equations A x = b in double precision, summed and solved, for those that single precision cannot
 * tell from singular ones. Directions that are singular even so get the solution 0. Used by one thread.
 */
public final class DoubleCholesky {
    /** A pivot smaller than this part of what it was before is noise. */
    private static final double LEAST_PIVOT = 1e-13;

    private final double[][] rows;
    private final double[] solution;
    private int size;

    /** Room for systems of so many equations. */
    public DoubleCholesky(int most) {
        this.rows = new double[most][most];
        this.solution = new double[most];
    }

    /** Starts over with A = 0, of so many equations. */
    public void clear(int equations) {
        size = equations;
        for (int row = 0; row < size; row++) {
            Arrays.fill(rows[row], row, size, 0);
        }
    }

    /** Adds w y y<sup>T</sup> to A, where y are a vector's numbers from a place on. */
    public void add(float[] vector, int from, double weight) {
        for (int row = 0; row < size; row++) {
            double[] u = rows[row];
            double factor = weight * vector[from + row];
            for (int at = row; at < size; at++) {
                u[at] += factor * vector[from + at];
            }
        }
    }

    /** Adds u G to A, where G are a matrix's rows and columns from a place on; its upper triangle is read. */
    public void add(float[][] matrix, int from, double factor) {
        for (int row = 0; row < size; row++) {
            for (int at = row; at < size; at++) {
                rows[row][at] += factor * matrix[from + row][from + at];
            }
        }
    }

    /** Adds p I to A. */
    public void addToDiagonal(double p) {
        for (int row = 0; row < size; row++) {
            rows[row][row] += p;
        }
    }

    /** Decomposes A, which can be solved for from now on. */
    public void decompose() {
        for (int row = 0; row < size; row++) {
            double[] u = rows[row];
            double before = u[row];
            for (int done = 0; done < row; done++) {
                double factor = rows[done][row];
                for (int at = row; at < size; at++) {
                    u[at] -= factor * rows[done][at];
                }
            }
            double pivot = u[row] > LEAST_PIVOT * before ? Math.sqrt(u[row]) : 0;
            u[row] = pivot;
            for (int at = row + 1; at < size; at++) {
                u[at] = pivot == 0 ? 0 : u[at] / pivot;
            }
        }
    }

    /**
     * Solves the system that was decomposed last.
     *
     * @param x the right side, from its first number on, which the solution replaces
     */
    public void solve(double[] x) {
        for (int row = 0; row < size; row++) {
            double sum = x[row];
            for (int done = 0; done < row; done++) {
                sum -= rows[done][row] * solution[done];
            }
            solution[row] = rows[row][row] == 0 ? 0 : sum / rows[row][row];
        }
        for (int row = size - 1; row >= 0; row--) {
            double sum = solution[row];
            for (int at = row + 1; at < size; at++) {
                sum -= rows[row][at] * solution[at];
            }
            solution[row] = rows[row][row] == 0 ? 0 : sum / rows[row][row];
        }
        System.arraycopy(solution, 0, x, 0, size);
    }
}
