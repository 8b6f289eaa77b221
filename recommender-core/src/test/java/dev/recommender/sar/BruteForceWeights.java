package dev.recommender.sar;

import dev.recommender.internal.training.RowWeights;

/** How values become weights, by the definitions of docs/algorithm.md on dense matrices. */
public final class BruteForceWeights {
    private BruteForceWeights() {}

    /**
     * Turns values into weights, in place.
     *
     * @param values by seed and target, cut to the neighbours that are kept; the diagonal holds items' values for
     *     themselves
     */
    public static void apply(float[][] values, int[] frequency, RowWeights options) {
        int size = values.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double plain = values[i][j] / StrictMath.pow(Math.max(1, frequency[j]), options.popularity());
                values[i][j] = rounded(Math.signum(plain) * StrictMath.pow(Math.abs(plain), options.power()));
            }
        }
        for (int i = 0; i < size && options.normalized(); i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += i == j ? 0 : Math.abs(values[i][j]);
            }
            for (int j = 0; j < size; j++) {
                values[i][j] = sum == 0 ? values[i][j] : rounded(values[i][j] / sum);
            }
        }
    }

    private static float rounded(double weight) {
        return weight != 0 && (float) weight == 0 ? (float) Math.signum(weight) * Float.MIN_VALUE : (float) weight;
    }
}
