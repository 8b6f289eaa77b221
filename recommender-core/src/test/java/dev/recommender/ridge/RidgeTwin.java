package dev.recommender.ridge;

import dev.recommender.internal.algebra.Elimination;
import dev.recommender.sar.BruteForceUnits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The twin of ridge rows: the definitions of docs/algorithm.md on dense matrices of doubles. Only what is chosen by is
 * rounded to floats, as the engine does it, since otherwise ties were other ties.
 */
final class RidgeTwin {
    final double[][] scores;
    final double[] own;
    int damped;

    private final RidgeOptions options;
    private final int[] frequency;
    private final double[][] common;
    private final int warm;
    private final List<Collection<Integer>> proposals = new ArrayList<>();
    private final List<Collection<Integer>> kept = new ArrayList<>();

    RidgeTwin(BruteForceUnits units, RidgeOptions options) {
        this.options = options;
        this.frequency = units.frequency;
        int size = frequency.length;
        this.warm = (int) IntStream.of(frequency)
                .filter(holding -> holding >= options.shared().supportThreshold())
                .count();
        this.common = new double[size][size];
        for (Set<String> unit : units.units) {
            double weight = Math.pow(unit.size(), -options.unitDamping());
            for (String left : unit) {
                for (String right : unit) {
                    common[units.items.indexOf(left)][units.items.indexOf(right)] += weight;
                }
            }
        }
        this.scores = new double[size][size];
        this.own = new double[size];
        for (int item = 0; item < warm; item++) {
            proposals.add(best(item, options.candidatesPerSeed(), options.proposalDamping(), other -> true));
            kept.add(new TreeSet<>(best(item, options.countsPerItem().orElse(Integer.MAX_VALUE), 0.5, other -> true)));
        }
        for (int target = 0; target < warm; target++) {
            fill(target);
        }
    }

    private void fill(int target) {
        double damping = power(target, options.targetDamping());
        List<Integer> candidates = candidates(target);
        double[] weights = candidates.isEmpty() ? new double[0] : weights(target, candidates);
        for (int at = 0; at < weights.length; at++) {
            scores[candidates.get(at)][target] = Math.max(0, weights[at]) / damping;
        }
        double penalty = power(target, options.seedDamping());
        double self = common[target][target];
        own[target] = (options.penalty().isPresent()
                        ? self / (self + options.penalty().getAsDouble() * penalty)
                        : self / penalty)
                / damping;
    }

    List<Integer> candidates(int target) {
        List<Integer> proposed = new ArrayList<>();
        for (int seed = 0; seed < warm; seed++) {
            if (proposals.get(seed).contains(target)) {
                proposed.add(seed);
            }
        }
        Set<Integer> all =
                new TreeSet<>(best(target, options.candidatesPerTarget(), options.seedDamping(), proposed::contains));
        all.addAll(best(target, options.ownCandidates(), options.seedDamping(), other -> true));
        return List.copyOf(all);
    }

    /** The items that occur with an item, by their co-occurrence over a power of their frequency. */
    private Collection<Integer> best(int item, int limit, double exponent, IntPredicate allowed) {
        IntToDoubleFunction measure = other -> (float) common[item][other] * (float) (1 / power(other, exponent));
        return IntStream.range(0, warm)
                .filter(other -> other != item && common[item][other] > 0 && allowed.test(other))
                .boxed()
                .sorted(Comparator.comparing((Integer other) -> -measure.applyAsDouble(other))
                        .thenComparing(other -> other))
                .limit(limit)
                .toList();
    }

    private double[] weights(int target, List<Integer> candidates) {
        int size = candidates.size();
        if (options.penalty().isEmpty()) {
            return candidates.stream()
                    .mapToDouble(seed -> common[seed][target] / power(seed, options.seedDamping()))
                    .toArray();
        }
        double[][] counts = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                int left = candidates.get(i);
                int right = candidates.get(j);
                boolean either =
                        kept.get(left).contains(right) || kept.get(right).contains(left);
                counts[i][j] = i == j || either ? common[left][right] : 0;
            }
        }
        double[] b = new double[size];
        for (int i = 0; i < size; i++) {
            counts[i][i] += options.penalty().getAsDouble() * power(candidates.get(i), options.seedDamping());
            b[i] = common[candidates.get(i)][target];
        }
        double[][] a = Stream.of(counts).map(double[]::clone).toArray(double[][]::new);
        double[] x = Elimination.solve(a, b.clone());
        if (x.length > 0) {
            return x;
        }
        damped++;
        // The damped weights d; xᵀAx − 2 bᵀx is least along them at x = d (bᵀd) / (dᵀAd).
        double[] d = IntStream.range(0, size)
                .mapToDouble(i -> b[i] / power(candidates.get(i), options.seedDamping()))
                .toArray();
        double gain = 0;
        double cost = 0;
        for (int i = 0; i < size; i++) {
            gain += b[i] * d[i];
            for (int j = 0; j < size; j++) {
                cost += d[i] * counts[i][j] * d[j];
            }
        }
        double scale = gain / cost;
        return DoubleStream.of(d).map(weight -> weight * scale).toArray();
    }

    private double power(int item, double exponent) {
        return Math.pow(frequency[item], exponent);
    }
}
