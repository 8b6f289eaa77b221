package dev.recommender.ridge;

import dev.recommender.internal.algebra.Cholesky;
import java.util.Arrays;
import java.util.List;

/**
 * Weighs the candidates of one target after the other; used by one thread. Candidates are numbered from the least popular
 * on, so the co-occurrences of each with more popular ones lie to the right of the diagonal.
 */
final class Solver {
    private final RidgeOptions options;
    private final float[] penalties;
    private final Factors factors;
    private final Pattern pattern;
    private final CountTriangle counts;
    private final BestCells best;
    private final int[] proposed;
    private final float[] common;
    private final int[] place;
    private final int elsewhere;
    private final int[] candidates;
    /** The co-occurrences of the candidates; where they are needed once, in the rows that are solved. */
    private final float[][] gathered;

    private final float[][] rows;
    private final float[] weights;
    private int size;

    /**
     * A solver.
     *
     * @param penalties with each of which equations are solved; none to weigh each candidate by itself
     */
    Solver(RidgeOptions options, List<Double> penalties, Factors factors, Pattern pattern, CountTriangle counts) {
        this.options = options;
        this.penalties = new float[penalties.size()];
        for (int at = 0; at < this.penalties.length; at++) {
            this.penalties[at] = penalties.get(at).floatValue();
        }
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
        this.rows = new float[penalties.isEmpty() ? 0 : most][most + 2];
        this.gathered = penalties.size() > 1 ? new float[most][most + 2] : rows;
        this.weights = new float[most];
        Arrays.fill(place, elsewhere);
    }

    /** The most candidates that a target has. */
    static int most(RidgeOptions options, int warm) {
        return Math.min(options.candidatesPerTarget() + options.ownCandidates(), warm);
    }

    /** The heap that one thread takes with so many items, and not more than one penalty. */
    static long bytes(RidgeOptions options, int warm) {
        return BestCells.bytes(warm)
                + 12L * warm
                + 8L * most(options, warm)
                + (options.solved() ? bytesOfRows(options, warm) : 0);
    }

    /** The heap that one thread takes for equations; once more where there are several penalties. */
    static long bytesOfRows(RidgeOptions options, int warm) {
        long most = most(options, warm);
        return most * (4 * most + 32);
    }

    /** The columns of a target, one for each penalty; one without any. */
    Column[] columns(int target) {
        collect(target);
        Column[] columns = new Column[Math.max(1, penalties.length)];
        if (penalties.length == 0) {
            weighApart();
            columns[0] = new Column(cells(), false);
        } else {
            gather();
        }
        for (int number = 0; number < penalties.length; number++) {
            boolean solved = solve(penalties[number]);
            columns[number] = new Column(cells(), !solved);
        }
        return columns;
    }

    /**
     * What a target's seeds weigh.
     *
     * @param cells the seeds with a positive weight, with the weight
     * @param damped whether the equations had no solution
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Column(long[] cells, boolean damped) {}

    private long[] cells() {
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

    /**
     * Weighs the candidates together. With cut co-occurrences there can be no solution; then each is weighed by itself.
     * Returns whether there is one.
     */
    private boolean solve(float penalty) {
        setUp(penalty);
        boolean solved = Cholesky.solve(rows, size, weights);
        if (!solved) {
            if (gathered == rows) {
                gather();
            }
            setUp(penalty);
            weighApart();
            scale();
        }
        return solved;
    }

    /** Sets up the equations of a penalty, which solving overwrites. */
    private void setUp(float penalty) {
        for (int at = 0; at < size; at++) {
            int seed = candidates[at];
            if (gathered != rows) {
                System.arraycopy(gathered[at], at, rows[at], at, size + 1 - at);
            }
            rows[at][at] = factors.own[seed] + penalty / factors.seed[seed];
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

    /** Gathers all of the equations but the penalty. Co-occurrences with other items go to a place that is never read. */
    private void gather() {
        for (int at = 0; at < size; at++) {
            place[candidates[at]] = at;
        }
        for (int at = 0; at < size; at++) {
            int seed = candidates[at];
            float[] row = gathered[at];
            Arrays.fill(row, at, size, 0);
            for (long cell : counts.row(seed)) {
                row[place[Cell.item(cell)]] = Cell.value(cell);
            }
            row[size] = common[seed];
        }
        for (int at = 0; at < size; at++) {
            place[candidates[at]] = elsewhere;
        }
    }
}
