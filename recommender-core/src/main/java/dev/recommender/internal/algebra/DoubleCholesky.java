package dev.recommender.internal.algebra;

/**
 * Solves symmetric systems of equations A x = b in double precision, for those that single precision cannot tell from
 * singular ones. Directions that are singular even so get the solution 0. Used by one thread.
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

    /** Decomposes a matrix, given by its upper triangle: row i holds the columns from i on at their places. */
    public void decompose(float[][] upper, int equations) {
        size = equations;
        for (int row = 0; row < size; row++) {
            for (int at = row; at < size; at++) {
                rows[row][at] = upper[row][at];
            }
        }
        for (int row = 0; row < size; row++) {
            double[] u = rows[row];
            for (int done = 0; done < row; done++) {
                double factor = rows[done][row];
                for (int at = row; at < size; at++) {
                    u[at] -= factor * rows[done][at];
                }
            }
            double pivot = u[row] > LEAST_PIVOT * upper[row][row] ? Math.sqrt(u[row]) : 0;
            u[row] = pivot;
            for (int at = row + 1; at < size; at++) {
                u[at] = pivot == 0 ? 0 : u[at] / pivot;
            }
        }
    }

    /**
     * Solves a system of the matrix decomposed last.
     *
     * @param x the right side, which the solution replaces
     */
    public void solve(float[] x) {
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
        for (int row = 0; row < size; row++) {
            x[row] = (float) solution[row];
        }
    }
}
