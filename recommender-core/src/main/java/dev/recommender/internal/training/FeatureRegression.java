package dev.recommender.internal.training;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.SplittableRandom;

/**
 * Learns from warm pairs how far each matching feature raises the similarity. It is a ridge regression of the
 * similarity on the matches of the features; a similarity that is bounded by 1 is replaced by its log-odds. Uses all
 * warm pairs if at least half of them are similar at all. Otherwise uses all similar pairs and as many others, drawn at
 * random. About {@link #MAX_PAIRS} pairs are used at most, drawn at random from a fixed seed.
 */
public final class FeatureRegression {
    private static final int MAX_PAIRS = 200_000;
    private static final double CLIP = 1e-5;
    private static final double RIDGE = 1e-6;

    private final PairFeatures features;
    private final RowBlocks similarities;
    private final int warm;
    private final boolean bounded;
    private final double[][] products;
    private final double[] right;
    private final double[] row;
    private final double[] matches;
    private int pairs;

    private FeatureRegression(PairFeatures features, RowBlocks similarities, int warm, boolean bounded) {
        this.features = features;
        this.similarities = similarities;
        this.warm = warm;
        this.bounded = bounded;
        int size = features.count() + 1;
        this.products = new double[size][size];
        this.right = new double[size];
        this.row = new double[size];
        this.matches = new double[features.count()];
    }

    /** The intercept, then a weight per feature; items 0 to warm − 1 are the warm ones. */
    public static double[] learn(
            PairFeatures features, RowBlocks similarities, int warm, boolean bounded, TrainingThreads work) {
        FeatureRegression regression = new FeatureRegression(features, similarities, warm, bounded);
        regression.collect(work);
        return regression.solve();
    }

    /** The predicted similarity for an outcome of the linear model. */
    static double similarity(double outcome, boolean bounded) {
        return bounded ? 1 / (1 + StrictMath.exp(-outcome)) : outcome;
    }

    private void collect(TrainingThreads work) {
        SplittableRandom random = new SplittableRandom(5);
        long similar = similarities.cells();
        long possible = (long) warm * (warm - 1);
        boolean dense = 2 * similar >= possible;
        double chosen = Math.min(1, MAX_PAIRS / 2.0 / Math.max(1, dense ? possible : similar));
        int[] columns = new int[warm];
        float[] values = new float[warm];
        for (int seed = 0; seed < warm; seed++) {
            work.check();
            int length = similarities.read(seed, columns, values);
            int cell = 0;
            for (int target = 0; target < warm && (dense || cell < length); target++) {
                if (!dense) {
                    target = columns[cell];
                }
                boolean stored = cell < length && columns[cell] == target;
                float value = stored ? values[cell++] : 0;
                if (target != seed && (chosen >= 1 || random.nextDouble() < chosen)) {
                    add(seed, target, value);
                }
            }
        }
        if (!dense) {
            int wanted = 2 * pairs;
            for (long attempts = 0; pairs < wanted && attempts < 100L * MAX_PAIRS; attempts++) {
                int seed = random.nextInt(warm);
                int target = random.nextInt(warm);
                if (seed != target && similarities.value(seed, target) == 0) {
                    add(seed, target, 0);
                }
            }
        }
    }

    private void add(int seed, int target, float similarity) {
        features.match(seed, target, matches);
        row[0] = 1;
        System.arraycopy(matches, 0, row, 1, matches.length);
        double outcome = bounded ? logit(similarity) : similarity;
        for (int i = 0; i < row.length; i++) {
            if (row[i] != 0) {
                right[i] += row[i] * outcome;
                for (int j = 0; j <= i; j++) {
                    products[i][j] += row[i] * row[j];
                }
            }
        }
        pairs++;
    }

    /** Solves the normal equations by Cholesky's decomposition; the ridge keeps features that never match at 0. */
    private double[] solve() {
        int size = right.length;
        for (int i = 0; i < size; i++) {
            products[i][i] += RIDGE * Math.max(1, pairs);
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = products[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= products[i][k] * products[j][k];
                }
                products[i][j] = i == j ? Math.sqrt(Math.max(sum, RIDGE)) : sum / products[j][j];
            }
        }
        double[] solution = right.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                solution[i] -= products[i][k] * solution[k];
            }
            solution[i] /= products[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solution[i] -= products[k][i] * solution[k];
            }
            solution[i] /= products[i][i];
        }
        return solution;
    }

    private static double logit(double similarity) {
        double clipped = Math.max(CLIP, Math.min(1 - CLIP, similarity));
        return StrictMath.log(clipped / (1 - clipped));
    }
}
