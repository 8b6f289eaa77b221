package dev.recommender.internal.util;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Doubles as text that is the same on every JDK, in the layout of {@link Double#toString}. The digits of that method
 * changed with JDK 19, and the bytes of a model must not depend on the JDK that trained it.
 */
public final class Numbers {
    private static final int MAX_DIGITS = 17;

    private Numbers() {}

    /** The nearest decimal number of the fewest digits that reads back as the same double, which is finite. */
    public static String text(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MAX_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        return layOut(shortest.stripTrailingZeros());
    }

    /** How many there are of something whose plural ends in "s": {@code 1 user}, {@code 1,024 users}. */
    public static String count(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }

    private static String layOut(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -3 && exponent < 7) {
            return number.setScale(Math.max(1, number.scale())).toPlainString();
        }
        BigDecimal significand = number.scaleByPowerOfTen(-exponent);
        return significand.setScale(Math.max(1, significand.scale())).toPlainString() + "E" + exponent;
    }

    /** A power; those that are common are computed directly: the same to the last bit on every machine, and fast. */
    public static double power(double base, double exponent) {
        if (exponent == 0) {
            return 1;
        }
        if (exponent == 0.5) {
            return Math.sqrt(base);
        }
        return exponent == 1 ? base : StrictMath.pow(base, exponent);
    }
}
