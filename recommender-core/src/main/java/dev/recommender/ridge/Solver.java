package dev.recommender.ridge;

import dev.recommender.internal.algebra.Cholesky;
import java.util.Arrays;

/**
 * Weighs the candidates of one target after the other; used by one thread. Candidates are numbered from the least popular
 * on, so the co-occurrences of each with more popular ones lie to the right of the diagonal.
 */
final class Solver {
    private final RidgeOptions options;
    private final Factors factors;
    private final Pattern pattern;
    private final CountTriangle counts;
    private final BestCells best;
    private final int[] proposed;
    private final float[] common;
    private final int[] place;
    private final int elsewhere;
    private final int[] candidates;
    private final float[][] rows;
    private final float[] weights;
    private int size;
    private int damped;

    Solver(RidgeOptions options, Factors factors, Pattern pattern, CountTriangle counts) {
        this.options = options;
        this.factors = factors;
        this.pattern = pattern;
        this.counts = counts;
        int most = most(options, factors.warm);
        this.best = new BestCells(factors.warm);
        this.proposed = new int[factors.warm];
        this.common = new float[factors.warm];
        this.place = new int[factors.warm];
        this.elsewhere = most + 1;
        this.candidates = new int[most];
        this.rows = new float[options.solved() ? most : 0][most + 2];
        this.weights = new float[most];
        Arrays.fill(place, elsewhere);
    }

    /** The most candidates that a target has. */
    static int most(RidgeOptions options, int warm) {
        return Math.min(options.candidatesPerTarget() + options.ownCandidates(), warm);
    }

    /** The heap that one thread takes with so many items. */
    static long bytes(RidgeOptions options, int warm) {
        long most = most(options, warm);
        return BestCells.bytes(warm) + 12L * warm + 8 * most + (options.solved() ? most * (4 * most + 32) : 0);
    }

    /** Of how many targets the equations had no solution. */
    int damped() {
        return damped;
    }

    /** The seeds with a positive weight for a target, with the weight. */
    long[] column(int target) {
        collect(target);
        if (options.solved()) {
            solve((float) options.penalty().getAsDouble());
        } else {
            weighApart();
        }
        long[] cells = new long[size];
        int kept = 0;
        for (int at = size - 1; at >= 0; at--) {
            if (weights[at] > 0) {
                cells[kept++] = Cell.of(candidates[at], weights[at]);
            }
        }
        return kept == size ? cells : Arrays.copyOf(cells, kept);
    }

    /** Numbers the candidates of a target. */
    private void collect(int target) {
        int length = 0;
        for (int at = pattern.first(target); at < pattern.last(target); at++) {
            int seed = Cell.item(pattern.proposed(at));
            common[seed] = Cell.value(pattern.proposed(at));
            proposed[length++] = seed;
        }
        size = best.choose(proposed, length, common, factors.seed, options.candidatesPerTarget());
        for (int at = 0; at < size; at++) {
            candidates[at] = best.item(at);
            place[candidates[at]] = at;
        }
        for (long cell : pattern.own(target)) {
            int seed = Cell.item(cell);
            common[seed] = Cell.value(cell);
            if (place[seed] == elsewhere) {
                candidates[size++] = seed;
                place[seed] = size;
            }
        }
        for (int at = 0; at < size; at++) {
            place[candidates[at]] = elsewhere;
        }
        Arrays.sort(candidates, 0, size);
        for (int left = 0, right = size - 1; left < right; left++, right--) {
            int seed = candidates[left];
            candidates[left] = candidates[right];
            candidates[right] = seed;
        }
    }

    /** Weighs the candidates together. With cut co-occurrences there can be no solution; then each is weighed by itself. */
    private void solve(float penalty) {
        fill(penalty);
        if (!Cholesky.solve(rows, size, weights)) {
            damped++;
            fill(penalty);
            weighApart();
            scale();
        }
    }

    /** Weighs each candidate by itself, as rows of the damped similarity do. */
    private void weighApart() {
        for (int at = 0; at < size; at++) {
            weights[at] = common[candidates[at]] * factors.seed[candidates[at]];
        }
    }

    /**
     * Multiplies weights by the number that fits the equations best, so that they are comparable with those of other targets:
     * the minimum of the regression's objective along these weights. As no co-occurrence is negative, there is one.
     */
    private void scale() {
        double gain = 0;
        double cost = 0;
        for (int at = 0; at < size; at++) {
            float[] row = rows[at];
            double sum = 0.5 * row[at] * weights[at];
            for (int other = at + 1; other < size; other++) {
                sum += (double) row[other] * weights[other];
            }
            gain += (double) row[size] * weights[at];
            cost += 2 * sum * weights[at];
        }
        for (int at = 0; at < size; at++) {
            weights[at] = (float) (weights[at] * (gain / cost));
        }
    }

    /** Sets up the equations. Co-occurrences with other items go to a place that is never read. */
    private void fill(float penalty) {
        for (int at = 0; at < size; at++) {
            place[candidates[at]] = at;
        }
        for (int at = 0; at < size; at++) {
            int seed = candidates[at];
            float[] row = rows[at];
            Arrays.fill(row, at, size, 0);
            for (long cell : counts.row(seed)) {
                row[place[Cell.item(cell)]] = Cell.value(cell);
            }
            row[at] = factors.own[seed] + penalty / factors.seed[seed];
            row[size] = common[seed];
        }
        for (int at = 0; at < size; at++) {
            place[candidates[at]] = elsewhere;
        }
    }
}
