package dev.recommender.als;

import dev.recommender.internal.algebra.Elimination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Alternating least squares in doubles, by loops over everything: the equations as docs/algorithm.md has them, with
 * matrices of all pairs.
 */
final class AlsTwin {
    private final AlsOptions options;
    private final double[][] affinities;
    private final double alpha;
    final double[][] users;
    final double[][] items;
    final List<Double> losses = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param affinities by user and learnt item; not a number where there are no events
     * @param initial the items' vectors that learning starts from
     */
    AlsTwin(AlsOptions options, double[][] affinities, double[][] initial) {
        this.options = options;
        this.affinities = affinities;
        this.items = initial;
        this.users = new double[affinities.length][options.factors()];
        this.alpha = options.unobservedWeight().isPresent()
                ? (double) affinities.length
                        * initial.length
                        / (options.unobservedWeight().getAsDouble() * sumOfAffinities())
                : options.objective().alpha();
    }

    private double sumOfAffinities() {
        return Arrays.stream(affinities)
                .flatMapToDouble(Arrays::stream)
                .filter(affinity -> !Double.isNaN(affinity))
                .map(Math::abs)
                .sum();
    }

    /** The numbers that learning starts from. */
    static double[][] initial(AlsOptions options, int items) {
        int size = options.factors();
        double[][] vectors = new double[items][size];
        for (int item = 0; item < items; item++) {
            for (int at = 0; at < size; at++) {
                double drawn = RandomNumbers.fraction(RandomNumbers.of(options.seed(), (long) item * size + at));
                vectors[item][at] = (float) ((drawn - 0.5) * Math.sqrt(12) * 0.1 / Math.sqrt(size));
            }
        }
        return vectors;
    }

    void learn() {
        for (int iteration = 0; iteration < options.iterations(); iteration++) {
            for (int user = 0; user < users.length; user++) {
                solve(users[user], items, affinities[user], options.block());
            }
            for (int item = 0; item < items.length; item++) {
                int column = item;
                double[] ofItem = Arrays.stream(affinities)
                        .mapToDouble(row -> row[column])
                        .toArray();
                solve(items[item], users, ofItem, options.block());
            }
            losses.add(loss());
        }
    }

    /** A user's vector for the items as they are, solved at once. */
    double[] foldIn(double[] ofUser) {
        double[] vector = new double[options.factors()];
        solve(vector, items, ofUser, options.factors());
        return vector;
    }

    private void solve(double[] x, double[][] others, double[] ofRow, int block) {
        int size = x.length;
        double p = penalty(ofRow);
        if (Arrays.stream(ofRow).noneMatch(this::tells)) {
            Arrays.fill(x, 0);
            return;
        }
        for (int from = 0; from < size; from += block) {
            int to = Math.min(size, from + block);
            double[][] a = new double[to - from][to - from];
            double[] b = new double[to - from];
            for (int other = 0; other < others.length; other++) {
                double[] y = others[other];
                double weight = weight(ofRow[other]);
                double outside = product(x, y) - product(x, y, from, to);
                for (int i = from; i < to; i++) {
                    b[i - from] += y[i] * (observed(ofRow[other]) * target(ofRow[other]) - weight * outside);
                    for (int j = from; j < to; j++) {
                        a[i - from][j - from] += weight * y[i] * y[j];
                    }
                }
            }
            for (int i = 0; i < to - from; i++) {
                a[i][i] += p;
            }
            System.arraycopy(Elimination.solve(a, b), 0, x, from, to - from);
        }
    }

    /** A pair without events has no number. */
    private boolean tells(double affinity) {
        return !Double.isNaN(affinity) && (options.objective().rated() || affinity != 0);
    }

    /** The weight of a pair with events, beyond that of all pairs. */
    private double observed(double affinity) {
        if (!tells(affinity)) {
            return 0;
        }
        return options.objective().rated() ? 1 : alpha * Math.abs(affinity);
    }

    private double weight(double affinity) {
        return observed(affinity) + (options.objective().rated() ? 0 : 1);
    }

    private double target(double affinity) {
        if (!tells(affinity)) {
            return 0;
        }
        return options.objective().rated() ? affinity : affinity > 0 ? 1 : 0;
    }

    private double penalty(double[] ofRow) {
        double n = Arrays.stream(ofRow).filter(this::tells).count();
        double lambda = options.objective().regularization();
        double nu = options.objective().exponent();
        return options.objective().rated()
                ? lambda * Math.pow(Math.max(1, n), nu)
                : lambda * alpha * Math.pow(n + ofRow.length / alpha, nu);
    }

    private double loss() {
        double loss = 0;
        for (int user = 0; user < users.length; user++) {
            for (int item = 0; item < items.length; item++) {
                double affinity = affinities[user][item];
                double s = product(users[user], items[item]);
                loss += observed(affinity) * (target(affinity) - s) * (target(affinity) - s)
                        + (options.objective().rated() ? 0 : s * s);
            }
            loss += penalty(affinities[user]) * product(users[user], users[user]);
        }
        for (int item = 0; item < items.length; item++) {
            int column = item;
            double[] ofItem =
                    Arrays.stream(affinities).mapToDouble(row -> row[column]).toArray();
            loss += penalty(ofItem) * product(items[item], items[item]);
        }
        return loss;
    }

    static double product(double[] x, double[] y) {
        return product(x, y, 0, x.length);
    }

    private static double product(double[] x, double[] y, int from, int to) {
        double sum = 0;
        for (int at = from; at < to; at++) {
            sum += x[at] * y[at];
        }
        return sum;
    }
}
