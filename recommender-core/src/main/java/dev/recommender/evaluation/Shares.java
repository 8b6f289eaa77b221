package dev.recommender.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How large the parts of a split are. */
final class Shares {
    /** All decimal numbers of so many digits are different doubles. */
    private static final int DIGITS = 15;

    private final double[] ratios;
    private final boolean single;

    private Shares(double[] ratios, boolean single) {
        this.ratios = ratios;
        this.single = single;
    }

    /** Two parts: the ratio and the rest. */
    static Shares of(double ratio) {
        if (!(ratio > 0 && ratio < 1)) {
            throw new IllegalArgumentException("ratio must be greater than 0 and less than 1: " + ratio);
        }
        return new Shares(new double[] {ratio, 1 - ratio}, true);
    }

    /** As many parts as ratios, which are divided by their sum. */
    static Shares of(List<Double> ratios) {
        if (ratios.size() < 2 || ratios.size() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "ratios must be between 2 and " + Byte.MAX_VALUE + " numbers: " + ratios.size());
        }
        for (double ratio : ratios) {
            if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("ratios must be positive and finite: " + ratios);
            }
        }
        double sum = ratios.stream().mapToDouble(Double::doubleValue).sum();
        return new Shares(ratios.stream().mapToDouble(ratio -> ratio / sum).toArray(), false);
    }

    int count() {
        return ratios.length;
    }

    /** Where each part ends among so many events, rounded to the nearest number, halves to the even one. */
    int[] rounded(int size) {
        int[] ends = new int[ratios.length];
        double cumulated = 0;
        for (int part = 0; part < ends.length; part++) {
            cumulated += ratios[part];
            ends[part] = (int) Math.min(size, Math.rint(cumulated * size));
        }
        ends[ends.length - 1] = size;
        return ends;
    }

    /** As {@link #rounded}, but a single ratio is rounded down, as the reference does when it splits at random. */
    int[] roundedDownIfSingle(int size) {
        return single ? new int[] {(int) (ratios[0] * size), size} : rounded(size);
    }

    /** To 15 digits, so that different shares as people write them are different texts. */
    @Override
    public String toString() {
        return Arrays.stream(ratios)
                .mapToObj(ratio -> new BigDecimal(ratio)
                        .round(new MathContext(DIGITS))
                        .stripTrailingZeros()
                        .toPlainString())
                .collect(Collectors.joining(" : "));
    }
}
