package dev.recommender.sar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums of weights after decay without limits of size: a coefficient for each number of whole half-lives, the newest first.
 * Immutable.
 */
final class ExactDecay {
    static final ExactDecay ZERO = new ExactDecay(new TreeMap<>());

    /** Terms that are so many half-lives apart are added up exactly; older ones cannot change the sign. */
    private static final int WINDOW = 1500;

    private static final Map<Integer, BigDecimal> POWERS = new HashMap<>();

    private final TreeMap<Long, BigDecimal> terms;

    private ExactDecay(TreeMap<Long, BigDecimal> terms) {
        this.terms = terms;
    }

    /** A weight after so many milliseconds with a half-life. */
    static ExactDecay of(double weight, long age, long halfLife) {
        long whole = Math.max(0, age) / halfLife;
        double left = StrictMath.pow(2, -(double) (Math.max(0, age) % halfLife) / halfLife);
        TreeMap<Long, BigDecimal> terms = new TreeMap<>();
        terms.put(whole, new BigDecimal(weight).multiply(new BigDecimal(left)));
        return new ExactDecay(terms);
    }

    ExactDecay plus(ExactDecay other) {
        TreeMap<Long, BigDecimal> sum = new TreeMap<>(terms);
        other.terms.forEach((whole, value) -> sum.merge(whole, value, BigDecimal::add));
        return new ExactDecay(sum);
    }

    ExactDecay times(double factor) {
        TreeMap<Long, BigDecimal> product = new TreeMap<>();
        terms.forEach((whole, value) -> product.put(whole, value.multiply(new BigDecimal(factor))));
        return new ExactDecay(product);
    }

    ExactDecay minus(ExactDecay other) {
        return plus(other.times(-1));
    }

    int sign() {
        long from = Long.MIN_VALUE;
        while (terms.ceilingKey(from) != null) {
            long base = terms.ceilingKey(from);
            BigDecimal sum = BigDecimal.ZERO;
            for (Map.Entry<Long, BigDecimal> term :
                    terms.subMap(base, true, base + WINDOW, true).entrySet()) {
                sum = sum.add(term.getValue().multiply(powerOfHalf((int) (term.getKey() - base))));
            }
            if (sum.signum() != 0) {
                return sum.signum();
            }
            from = base + WINDOW + 1;
        }
        return 0;
    }

    /** The nearest double, which may be 0. */
    double toDouble() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<Long, BigDecimal> term : terms.headMap(WINDOW * 2L).entrySet()) {
            sum = sum.add(term.getValue().multiply(powerOfHalf(term.getKey().intValue())));
        }
        return sum.doubleValue();
    }

    private static BigDecimal powerOfHalf(int exponent) {
        return POWERS.computeIfAbsent(
                exponent, ignored -> BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(exponent))));
    }
}
