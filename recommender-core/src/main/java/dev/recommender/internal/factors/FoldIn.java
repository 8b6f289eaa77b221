package dev.recommender.internal.factors;

import dev.recommender.internal.ranking.HistorySeeds;
import dev.recommender.spi.Seeds;
import java.util.Arrays;

/**
 * The vector of a user, solved from seeds while the items' vectors stay as they are: so what a user has just done counts
 * at once. The equations are those by which the vectors of users are learnt. Used by one thread.
 */
public final class FoldIn {
    /** If the largest affinity is below two to the power of this, affinities are divided by its power of two. */
    private static final int LEAST_PLAIN = -40;

    /** Vectors of more seeds are not kept for the next question. */
    private static final int MOST_KEPT = 4096;

    private final FactorParts parts;
    private final VectorSolver solver;
    private final float[] vector;
    private final float[] influencing;
    private final double[] influence;
    private float[][] gathered = new float[0][];
    private int[] items = new int[64];
    private double[] affinities = new double[64];
    private int seedCount = -1;
    private long exponent;
    private int shift;
    private int influenced = -1;

    public FoldIn(FactorParts parts) {
        this.parts = parts;
        this.solver = VectorSolver.refined(parts.objective(), parts.size());
        this.vector = new float[parts.size()];
        this.influencing = new float[parts.size()];
        this.influence = new double[parts.size()];
    }

    /**
     * The vector for some seeds, in the unit of their affinities times two to the power of {@link #shift}; it stays as it is
     * until the next question.
     */
    float[] solve(Seeds seeds) {
        if (!isFor(seeds)) {
            solveAnew(seeds);
        }
        return vector;
    }

    /**
     * The power of two that the seeds' affinities are divided by before floats are made of them. They are in units of 1 then,
     * unless all are so small that floats might not hold what follows from them.
     */
    static int shift(Seeds seeds) {
        double largest = 0;
        for (int at = 0; at < seeds.size(); at++) {
            largest = Math.max(largest, Math.abs(seeds.affinity(at)));
        }
        long exponent = exponentOf(seeds);
        int own = Math.getExponent(largest);
        return largest > 0 && exponent + own < LEAST_PLAIN ? own : (int) -exponent;
    }

    /** Forgets the seeds. */
    void clear() {
        seedCount = -1;
        influenced = -1;
        solver.clear();
        if (gathered.length > MOST_KEPT) {
            gathered = new float[0][];
        }
    }

    /** How many vectors of seeds are kept for the next question. */
    int kept() {
        return gathered.length;
    }

    private boolean isFor(Seeds seeds) {
        if (seedCount != seeds.size() || exponent != exponentOf(seeds)) {
            return false;
        }
        for (int at = 0; at < seedCount; at++) {
            if (items[at] != seeds.item(at) || affinities[at] != seeds.affinity(at)) {
                return false;
            }
        }
        return true;
    }

    private void solveAnew(Seeds seeds) {
        remember(seeds);
        for (int at = 0; at < seedCount; at++) {
            parts.items().read(items[at], gathered[at]);
            if (parts.knows(items[at])) {
                solver.add(gathered[at], Math.scalb(affinities[at], -shift), exponent + shift);
            }
        }
        solver.solve(parts.sums(), parts.objective().penalty(solver.count(), parts.learnt()), vector);
    }

    private void remember(Seeds seeds) {
        clear();
        int count = seeds.size();
        if (count > items.length) {
            items = new int[Math.max(count, 2 * items.length)];
            affinities = new double[items.length];
        }
        if (count > gathered.length) {
            int before = gathered.length;
            gathered = Arrays.copyOf(gathered, count);
            for (int at = before; at < gathered.length; at++) {
                gathered[at] = new float[parts.size()];
            }
        }
        for (int at = 0; at < count; at++) {
            items[at] = seeds.item(at);
            affinities[at] = seeds.affinity(at);
        }
        seedCount = count;
        exponent = exponentOf(seeds);
        shift = shift(seeds);
    }

    private static long exponentOf(Seeds seeds) {
        return seeds instanceof HistorySeeds history ? history.exponent() : 0;
    }

    /**
     * What one unit of affinity to a seed adds to an item's score. The score is y<sup>T</sup> A<sup>−1</sup> b, and b is a
     * sum over the seeds (Hu, Koren and Volinsky 2008, section 5).
     */
    double weight(Seeds seeds, int at, int item) {
        double affinity = seeds.affinity(at);
        if (affinity == 0) {
            return 0;
        }
        // Of one item all seeds are asked for in turn: it is enough to look once whether they are still the same.
        if (influenced != item) {
            solve(seeds);
        }
        if (solver.count() == 0) {
            return 0;
        }
        if (influenced != item) {
            parts.items().read(item, influencing);
            solver.solveAgain(influencing, influence);
            influenced = item;
        }
        double product = 0;
        for (int number = 0; number < influence.length; number++) {
            product += influence[number] * gathered[at][number];
        }
        double relative = Math.scalb(affinity, -shift);
        return parts.objective().right(relative, exponent + shift) / relative * product;
    }
}
