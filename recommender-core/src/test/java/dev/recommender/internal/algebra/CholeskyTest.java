package dev.recommender.internal.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Systems of all sizes around those of a panel, against elimination in doubles. */
class CholeskyTest {
    @Test
    void solutionsAreThoseOfDoublePrecision() {
        Random random = new Random(1);
        for (int size = 1; size < 90; size++) {
            double[][] a = positiveDefinite(random, size);
            double[] b = random.doubles(size, -1, 1).toArray();
            float[][] rows = rows(a, b, random);
            float[] x = new float[size + 1];
            assertThat(Cholesky.solve(rows, size, x)).isTrue();
            double[] expected = Elimination.solve(a, b);
            for (int at = 0; at < size; at++) {
                assertThat((double) x[at]).as("%d of %d", at, size).isCloseTo(expected[at], within(1e-4));
            }
        }
    }

    @Test
    void matricesThatAreNotPositiveDefiniteAreRefused() {
        Random random = new Random(2);
        for (int size = 1; size < 40; size++) {
            double[][] a = positiveDefinite(random, size);
            int bad = random.nextInt(size);
            a[bad][bad] = random.nextBoolean() ? 0 : -1;
            assertThat(Cholesky.solve(rows(a, new double[size], random), size, new float[size]))
                    .isFalse();
        }
        float[][] notANumber = {{Float.NaN, 1}};
        assertThat(Cholesky.solve(notANumber, 1, new float[1])).isFalse();
        float[][] singular = {{1, 1, 1}, {0, 1, 1}};
        assertThat(Cholesky.solve(singular, 2, new float[2])).isFalse();
    }

    private static double[][] positiveDefinite(Random random, int size) {
        double[][] a = new double[size][size];
        for (int sample = 0; sample < size; sample++) {
            double[] x = random.doubles(size, -1, 1).toArray();
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    a[i][j] += x[i] * x[j] / size;
                }
            }
        }
        for (int i = 0; i < size; i++) {
            a[i][i] += 0.3;
        }
        return a;
    }

    /** The upper triangle; what lies below it, or beyond the right side, has no influence. */
    private static float[][] rows(double[][] a, double[] b, Random random) {
        int size = b.length;
        float[][] rows = new float[size + 1][size + 2];
        for (float[] row : rows) {
            for (int at = 0; at < row.length; at++) {
                row[at] = random.nextFloat();
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                rows[i][j] = (float) a[i][j];
            }
            rows[i][size] = (float) b[i];
        }
        return rows;
    }
}
