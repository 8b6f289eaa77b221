package dev.recommender.als;

import dev.recommender.internal.factors.Vectors;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.PairFeatures;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Vectors for items that are too rare to be learnt, from their features: a ridge regression from the terms that items have,
 * and a constant, to the vectors that were learnt. A term is a value of a feature. The equations (X<sup>T</sup>X + μI) β =
 * X<sup>T</sup>y are solved by conjugate gradients, each number of the vectors by itself. Immutable.
 */
final class FeatureVectors {
    /** The ridge μ: a term counts as if so many more items had it that are as all are. */
    private static final double RIDGE = 3;

    private static final double CONSTANT_RIDGE = 1e-3;
    static final int MOST_STEPS = 50;
    private static final double SMALL = 1e-12;

    private final PairFeatures features;
    private final int learnt;
    private final int constant;

    /** Which terms an item has that was learnt. */
    private final boolean[] known;

    private FeatureVectors(PairFeatures features, int learnt) {
        this.features = features;
        this.learnt = learnt;
        this.constant = features.terms();
        this.known = new boolean[constant];
        for (int item = 0; item < learnt; item++) {
            for (int term : features.termsOf(item)) {
                known[term] = true;
            }
        }
    }

    /**
     * Fills in the vectors of the items that were not learnt and have a term that an item has which was. Of the others
     * nothing is known. An item with far more terms than others would get a far longer vector, and come first for everybody: so
     * none is longer than the longest that was learnt.
     *
     * @param vectors by item; the first so many were learnt
     * @return what each feature adds to a vector that was learnt: the root of the mean square of its length, by name
     */
    static Map<String, Double> place(PairFeatures features, float[][] vectors, int learnt, TrainingThreads work) {
        if (learnt == 0 || features.terms() == 0) {
            return Map.of();
        }
        FeatureVectors placing = new FeatureVectors(features, learnt);
        int size = vectors[0].length;
        double[][] coefficients = new double[size][];
        work.run(size, () -> placing, (number, shared) -> coefficients[number] = shared.solve(vectors, number, work));
        double longest = 0;
        for (int item = 0; item < learnt; item++) {
            longest = Math.max(longest, Vectors.norm(vectors[item], 0));
        }
        for (int item = learnt; item < vectors.length; item++) {
            if (placing.tells(item)) {
                for (int number = 0; number < size; number++) {
                    vectors[item][number] = (float) placing.product(coefficients[number], item);
                }
                shorten(vectors[item], longest);
            }
        }
        return placing.weights(coefficients);
    }

    private static void shorten(float[] vector, double longest) {
        double norm = Vectors.norm(vector, 0);
        for (int number = 0; number < vector.length && norm > longest; number++) {
            vector[number] = (float) (vector[number] * longest / norm);
        }
    }

    private boolean tells(int item) {
        for (int term : features.termsOf(item)) {
            if (known[term]) {
                return true;
            }
        }
        return false;
    }

    private double product(double[] x, int item) {
        double sum = x[constant];
        for (int term : features.termsOf(item)) {
            sum += x[term];
        }
        return sum;
    }

    private void add(double[] sums, int item, double value) {
        sums[constant] += value;
        for (int term : features.termsOf(item)) {
            sums[term] += value;
        }
    }

    private double[] solve(float[][] vectors, int number, TrainingThreads work) {
        int size = constant + 1;
        double[] x = new double[size];
        double[] left = new double[size];
        for (int item = 0; item < learnt; item++) {
            add(left, item, vectors[item][number]);
        }
        double[] direction = left.clone();
        double[] image = new double[size];
        double square = square(left);
        double enough = SMALL * square;
        for (int step = 0; step < MOST_STEPS && square > enough; step++) {
            work.check();
            Arrays.fill(image, 0);
            for (int item = 0; item < learnt; item++) {
                add(image, item, product(direction, item));
            }
            double curve = 0;
            for (int at = 0; at < size; at++) {
                image[at] += (at == constant ? CONSTANT_RIDGE : RIDGE) * direction[at];
                curve += image[at] * direction[at];
            }
            double length = square / curve;
            for (int at = 0; at < size; at++) {
                x[at] += length * direction[at];
                left[at] -= length * image[at];
            }
            double before = square;
            square = square(left);
            for (int at = 0; at < size; at++) {
                direction[at] = left[at] + square / before * direction[at];
            }
        }
        return x;
    }

    private static double square(double[] vector) {
        double sum = 0;
        for (double number : vector) {
            sum += number * number;
        }
        return sum;
    }

    private Map<String, Double> weights(double[][] coefficients) {
        double[] squares = new double[features.count()];
        double[] parts = new double[features.count()];
        for (double[] x : coefficients) {
            for (int item = 0; item < learnt; item++) {
                for (int term : features.termsOf(item)) {
                    parts[features.featureOf(term)] += x[term];
                }
                for (int feature = 0; feature < parts.length; feature++) {
                    squares[feature] += parts[feature] * parts[feature];
                    parts[feature] = 0;
                }
            }
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (int feature = 0; feature < squares.length; feature++) {
            weights.put(features.name(feature), Math.sqrt(squares[feature] / learnt));
        }
        return weights;
    }
}
