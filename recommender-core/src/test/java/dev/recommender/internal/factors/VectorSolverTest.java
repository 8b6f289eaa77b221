package dev.recommender.internal.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.internal.algebra.Elimination;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equations that floats can hardly tell from singular ones, against others in doubles that are far from that. */
class VectorSolverTest {
    /**
     * With fewer ratings than numbers there is a product for every rating, and only the penalty keeps the equations from being
     * singular. The dual ones, (Y Y<sup>T</sup> + p I) c = a, have an equation for each rating, and products a − p c.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 16, 5, 1e-9",
        "2, 64, 12, 1e-9",
        "3, 64, 12, 1e-6",
        "4, 64, 30, 1e-5",
        "5, 64, 12, 1e-3",
        "6, 128, 40, 1e-7",
        "7, 64, 1, 1e-9"
    })
    void ofFewRatingsProductsAreThoseOfTheDualEquations(int seed, int size, int count, double penalty) {
        Random random = new Random(seed);
        float[][] vectors = vectors(random, count, size);
        double[] ratings = random.doubles(count, -5, 5).toArray();
        double[] expected = dual(vectors, ratings, penalty);
        Objective objective = new Objective(true, 1, penalty, 0);
        VectorSolver solver = new VectorSolver(objective, size, size);
        VectorSolver refined = VectorSolver.refined(objective, size);
        float[] x = new float[size];
        float[] refinedX = new float[size];
        for (int at = 0; at < count; at++) {
            solver.add(vectors[at], ratings[at]);
            refined.add(vectors[at], ratings[at]);
        }
        double loss = solver.solve(new float[0][], penalty, x);
        refined.solve(new float[0][], penalty, refinedX);
        double least = 0;
        for (int at = 0; at < count; at++) {
            assertThat(product(vectors[at], x)).isCloseTo(expected[at], within(1e-4));
            assertThat(product(vectors[at], refinedX)).isCloseTo(expected[at], within(1e-5));
            least += (ratings[at] - expected[at]) * ratings[at];
        }
        assertThat(loss).isCloseTo(least, within(1e-4));
        assertParts(refined, vectors, ratings, refinedX);
    }

    /** The parts of a product by seeds add up to it. */
    private static void assertParts(VectorSolver solver, float[][] vectors, double[] ratings, float[] x) {
        double[] influence = new double[x.length];
        for (float[] vector : vectors) {
            solver.solveAgain(vector, influence);
            double sum = 0;
            for (int at = 0; at < vectors.length; at++) {
                for (int number = 0; number < x.length; number++) {
                    sum += ratings[at] * vectors[at][number] * influence[number];
                }
            }
            assertThat(sum).isCloseTo(product(vector, x), within(1e-5));
        }
    }

    /** Block by block, each step comes nearer, and none goes astray where the equations of a block are singular but for p. */
    @ParameterizedTest
    @CsvSource({"1, 8, 5, 1e-9", "2, 8, 12, 1e-9", "3, 16, 12, 1e-6", "4, 32, 12, 1e-7"})
    void blockByBlockTheLossNeverRises(int seed, int block, int count, double penalty) {
        Random random = new Random(seed);
        int size = 64;
        float[][] vectors = vectors(random, count, size);
        double[] ratings = random.doubles(count, -5, 5).toArray();
        double[] expected = dual(vectors, ratings, penalty);
        VectorSolver solver = new VectorSolver(new Objective(true, 1, penalty, 0), size, block);
        for (int at = 0; at < count; at++) {
            solver.add(vectors[at], ratings[at]);
        }
        float[] x = new float[size];
        double before = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 60; round++) {
            double loss = solver.solve(new float[0][], penalty, x);
            assertThat(loss).isLessThanOrEqualTo(before + 1e-4).isGreaterThan(-1e-4);
            before = loss;
        }
        for (int at = 0; at < count; at++) {
            assertThat(product(vectors[at], x)).isCloseTo(expected[at], within(0.01));
        }
    }

    /** Of usage whose weights are far above those of all pairs. */
    @ParameterizedTest
    @CsvSource({"1, 24, 10, 1e4", "2, 64, 20, 1e5", "3, 64, 60, 1e6"})
    void heavyWeightsAreSolvedAsInDoubles(int seed, int size, int count, double alpha) {
        Random random = new Random(seed);
        float[][] others = vectors(random, 300, size);
        float[][] g = new float[size][size];
        double[][] a = new double[size][size];
        double[] b = new double[size];
        Objective objective = new Objective(false, alpha, 1e-9, 1);
        double penalty = objective.penalty(count, others.length);
        for (int row = 0; row < size; row++) {
            for (int at = 0; at < size; at++) {
                double sum = 0;
                for (float[] other : others) {
                    sum += (double) other[row] * other[at];
                }
                g[row][at] = (float) sum;
                a[row][at] = g[row][at] + (row == at ? penalty : 0);
            }
        }
        VectorSolver solver = new VectorSolver(objective, size, size);
        for (int at = 0; at < count; at++) {
            double weight = Math.min(1e6, alpha * (1 + at % 3));
            solver.add(others[at], 1 + at % 3);
            for (int row = 0; row < size; row++) {
                b[row] += weight * others[at][row];
                for (int column = 0; column < size; column++) {
                    a[row][column] += weight * others[at][row] * others[at][column];
                }
            }
        }
        float[] x = new float[size];
        solver.solve(g, penalty, x);
        double[] expected = Elimination.solve(a, b);
        for (float[] other : others) {
            double product = 0;
            for (int at = 0; at < size; at++) {
                product += expected[at] * other[at];
            }
            assertThat(product(other, x)).isCloseTo(product, within(1e-3));
        }
    }

    private static float[][] vectors(Random random, int count, int size) {
        float[][] vectors = new float[count][size];
        for (float[] vector : vectors) {
            for (int at = 0; at < size; at++) {
                vector[at] = (float) (random.nextGaussian() / Math.sqrt(size));
            }
        }
        return vectors;
    }

    /** a − p c. */
    private static double[] dual(float[][] vectors, double[] ratings, double penalty) {
        int count = vectors.length;
        double[][] k = new double[count][count];
        for (int row = 0; row < count; row++) {
            for (int at = 0; at < count; at++) {
                k[row][at] = product(vectors[row], vectors[at]) + (row == at ? penalty : 0);
            }
        }
        double[] c = Elimination.solve(k, ratings.clone());
        for (int at = 0; at < count; at++) {
            c[at] = ratings[at] - penalty * c[at];
        }
        return c;
    }

    private static double product(float[] left, float[] right) {
        double sum = 0;
        for (int at = 0; at < left.length; at++) {
            sum += (double) left[at] * right[at];
        }
        return sum;
    }
}
