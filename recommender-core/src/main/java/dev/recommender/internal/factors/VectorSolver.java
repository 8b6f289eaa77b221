package dev.recommender.internal.factors;

import dev.recommender.internal.algebra.Cholesky;
import dev.recommender.internal.algebra.DoubleCholesky;
import dev.recommender.internal.algebra.OuterProducts;
import dev.recommender.internal.util.WideNumber;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Solves one vector from the vectors that it goes with: x = A<sup>−1</sup> b with A = u G + Σ w y y<sup>T</sup> + p I and
 * b = Σ r y, where G is the sum of y y<sup>T</sup> over all of the other side. A vector with more numbers than a block
 * comes nearer to the solution block by block instead, each by a step of Newton's. Used by one thread.
 *
 * <p>Sources: Hu, Koren and Volinsky 2008 for the equations; Rendle, Krichene, Zhang and Koren 2021 (iALS++) for blocks.
 */
public final class VectorSolver {
    private static final int MOST_ROUNDS = 5;

    /** A change that is hardly more than the rounding of a float. */
    private static final double ROUNDING = 1e-7;

    /**
     * For each equation, sixteen times the part of a pivot that floats may round away. A smaller pivot may be mostly noise: so
     * it is where a user has fewer ratings than a vector has numbers, and the penalty is small.
     */
    private static final float NOISE = 0x1p-20f;

    private final Objective objective;
    private final int size;
    private final int block;
    private final OuterProducts sums;
    private final float[][] rows;

    /** Of a refined solver, the matrix that solving overwrites. */
    private final float[][] kept;

    private final float[] solution;
    private final float[] step;
    private final float[] image;
    private final boolean refined;
    private final double[] exact;
    private final double[] residual;
    private final double[] right;
    private @Nullable DoubleCholesky doubles;

    /** What solved the last equations, if floats did not. */
    private @Nullable DoubleCholesky patient;

    private float[][] vectors = new float[256][];
    private float[] weights = new float[256];
    private float[] rights = new float[256];
    private float[] products = new float[256];
    private float[] residuals = new float[256];
    private int count;
    private double squares;

    /**
     * A solver.
     *
     * @param size how many numbers a vector has
     * @param block how many of them are solved at once
     */
    public VectorSolver(Objective objective, int size, int block) {
        this(objective, size, block, false);
    }

    /** A solver of whole vectors, whose solutions are as precise as floats can be, whatever the equations. */
    static VectorSolver refined(Objective objective, int size) {
        return new VectorSolver(objective, size, size, true);
    }

    private VectorSolver(Objective objective, int size, int block, boolean refined) {
        this.objective = objective;
        this.size = size;
        this.block = Math.min(block, size);
        this.sums = new OuterProducts(size);
        this.rows = new float[this.block][this.block + 1];
        this.solution = new float[this.block + 1];
        this.step = new float[size];
        this.image = new float[size];
        this.refined = refined;
        this.kept = new float[refined ? size : 0][size];
        this.exact = new double[size];
        this.residual = new double[refined ? size : 0];
        this.right = new double[size];
    }

    /** The heap that a solver takes that goes through so many vectors at most. */
    public static long bytes(long size, long block, long most) {
        long matrices = (2 * Float.BYTES + Double.BYTES) * block * (block + 1);
        return OuterProducts.bytes(size) + matrices + 3 * Double.BYTES * size + 48 * most;
    }

    /** Starts over. */
    public void clear() {
        Arrays.fill(vectors, 0, count, null);
        count = 0;
        squares = 0;
    }

    /** Adds a vector with the affinity to it. It is not copied. An affinity of 0 says nothing, unless it is a rating. */
    public void add(float[] vector, double affinity) {
        add(vector, affinity, 0);
    }

    /** The same with an affinity in units of two to the power of an exponent; so is what is solved. */
    void add(float[] vector, double affinity, long exponent) {
        float weight = objective.weight(exponent == 0 ? affinity : WideNumber.scaled(affinity, exponent));
        float right = objective.right(affinity, exponent);
        if (!objective.rated() && (affinity == 0 || weight == 0 && right == 0)) {
            return;
        }
        if (count == vectors.length) {
            vectors = Arrays.copyOf(vectors, 2 * count);
            weights = Arrays.copyOf(weights, 2 * count);
            rights = Arrays.copyOf(rights, 2 * count);
            products = new float[2 * count];
            residuals = new float[2 * count];
        }
        vectors[count] = vector;
        weights[count] = weight;
        rights[count++] = right;
        squares += objective.square(affinity);
    }

    /** How many vectors say something. */
    public int count() {
        return count;
    }

    /**
     * Solves for the vectors added.
     *
     * @param g the symmetric sum of y y<sup>T</sup> over the other side
     * @param p the penalty
     * @param x receives the solution; where blocks are smaller than it, they start from what it holds
     * @return the loss that depends on x: of its pairs, and of its penalty
     */
    public double solve(float[][] g, double p, float[] x) {
        if (count == 0) {
            Arrays.fill(x, 0);
            return 0;
        }
        return block == size ? solveAtOnce(g, p, x) : solveBlocks(g, p, x);
    }

    private double solveAtOnce(float[][] g, double p, float[] x) {
        sums.clear(0, size);
        sums.add(vectors, weights, rights, count);
        sums.writeTo(rows, objective.unobserved(), g, (float) p);
        for (int at = 0; at < size; at++) {
            rows[at][size] = (float) sums.right(at);
        }
        for (int row = 0; row < kept.length; row++) {
            System.arraycopy(rows[row], row, kept[row], row, size - row);
        }
        if (refined) {
            addRight(rights, 0, size);
        }
        if (!solveRows(size)) {
            return solveInDoubles(g, p, x);
        }
        if (refined) {
            refine(solution);
        }
        double saved = 0;
        for (int at = 0; at < size; at++) {
            x[at] = solution[at];
            saved += sums.right(at) * x[at];
        }
        return squares - saved;
    }

    /** Solves what is in the rows, with the right side in their last column, to the solution, if floats are enough. */
    private boolean solveRows(int numbers) {
        patient = null;
        return Cholesky.solve(rows, numbers, solution, numbers * NOISE);
    }

    private double solveInDoubles(float[][] g, double p, float[] x) {
        addRight(rights, 0, size);
        System.arraycopy(right, 0, exact, 0, size);
        sumAgain(g, p, 0, size).solve(exact);
        for (int at = 0; at < size; at++) {
            x[at] = (float) exact[at];
        }
        return lossInDoubles(g, p, x);
    }

    /**
     * Sums the equations of some numbers in doubles, and decomposes them. Only the numbers of vectors are rounded then, so
     * what is solved are the equations of these vectors.
     */
    private DoubleCholesky sumAgain(float[][] g, double p, int from, int to) {
        DoubleCholesky equations = doubles;
        if (equations == null) {
            equations = new DoubleCholesky(block);
            doubles = equations;
        }
        equations.clear(to - from);
        for (int at = 0; at < count; at++) {
            equations.add(vectors[at], from, weights[at]);
        }
        if (objective.unobserved() != 0) {
            equations.add(g, from, objective.unobserved());
        }
        equations.addToDiagonal(p);
        equations.decompose();
        patient = equations;
        return equations;
    }

    /** Adds up the right side in doubles. */
    private void addRight(float[] factors, int from, int to) {
        Arrays.fill(right, from, to, 0);
        for (int at = 0; at < count; at++) {
            float[] vector = vectors[at];
            double factor = factors[at];
            for (int place = from; place < to; place++) {
                right[place] += factor * vector[place];
            }
        }
    }

    private double lossInDoubles(float[][] g, double p, float[] x) {
        double loss = squares;
        for (int at = 0; at < count; at++) {
            double product = 0;
            for (int place = 0; place < size; place++) {
                product += (double) vectors[at][place] * x[place];
            }
            loss += product * (weights[at] * product - 2.0 * rights[at]);
        }
        double u = objective.unobserved();
        for (int row = 0; row < size; row++) {
            double image = p * x[row];
            for (int at = 0; at < size && u != 0; at++) {
                image += u * g[row][at] * x[at];
            }
            loss += x[row] * image;
        }
        return loss;
    }

    /**
     * A<sup>−1</sup> v for the A that was solved last by a refined solver.
     *
     * @param result receives it
     */
    void solveAgain(float[] v, double[] result) {
        for (int at = 0; at < size; at++) {
            right[at] = v[at];
        }
        DoubleCholesky equations = patient;
        if (equations != null) {
            System.arraycopy(right, 0, result, 0, size);
            equations.solve(result);
            return;
        }
        System.arraycopy(v, 0, image, 0, size);
        Cholesky.solveAgain(rows, size, image);
        refine(image);
        System.arraycopy(exact, 0, result, 0, size);
    }

    /** Solves for what is left of the right side until that changes nothing that a float can tell. */
    private void refine(float[] x) {
        double largest = 0;
        for (int at = 0; at < size; at++) {
            exact[at] = x[at];
            largest = Math.max(largest, Math.abs(x[at]));
        }
        double change = Double.POSITIVE_INFINITY;
        for (int round = 0; round < MOST_ROUNDS && change > ROUNDING * largest; round++) {
            fillResidual();
            for (int at = 0; at < size; at++) {
                step[at] = (float) residual[at];
            }
            Cholesky.solveAgain(rows, size, step);
            change = 0;
            for (int at = 0; at < size; at++) {
                exact[at] += step[at];
                change = Math.max(change, Math.abs(step[at]));
            }
        }
        for (int at = 0; at < size; at++) {
            x[at] = (float) exact[at];
        }
    }

    private void fillResidual() {
        System.arraycopy(right, 0, residual, 0, size);
        for (int row = 0; row < size; row++) {
            float[] a = kept[row];
            double own = exact[row];
            double sum = residual[row] - a[row] * own;
            for (int at = row + 1; at < size; at++) {
                sum -= a[at] * exact[at];
                residual[at] -= a[at] * own;
            }
            residual[row] = sum;
        }
    }

    private double solveBlocks(float[][] g, double p, float[] x) {
        float u = objective.unobserved();
        for (int at = 0; at < count; at++) {
            products[at] = Vectors.product(vectors[at], x, 0, size);
        }
        Arrays.fill(image, 0);
        for (int row = 0; row < size && u != 0; row++) {
            Vectors.add(image, g[row], x[row], 0, size);
        }
        for (int from = 0; from < size; from += block) {
            int to = Math.min(size, from + block);
            for (int at = 0; at < count; at++) {
                residuals[at] = rights[at] - weights[at] * products[at];
            }
            sums.clear(from, to);
            sums.add(vectors, weights, residuals, count);
            sums.writeTo(rows, u, g, (float) p);
            for (int at = from; at < to; at++) {
                rows[at - from][to - from] = (float) (sums.right(at) - u * image[at] - p * x[at]);
            }
            if (!solveRows(to - from)) {
                solveInDoubles(g, p, x, from, to);
            }
            advance(g, u, x, from, to);
        }
        return loss(u, p, x);
    }

    private void solveInDoubles(float[][] g, double p, float[] x, int from, int to) {
        addRight(residuals, from, to);
        for (int at = from; at < to; at++) {
            exact[at - from] = right[at] - objective.unobserved() * (double) image[at] - p * x[at];
        }
        sumAgain(g, p, from, to).solve(exact);
        for (int at = from; at < to; at++) {
            solution[at - from] = (float) exact[at - from];
        }
    }

    private void advance(float[][] g, float u, float[] x, int from, int to) {
        Arrays.fill(step, 0);
        for (int at = from; at < to; at++) {
            step[at] = solution[at - from];
            x[at] += step[at];
            if (u != 0) {
                Vectors.add(image, g[at], step[at], 0, size);
            }
        }
        for (int at = 0; at < count; at++) {
            products[at] += Vectors.product(vectors[at], step, from, to);
        }
    }

    private double loss(float u, double p, float[] x) {
        double loss = squares;
        for (int at = 0; at < count; at++) {
            loss += products[at] * ((double) weights[at] * products[at] - 2.0 * rights[at]);
        }
        for (int at = 0; at < size; at++) {
            loss += x[at] * ((double) u * image[at] + p * x[at]);
        }
        return loss;
    }
}
