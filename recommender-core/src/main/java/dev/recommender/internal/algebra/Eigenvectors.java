package dev.recommender.internal.algebra;

import java.util.Arrays;

/** Eigenvectors of symmetric matrices by Jacobi's rotations, in double precision. */
public final class Eigenvectors {
    private static final int MOST_SWEEPS = 30;

    /** Off the diagonal, this part of the matrix's size is noise. */
    private static final double NOISE = 1e-12;

    private Eigenvectors() {}

    /**
     * The eigenvectors of a matrix, a row for each, those of the largest eigenvalues first. The number of the largest size
     * in each is positive.
     *
     * @param matrix symmetric; given by its upper triangle, and overwritten
     * @param check called now and then
     */
    public static double[][] of(double[][] matrix, Runnable check) {
        int size = matrix.length;
        double[][] vectors = new double[size][size];
        double total = 0;
        for (int row = 0; row < size; row++) {
            vectors[row][row] = 1;
            for (int at = row; at < size; at++) {
                matrix[at][row] = matrix[row][at];
                total += (at == row ? 1 : 2) * matrix[row][at] * matrix[row][at];
            }
        }
        double noise = NOISE * Math.sqrt(total) / Math.max(1, size);
        for (int sweep = 0, rotated = 1; sweep < MOST_SWEEPS && rotated > 0; sweep++) {
            rotated = 0;
            for (int p = 0; p < size; p++) {
                check.run();
                for (int q = p + 1; q < size; q++) {
                    if (Math.abs(matrix[p][q]) > noise) {
                        rotate(matrix, vectors, p, q);
                        rotated++;
                    }
                }
            }
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, at -> at);
        Arrays.sort(order, (left, right) -> Double.compare(matrix[right][right], matrix[left][left]));
        double[][] sorted = new double[size][];
        Arrays.setAll(sorted, at -> directed(vectors[order[at]]));
        return sorted;
    }

    /** Makes the number at (p, q) zero; rows and columns of a symmetric matrix are rotated alike. */
    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        rotate(matrix[p], matrix[q], cosine, sine);
        for (double[] row : matrix) {
            double atP = row[p];
            double atQ = row[q];
            row[p] = cosine * atP - sine * atQ;
            row[q] = sine * atP + cosine * atQ;
        }
        rotate(vectors[p], vectors[q], cosine, sine);
    }

    private static void rotate(double[] left, double[] right, double cosine, double sine) {
        for (int at = 0; at < left.length; at++) {
            double old = left[at];
            left[at] = cosine * old - sine * right[at];
            right[at] = sine * old + cosine * right[at];
        }
    }

    private static double[] directed(double[] vector) {
        int largest = 0;
        for (int at = 1; at < vector.length; at++) {
            largest = Math.abs(vector[at]) > Math.abs(vector[largest]) ? at : largest;
        }
        if (vector[largest] < 0) {
            for (int at = 0; at < vector.length; at++) {
                vector[at] = -vector[at];
            }
        }
        return vector;
    }
}
