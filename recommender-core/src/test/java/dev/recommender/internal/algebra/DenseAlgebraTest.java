package dev.recommender.internal.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of outer products, solutions in doubles and eigenvectors, against loops in doubles. */
class DenseAlgebraTest {
    @Test
    void sumsOfOuterProductsAreThoseOfDoubles() {
        Random random = new Random(1);
        for (int count : new int[] {0, 1, 3, 4, 7, 1_023, 1_024, 1_025, 5_003}) {
            int size = 1 + random.nextInt(40);
            int from = random.nextInt(size);
            int to = from + random.nextInt(size - from + 1);
            float[][] vectors = new float[count][size];
            float[] weights = new float[count];
            float[] rights = new float[count];
            double[][] sums = new double[size][size];
            double[] right = new double[size];
            for (int at = 0; at < count; at++) {
                weights[at] = random.nextFloat();
                rights[at] = random.nextFloat() - 0.5f;
                for (int i = 0; i < size; i++) {
                    vectors[at][i] = random.nextFloat() - 0.3f;
                }
                for (int i = 0; i < size; i++) {
                    right[i] += (double) rights[at] * vectors[at][i];
                    for (int j = 0; j < size; j++) {
                        sums[i][j] += (double) weights[at] * vectors[at][i] * vectors[at][j];
                    }
                }
            }
            OuterProducts products = new OuterProducts(size);
            // What was added before has no influence.
            products.clear(0, size);
            products.add(vectors, weights, rights, count);
            products.clear(from, to);
            products.add(vectors, weights, rights, count);
            float[][] g = new float[size][size];
            g[from == size ? 0 : from][from == size ? 0 : from] = 3;
            float[][] rows = new float[size][size + 1];
            products.writeTo(rows, 2, g, 0.5f);
            for (int i = from; i < to; i++) {
                assertThat(products.right(i)).isCloseTo(right[i], within(1e-4 + 1e-7 * count));
                for (int j = i; j < to; j++) {
                    double expected = sums[i][j] + (i == j ? 0.5 : 0) + (i == from && j == from ? 6 : 0);
                    assertThat((double) rows[i - from][j - from]).isCloseTo(expected, within(1e-5 * (1 + count)));
                }
            }
        }
    }

    @Test
    void solutionsInDoublesAreThoseOfElimination() {
        Random random = new Random(2);
        DoubleCholesky cholesky = new DoubleCholesky(30);
        for (int size = 1; size <= 30; size++) {
            double[][] a = new double[size][size];
            float[][] upper = new float[size][size];
            for (int sample = 0; sample < 2 * size; sample++) {
                double[] x = random.doubles(size, -1, 1).toArray();
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        a[i][j] += x[i] * x[j];
                    }
                }
            }
            double[] b = new double[size];
            double[] x = new double[size];
            float[] added = new float[size + 2];
            for (int i = 0; i < size; i++) {
                x[i] = random.nextFloat();
                b[i] = x[i];
                added[2 + i] = random.nextFloat() - 0.5f;
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    upper[i][j] = j < i ? Float.NaN : (float) a[i][j];
                    a[i][j] = 0.5 * (float) a[i][j] + 3.0 * added[2 + i] * added[2 + j] + (i == j ? 0.25 : 0);
                }
            }
            cholesky.clear(size);
            cholesky.add(upper, 0, 0.5);
            cholesky.add(added, 2, 3);
            cholesky.addToDiagonal(0.25);
            cholesky.decompose();
            cholesky.solve(x);
            double[] expected = Elimination.solve(a, b);
            for (int i = 0; i < size; i++) {
                assertThat(x[i]).isCloseTo(expected[i], within(1e-9 * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void singularDirectionsGetZero() {
        DoubleCholesky cholesky = new DoubleCholesky(3);
        cholesky.clear(3);
        cholesky.add(new float[][] {{4, 4, 0}, {0, 4, 0}, {0, 0, 0}}, 0, 1);
        cholesky.decompose();
        double[] x = {2, 2, 1};
        cholesky.solve(x);
        assertThat(x).containsExactly(0.5, 0, 0);
    }

    @Test
    void solvedAgainForAnotherRightSide() {
        float[][] rows = {{4, 2, 1, 8}, {0, 5, 3, 3}, {0, 0, 6, 1}};
        float[] x = new float[4];
        assertThat(Cholesky.solve(rows, 3, x)).isTrue();
        for (int round = 0; round < 2; round++) {
            float[] other = {1, 2, 3, 0};
            Cholesky.solveAgain(rows, 3, other);
            double[] expected =
                    Elimination.solve(new double[][] {{4, 2, 1}, {2, 5, 3}, {1, 3, 6}}, new double[] {1, 2, 3});
            for (int at = 0; at < 3; at++) {
                assertThat((double) other[at]).isCloseTo(expected[at], within(1e-6));
            }
        }
    }

    @Test
    void eigenvectorsTakeAMatrixApart() {
        Random random = new Random(3);
        for (int size = 1; size < 40; size += 3) {
            double[][] matrix = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = i; j < size; j++) {
                    matrix[i][j] = random.nextDouble() - 0.5;
                    matrix[j][i] = matrix[i][j];
                }
            }
            double[][] given = new double[size][];
            for (int i = 0; i < size; i++) {
                given[i] = matrix[i].clone();
            }
            double[][] vectors = Eigenvectors.of(given, () -> {});
            double before = Double.POSITIVE_INFINITY;
            for (int i = 0; i < size; i++) {
                double[] image = new double[size];
                double value = 0;
                for (int row = 0; row < size; row++) {
                    for (int at = 0; at < size; at++) {
                        image[row] += matrix[row][at] * vectors[i][at];
                    }
                    value += image[row] * vectors[i][row];
                }
                for (int row = 0; row < size; row++) {
                    assertThat(image[row]).isCloseTo(value * vectors[i][row], within(1e-9));
                }
                assertThat(value).isLessThanOrEqualTo(before + 1e-9);
                before = value;
                for (int j = 0; j <= i; j++) {
                    double product = 0;
                    for (int at = 0; at < size; at++) {
                        product += vectors[i][at] * vectors[j][at];
                    }
                    assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-10));
                }
            }
        }
    }
}
